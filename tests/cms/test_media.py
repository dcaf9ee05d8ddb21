"""What has an address under /media/, and how documents leave the site."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Collection, CollectionViewRestriction

from cms.models import SiteDocument
from tests.factories import ImageFactory

pytestmark = pytest.mark.any_database


@pytest.fixture
def document(db):
    return SiteDocument.objects.create(title="Sjabloon", file=ContentFile(b"<script>", name="sjabloon.pdf"))


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(
    ("rule", "content_type"),
    [
        ("width-10|format-avif", "image/avif"),
        ("width-10|format-webp", "image/webp"),
        ("width-10|format-png", "image/png"),
        ("width-10|format-jpeg", "image/jpeg"),
    ],
)
def test_a_rendition_is_served_for_a_year(client, db, rule, content_type, django_assert_num_queries):
    rendition = ImageFactory().get_rendition(rule)
    with django_assert_num_queries(0):
        response = client.get(rendition.url, headers={"Accept-Encoding": "gzip"})
    with rendition.file.open() as file:
        assert body(response) == file.read()
    assert response["Content-Type"] == content_type
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert int(response["Content-Length"]) == rendition.file.size
    assert not response.has_header("Content-Encoding")
    assert not response.cookies


def test_an_original_is_served_too(client, db):
    assert client.get(ImageFactory().file.url).status_code == 200


def test_a_picture_gets_a_name_that_no_later_picture_gets(db):
    first = ImageFactory(file__filename="dorp.jpg")
    name = first.file.name
    first.delete()
    default_storage.delete(name)
    assert ImageFactory(file__filename="dorp.jpg").file.name != name


@pytest.mark.parametrize(
    "path",
    [
        "",
        "images/",
        "images/bestaat-niet.png",
        "images/geen-beeld.txt",
        "images/tekening.svg",
        "images/../documents/sjabloon.pdf",
        "images/..%2Fdocuments%2Fsjabloon.pdf",
        "images/%2e%2e/secret-key",
        "images/..png",
        "images/a%00.png",
        f"images/{'a' * 5000}.png",
        "images/sub/a.png",
        "documents/sjabloon.pdf",
        "geheim.png",
        "other/a.png",
    ],
)
def test_nothing_else_under_media_has_an_address(client, db, document, path):
    for name in ["images/geen-beeld.txt", "images/tekening.svg", "images/sub/a.png", "geheim.png", "other/a.png"]:
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(b"x"))
    response = client.get(f"/media/{path}")
    assert response.status_code in {301, 404}
    if response.status_code == 301:
        assert client.get(response["Location"]).status_code == 404


def test_a_folder_that_looks_like_a_picture_is_not_found(client, db):
    (Path(settings.MEDIA_ROOT) / "images" / "map.png").mkdir(parents=True, exist_ok=True)
    assert client.get("/media/images/map.png").status_code == 404


def test_pictures_are_only_read(client, db):
    assert client.post(ImageFactory().file.url).status_code == 405


def test_only_a_pdf_is_opened_in_the_browser(client, db):
    for name, disposition in [("a.pdf", "inline"), ("a.docx", "attachment"), ("a.txt", "attachment")]:
        document = SiteDocument.objects.create(title="Document", file=ContentFile(b"<script>", name=name))
        assert client.get(document.url)["Content-Disposition"].startswith(disposition)


def test_a_document_can_do_nothing_in_the_site(client, document):
    response = client.get(document.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in response
    assert body(response) == b"<script>"


def test_a_document_of_a_closed_collection_asks_for_a_login(client, document):
    document.collection = Collection.get_first_root_node().add_child(name="Jury")
    document.save()
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")
    response = client.get(document.url)
    assert response.status_code == 302
    assert "/beheer/login/" in response["Location"]

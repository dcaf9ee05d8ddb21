"""The municipalities in the admin: a list to look things up, and the upload of inhabitants."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from practices.models import Province, SizeClass
from practices.places.forms import MAX_CSV_SIZE
from tests.factories import MunicipalityFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LIST = "practices_municipality_modeladmin_index"
UPLOAD = "practices_upload_inhabitants"


@pytest.fixture
def editor(client):
    """An editor who may upload; logged in."""
    return log_in(client, "access_admin", "change_municipality")


def log_in(client, *permissions):
    group = Group.objects.create(name="Proefgroep")
    group.permissions.set(Permission.objects.filter(codename__in=permissions))
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)
    return user


@pytest.fixture
def gent():
    return MunicipalityFactory(
        nis_code="44021", name="Gent", province=Province.OOST_VLAANDEREN, size_class=SizeClass.XL
    )


@pytest.fixture
def pajottegem():
    return MunicipalityFactory(
        nis_code="23106",
        name="Pajottegem",
        province=Province.VLAAMS_BRABANT,
        former_names=["Galmaarden", "Gooik", "Herne"],
        postal_codes=["1540", "1755"],
        size_class=None,
    )


def names(response):
    return [municipality.name for municipality in response.context["object_list"]]


@pytest.mark.parametrize("words", ["pajot", "Herne", "herne gooik", "23106"])
def test_a_municipality_is_found_by_name_former_name_or_code(client, editor, gent, pajottegem, words):
    assert names(client.get(reverse(LIST), {"q": words})) == ["Pajottegem"]


def test_the_list_is_filtered_by_province(client, editor, gent, pajottegem):
    assert names(client.get(reverse(LIST), {"province": Province.OOST_VLAANDEREN})) == ["Gent"]


@pytest.mark.parametrize(("size", "expected"), [("XL", ["Gent"]), ("unknown", ["Pajottegem"]), ("S", [])])
def test_the_list_is_filtered_by_size_and_unknown_is_a_size(client, editor, gent, pajottegem, size, expected):
    assert names(client.get(reverse(LIST), {"size": size})) == expected


def test_the_details_of_a_municipality_are_shown_in_words(client, editor, pajottegem):
    html = client.get(reverse("practices_municipality_modeladmin_inspect", args=[pajottegem.pk])).content.decode()
    assert "Galmaarden, Gooik, Herne" in html
    assert "1540, 1755" in html
    assert "None" not in html


@pytest.mark.parametrize("action", ["create", "edit", "delete"])
def test_nobody_edits_reference_data_one_by_one(admin_client, gent, action):
    arguments = [] if action == "create" else [gent.pk]
    response = admin_client.post(reverse(f"practices_municipality_modeladmin_{action}", args=arguments))
    assert response.status_code in {302, 403}
    gent.refresh_from_db()
    assert gent.name == "Gent"


def upload(client, content: bytes):
    file = SimpleUploadedFile("inwoners.csv", content, content_type="text/csv")
    return client.post(reverse(UPLOAD), {"file": file}, follow=True)


def test_the_list_leads_to_the_upload_and_back(client, editor, gent):
    assert reverse(UPLOAD) in client.get(reverse(LIST)).content.decode()
    assert client.get(reverse(UPLOAD)).status_code == 200
    response = upload(client, "\ufeffNIS;inwoners;jaar\r\n44021;272.657;2025\r\n".encode())
    assert response.redirect_chain[-1][0] == reverse(LIST)
    assert "De inwoners van 1 gemeente zijn bewaard." in response.content.decode()
    gent.refresh_from_db()
    assert (gent.inhabitants, gent.size_class) == (272_657, SizeClass.XL)


def test_mistakes_are_listed_and_nothing_is_stored(client, editor, gent):
    html = upload(client, b"44021;100;2025\n" + b"99999;5;2025\n" * 25).content.decode()
    assert "Regel 2: geen enkele gemeente heeft NIS-code ‘99999’." in html
    assert "Regel 22" not in html
    assert "25" in html
    gent.refresh_from_db()
    assert gent.inhabitants is None


def test_a_file_name_or_cell_is_shown_as_text(client, editor, gent):
    assert "<script>alert" not in upload(client, b"<script>alert(1)</script>;5;2025\n").content.decode()


def test_an_empty_or_missing_file_is_answered_kindly(client, editor):
    assert "Er staan geen cijfers in het bestand" in upload(client, b"").content.decode()
    assert client.post(reverse(UPLOAD)).context["form"].errors["file"]


def test_a_file_that_is_too_large_is_not_read(client, editor, gent):
    response = upload(client, b"44021;100;2025\n".ljust(MAX_CSV_SIZE + 1))
    assert response.context["form"].errors["file"]
    gent.refresh_from_db()
    assert gent.inhabitants is None


def test_who_may_only_look_gets_no_upload(client, gent):
    log_in(client, "access_admin", "view_municipality")
    assert reverse(UPLOAD) not in client.get(reverse(LIST)).content.decode()
    response = upload(client, b"44021;100;2025\n")
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    gent.refresh_from_db()
    assert gent.inhabitants is None


def test_a_visitor_is_sent_to_the_login(client):
    assert reverse("wagtailadmin_login") in client.get(reverse(UPLOAD))["Location"]

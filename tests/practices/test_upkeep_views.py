"""The page behind the link that a contact gets: reading it changes nothing, sending it does."""

import datetime
import logging
import re

import pytest
from django.apps import apps
from django.core import signing
from django.test import Client
from django.utils import timezone

from cms.mail import private_links
from practices.models import Checker, PracticeCorrection, PracticePage, PracticeUpkeep
from practices.upkeep import services as upkeep
from tests.factories import PersonFactory, PracticeIndexPageFactory, PracticePageFactory

pytestmark = pytest.mark.any_database


@pytest.fixture
def practice(home):
    page = PracticePageFactory(
        parent=PracticeIndexPageFactory(parent=home),
        title="Wijkraad Noord",
        contact=PersonFactory(name="Voorbeeldpersoon An", email="an@gemeente.example.be"),
        budget=12_500,
        shows_contact=False,
    )
    PracticeUpkeep.objects.create(practice=page, asked_at=timezone.now())
    return page


@pytest.fixture
def url(practice):
    token = signing.dumps([practice.pk, practice.contact_id, practice.upkeep.key.hex], salt=upkeep.SALT)
    return f"/nakijken/{token}/"


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def send(visitor, url, **data):
    """As a browser does: open the page, send its form, follow."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', visitor.get(url).content.decode())[1]
    return visitor.post(url, {**data, "csrfmiddlewaretoken": token}, follow=True)


def all_rows():
    """Every row of our own."""
    models = [model for app in ["cms", "practices"] for model in apps.get_app_config(app).get_models()]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("method", ["get", "head"])
def test_whoever_only_opens_the_link_changes_nothing(visitor, url, method):
    """Mail scanners open every link."""
    visitor.get("/")  # the first page of a new site makes its settings
    before = all_rows()
    for _time in range(2):
        assert getattr(visitor, method)(url).status_code == 200
    assert all_rows() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, url, method):
    assert getattr(client, method)(url).status_code == 405


def test_the_page_shows_what_the_site_says(visitor, url, practice):
    html = visitor.get(url).content.decode()
    for text in [
        "Klopt deze pagina nog?",
        "Wijkraad Noord",
        practice.place_names,
        "lopend",
        "12.500 euro",
        practice.url,
    ]:
        assert text in html
    assert "an@gemeente.example.be" not in html


def test_the_contact_says_that_all_is_still_true(visitor, url):
    response = send(visitor, url, answer="klopt")
    assert response.redirect_chain == [(url, 302)]
    today = timezone.localdate()
    assert "Bedankt. Op" in response.content.decode()
    row = PracticeUpkeep.objects.get()
    assert (row.checked_on, row.checked_by) == (today, Checker.CONTACT)
    again = send(visitor, url, answer="klopt")
    assert again.status_code == 200
    assert PracticeUpkeep.objects.get().checked_on == today


def test_visitors_of_the_practice_read_that_it_was_checked(visitor, url, practice):
    send(visitor, url, answer="klopt")
    line = PracticePage.objects.get().upkeep_line
    assert "door de contactpersoon van deze praktijk" in line
    assert "Voorbeeldpersoon" not in line


def test_the_contact_says_what_is_no_longer_true(visitor, url):
    response = send(visitor, url, answer="klopt-niet", text="  Het heet nu Wijkforum.\r\nSinds 2025. ")
    html = response.content.decode()
    assert "Bedankt. De redactie heeft uw bericht." in html
    assert "Het heet nu Wijkforum." in html
    assert PracticeCorrection.objects.get().text == "Het heet nu Wijkforum.\nSinds 2025."
    assert PracticeUpkeep.objects.get().checked_on is None
    send(visitor, url, answer="klopt-niet", text="Het heet nu Wijkforum.\nSinds 2025.")
    assert PracticeCorrection.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \r\n ", "x" * 5001, "een\0twee"])
def test_a_text_that_cannot_be_kept_is_refused_with_a_message(visitor, url, text):
    response = send(visitor, url, answer="klopt-niet", text=text)
    html = response.content.decode()
    assert 'id="id_text_error"' in html
    assert "Niet verstuurd: " in html
    assert not PracticeCorrection.objects.exists()


def test_a_line_break_counts_as_one_character(visitor, url):
    send(visitor, url, answer="klopt-niet", text="x\r\n" * 2499 + "xx")
    assert len(PracticeCorrection.objects.get().text) == 5000


def test_what_was_typed_is_still_there_after_a_refusal(visitor, url, monkeypatch):
    monkeypatch.setattr(upkeep, "MAX_OPEN_CORRECTIONS", 0)
    html = send(visitor, url, answer="klopt-niet", text="Het is gestopt.").content.decode()
    assert "De redactie moet eerst nog enkele van uw berichten lezen." in html
    assert "Het is gestopt.</textarea>" in html


@pytest.mark.parametrize("data", [{}, {"answer": "misschien"}, {"text": "Iets."}])
def test_an_answer_that_is_none_changes_nothing(visitor, url, data):
    assert send(visitor, url, **data).status_code == 200
    assert PracticeUpkeep.objects.get().checked_on is None
    assert not PracticeCorrection.objects.exists()


def test_a_form_from_elsewhere_is_refused(visitor, url):
    assert visitor.post(url, {"answer": "klopt"}).status_code == 403
    assert PracticeUpkeep.objects.get().checked_on is None


def test_text_of_a_contact_is_shown_as_text(visitor, url):
    html = send(visitor, url, answer="klopt-niet", text="<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in html


@pytest.mark.parametrize("token", ["a", "a:b:c", "%C3%A9", "x" * 3000, "..%2F"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_none_says_what_to_do(home, client, token, method):
    response = getattr(client, method)(f"/nakijken/{token}/")
    assert response.status_code == 404
    if "%2F" not in token:
        assert "Deze link werkt niet meer" in response.content.decode()


def test_all_closed_links_look_the_same(visitor, url, practice, time_machine):
    pages = [visitor.get("/nakijken/vals/").content]
    practice.unpublish()
    pages.append(visitor.get(url).content)
    practice.save_revision().publish()
    assert visitor.get(url).status_code == 200
    time_machine.move_to(timezone.now() + datetime.timedelta(days=91))
    pages.append(visitor.get(url).content)
    assert len(set(pages)) == 1


def test_nobody_keeps_the_page_or_passes_its_address_on(visitor, url):
    for path in [url, "/nakijken/vals/"]:
        response = visitor.get(path)
        assert response["Cache-Control"] == "no-store"
        # With "no-referrer" browsers would send the form from "null", which is refused.
        assert response["Referrer-Policy"] == "strict-origin"
        assert response["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in response.content.decode()
        assert "canonical" not in response.content.decode()
    assert "Disallow: /nakijken/" in visitor.get("/robots.txt").content.decode()


@pytest.mark.usefixtures("shared_cache")
def test_the_page_cache_keeps_nothing_of_it(visitor, url, practice):
    send(visitor, url, answer="klopt")
    assert "Bedankt" in visitor.get(url).content.decode()
    PracticeUpkeep.objects.update(checked_on=None, checked_by="")
    assert "Bedankt" not in visitor.get(url).content.decode()


def test_the_practice_is_fresh_on_the_site_after_the_answer(visitor, url, practice, shared_cache, committed):
    client = Client()
    assert "Nagekeken op" not in client.get(practice.url).content.decode()
    with committed():
        send(visitor, url, answer="klopt")
    assert "Nagekeken op" in client.get(practice.url).content.decode()


def test_the_address_of_the_contact_stands_on_no_public_page(client, practice, url):
    for path in ["/", practice.get_parent().url, practice.url, "/zoeken/?q=wijkraad", url]:
        assert "an@gemeente" not in client.get(path).content.decode()


def test_a_page_of_the_site_cannot_take_the_address(home):
    assert "nakijken" in home.reserved_child_slugs


# The log


def test_the_log_does_not_say_the_link(url, client, practice, caplog):
    practice.unpublish()
    caplog.handler.addFilter(private_links.MaskSignatures())
    with caplog.at_level(logging.WARNING, "django.request"):
        client.get(url)
    assert caplog.messages[-1:] == ["Not Found: /nakijken/***/"]


def test_the_log_of_gunicorn_does_not_say_the_link(url, capsys):
    log = logging.getLogger("gunicorn.access")
    handler = logging.StreamHandler()
    log.addHandler(handler)
    try:
        log.warning('%(h)s "%(r)s" "%(f)s"', {"h": "::1", "r": f"GET {url} HTTP/1.1", "f": f"http://localhost{url}"})
    finally:
        log.removeHandler(handler)
    assert capsys.readouterr().err == '::1 "GET /nakijken/***/ HTTP/1.1" "http://localhost/nakijken/***/"\n'


def test_every_handler_of_our_own_masks(settings):
    assert all(handler["filters"] == ["signatures"] for handler in settings.LOGGING["handlers"].values())


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /praktijken/",
        "Mail <176245.123.4567@localhost>, attempt 3 failed: timed out",
        "2026-03-03 10:00:00,123 [::1]:8000 GET /zoeken/?q=a%3Ab HTTP/1.1",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "x" * 20_000,
    ],
)
def test_other_lines_stay_as_they_are(text):
    assert private_links.mask(text) == text


@pytest.mark.parametrize("sign", [lambda: signing.dumps({"a": 1}), lambda: signing.Signer().sign("a b/c?d")])
def test_every_signed_value_is_masked_also_when_it_is_escaped(sign):
    value = sign()
    for text in [value, value.replace(":", "%3A"), value.replace(":", "%3a")]:
        masked = private_links.mask(f"GET /x/{text}/ HTTP/1.1")
        assert value.rpartition(":")[2] not in masked
        assert masked.endswith("/ HTTP/1.1")

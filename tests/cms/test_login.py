import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.web.login import client_address
from home import roles

pytestmark = pytest.mark.any_database

PASSWORD = "geheim-genoeg-voor-een-test"
LOGIN = "/beheer/login/"


@pytest.fixture
def editor(member):
    user = member(roles.EDITOR)
    user.username = "an"
    user.save()
    return user


def fill_in(name, password, address="192.0.2.1", browser=None):
    """Somebody opens the login page and sends its form, as a browser does."""
    browser = browser or Client(enforce_csrf_checks=True)
    form = browser.get(LOGIN, REMOTE_ADDR=address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    data = {"username": name, "password": password, "csrfmiddlewaretoken": token, "next": "/beheer/"}
    return browser.post(LOGIN, data, REMOTE_ADDR=address)


def fail_five_times(name, address="192.0.2.1"):
    return [fill_in(name, "verkeerd", address) for _ in range(5)][-1]


def test_an_editor_logs_in_on_a_page_that_names_the_site(editor, client):
    page = client.get(LOGIN).content.decode()
    assert "Inloggen bij het Labo lokale burgerparticipatie" in page
    assert "<title>Inloggen - Labo lokale burgerparticipatie</title>" in page
    assert fill_in("an", PASSWORD)["Location"] == "/beheer/"


def test_after_five_wrong_passwords_the_page_says_how_long_to_wait(editor):
    response = fail_five_times("an")
    assert response.status_code == 429
    text = response.content.decode()
    assert "5 keer na elkaar" in text
    assert "15 minuten" in text
    assert reverse("wagtailadmin_password_reset") in text
    assert fill_in("an", PASSWORD).status_code == 429


def test_four_mistakes_and_a_success_leave_a_clean_slate(editor):
    for _ in range(2):
        for _ in range(4):
            assert "komen niet overeen" in fill_in("an", "verkeerd").content.decode()
        assert fill_in("an", PASSWORD).status_code == 302


def test_a_name_that_does_not_exist_is_treated_alike(editor):
    known, unknown = fail_five_times("an"), fail_five_times("niemand")
    assert known.status_code == unknown.status_code == 429
    assert known.content == unknown.content


def test_a_stranger_elsewhere_does_not_lock_the_editor_out(editor):
    fail_five_times("an", address="198.51.100.7")
    assert fill_in("an", PASSWORD, address="192.0.2.1").status_code == 302


def test_after_the_wait_the_editor_logs_in_and_trying_sooner_costs_nothing(editor, time_machine):
    time_machine.move_to("2026-01-05 10:00+01:00")
    fail_five_times("an")
    time_machine.move_to("2026-01-05 10:14+01:00")
    assert fill_in("an", PASSWORD).status_code == 429
    time_machine.move_to("2026-01-05 10:15:01+01:00")
    assert fill_in("an", PASSWORD).status_code == 302


def test_a_forgotten_password_is_renewed_by_mail_in_dutch(editor, client):
    client.post(reverse("wagtailadmin_password_reset"), {"email": editor.email})
    [message] = mail.outbox
    assert message.subject == "Wachtwoord herstel"
    assert message.to == [editor.email]
    link = re.search(r"http://localhost(/beheer/\S+)", message.body)[1]

    form = client.get(link, follow=True)
    new = "een-heel-nieuw-wachtwoord"
    client.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new})

    assert fill_in("an", new).status_code == 302


@pytest.mark.parametrize(
    "https, forwarded, seen",
    [
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "", "127.0.0.1"),
        (False, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_behind_a_proxy_failures_count_for_the_visitor_it_saw(rf, settings, https, forwarded, seen):
    settings.HTTPS = https
    request = rf.post(LOGIN, headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="127.0.0.1")
    assert client_address(request) == seen

"""Editors paste a list; each on it gets a link of his own, that opens the form with name and address filled in."""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageLogEntry

from cms.mail.private_links import mask
from cms.models import OutboxMail
from events import links
from events.models import Access, EventLedger, Invitation, Registration
from events.services.inviting import Addressee, invite, read_addresses, revoke
from events.services.registering import WITHOUT_PROOF
from tests.events.test_registration_form import filled_in, form_of, words
from tests.factories import EventPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def use_outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


@pytest.fixture
def event(home):
    event = grow(EventPageFactory, title="Labo in Gent", slug="gent")
    EventLedger.objects.filter(event=event).update(access=Access.INVITED)
    event.refresh_from_db()
    return event


@pytest.fixture
def editor(member):
    return member("Agendabeheerder")


def path_of(link):
    address = urlsplit(link)
    return f"{address.path}?{address.query}"


@pytest.mark.parametrize(
    ("pasted", "people"),
    [
        ("An Ampe <an@example.be>", [("An Ampe", "an@example.be")]),
        ("an@example.be\r\nbo@example.be\n\n", [("", "an@example.be"), ("", "bo@example.be")]),
        ("an@example.be, bo@example.be; cas@example.be", [("", f"{name}@example.be") for name in ["an", "bo", "cas"]]),
        ('"Ampe, An" <an@example.be>, Bo <bo@example.be>', [("Ampe, An", "an@example.be"), ("Bo", "bo@example.be")]),
        ("Ampe, An <an@example.be>", [("Ampe, An", "an@example.be")]),
        ("An Ampe\tan@example.be\nBo Bex\tbo@example.be", [("An Ampe", "an@example.be"), ("Bo Bex", "bo@example.be")]),
        ("<an@example.be>", [("", "an@example.be")]),
        ("An <an@example.be>\nAN@example.be", [("An", "an@example.be")]),
        ("  \n;,;  ", []),
    ],
)
def test_lists_are_read_as_people_paste_them(pasted, people):
    assert read_addresses(pasted) == ([Addressee(*person) for person in people], [])


def test_what_is_no_address_is_told_and_the_others_are_read():
    people, mistakes = read_addresses(
        "An <an@example.be>\nBo Bex\nan@@example.be; @example.be\n" + "x" * 200 + " <y@z.be>"
    )
    assert [person.email for person in people] == ["an@example.be"]
    assert mistakes == ["Bo Bex", "an@@example.be", "@example.be", "x" * 200 + " <y@z.be>"]


@given(st.text(max_size=200) | st.lists(st.emails() | st.text(max_size=20), max_size=5).map("\n".join))
def test_whatever_is_pasted_is_read_or_told(pasted):
    people, mistakes = read_addresses(pasted)
    assert all("\n" not in person.email and len(person.name) <= 120 for person in people)
    assert people or mistakes or not pasted.strip(" ,;\r\n\t") or not pasted.strip()


def test_who_is_invited_gets_a_link_once(event, editor):
    first = invite(event=event, addresses="An Ampe <an@example.be>\nbo@example.be\nniets", by=editor)
    assert PageLogEntry.objects.get(action="events.invite").message == "Nodigde 2 mensen uit"
    assert ([person.email for person in first.new], first.mistakes) == (["an@example.be", "bo@example.be"], ["niets"])
    again = invite(event=event, addresses="AN@example.be\ncas@example.be", by=editor)
    assert ([person.email for person in again.new], [person.email for person in again.known]) == (
        ["cas@example.be"],
        ["AN@example.be"],
    )
    assert sorted(mail.to[0] for mail in OutboxMail.objects.all()) == [
        "an@example.be",
        "bo@example.be",
        "cas@example.be",
    ]
    mail = OutboxMail.objects.get(text__contains="An Ampe")
    link = links.invitation(Invitation.objects.get(name="An Ampe"))
    assert link in mail.text
    assert link in mail.html.replace("&amp;", "&")
    assert "Labo in Gent" in mail.subject


def test_the_link_fills_in_who_it_is_for_and_stays_out_of_logs(client, event, editor):
    invite(event=event, addresses="An Ampe <an@example.be>", by=editor)
    link = links.invitation(Invitation.objects.get())
    response = client.get(path_of(link))
    assert "Welkom, An Ampe" in words(response)
    assert 'value="An Ampe"' in response.content.decode()
    assert 'value="an@example.be"' in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert "***" in mask(link)
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", mask(link))


def test_who_comes_by_the_link_has_proven_the_address(client, event, editor):
    invite(event=event, addresses="An Ampe <an@example.be>", by=editor)
    path = path_of(links.invitation(Invitation.objects.get()))
    for _ in range(WITHOUT_PROOF.most):
        WITHOUT_PROOF.take("127.0.0.1")
    assert client.post(path, filled_in(event)).status_code == 302
    registration = Registration.objects.get()
    assert registration.state == "confirmed"
    assert registration.verified_at


def test_the_link_proves_no_other_address(client, event, editor):
    invite(event=event, addresses="an@example.be\nbo@example.be", by=editor)
    path = path_of(links.invitation(Invitation.objects.get(email="an@example.be")))
    client.post(path, filled_in(event, email="bo@example.be"))
    assert Registration.objects.get().verified_at is None
    client.post(path, filled_in(event, email="cas@example.be"))
    assert Registration.objects.count() == 1


def test_a_link_that_was_revoked_or_changed_opens_the_plain_form(client, event, editor):
    invite(event=event, addresses="An Ampe <an@example.be>", by=editor)
    invitation = Invitation.objects.get()
    path = path_of(links.invitation(invitation))
    elsewhere = grow(EventPageFactory, title="Elders", slug="elders")
    EventLedger.objects.filter(event=elsewhere).update(access=Access.INVITED)
    bad = [
        path[:-1] + "!",
        path[: len(path) // 2],
        path.replace("/gent/", "/elders/"),
        f"{form_of(event)}?uitnodiging=%00",
    ]
    revoke(invitation=invitation, by=editor)
    for address in [*bad, path]:
        response = client.get(address)
        assert response.status_code == 200
        assert "An Ampe" not in response.content.decode()
        assert "werkt niet (meer)" in words(response)
    assert client.post(path, filled_in(event)).status_code == 302
    assert not Registration.objects.exists()


def test_who_is_invited_again_gets_another_link(client, event, editor):
    invite(event=event, addresses="An Ampe <an@example.be>", by=editor)
    invitation = Invitation.objects.get()
    old = path_of(links.invitation(invitation))
    revoke(invitation=invitation, by=editor)
    revoked_at = Invitation.objects.get().revoked_at
    revoke(invitation=invitation, by=editor)
    assert Invitation.objects.get().revoked_at == revoked_at <= timezone.now()
    assert invite(event=event, addresses="An Ampe <an@example.be>", by=editor).new
    new = path_of(links.invitation(Invitation.objects.get()))
    assert "Welkom" in words(client.get(new))
    assert "Welkom" not in words(client.get(old))
    assert OutboxMail.objects.count() == 2

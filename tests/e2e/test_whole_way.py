"""From the agenda to cancelled and to the next in the queue, by keyboard and by the mails that really leave."""

import re

import pytest
from playwright.sync_api import expect

from cms.forms import guard
from cms.models import OutboxMail
from events.models import EventQuestion, QuestionKind, Registration
from events.services.registering import WITHOUT_PROOF
from tests.e2e.barriers import check, check_mail
from tests.e2e.keyboard import press, tab_to, type_into
from tests.events.coming import open_event, set_ledger

pytestmark = pytest.mark.browser


@pytest.fixture
def event(transactional_db, live_server, monkeypatch, settings):
    # The keyboard of a test is faster than people are.
    monkeypatch.setattr(guard, "FASTEST", 0)
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    # The links in the mails lead to this server.
    settings.BASE_URL = live_server.url
    event = open_event(title="Labo in Gent", slug="gent", capacity=1, online_url="https://vergadering.example.org/gent")
    event.questions = [EventQuestion(label="Wat wilt u leren?", kind=QuestionKind.TEXT)]
    event.save()
    return event


def register(tab, name, way="Inschrijven"):
    tab.goto("/agenda/")
    press(tab, tab.get_by_role("main").get_by_role("link", name=re.compile("Bekijk deze bijeenkomst")))
    press(tab, tab.get_by_role("region", name="Inschrijven").get_by_role("link", name=way))
    type_into(tab, "Naam", name)
    type_into(tab, "E-mailadres", address(name))
    tab_to(tab, tab.get_by_label("Ik ga akkoord."))
    tab.keyboard.press("Space")
    press(tab, tab.get_by_role("button", name="Inschrijving versturen"))
    expect(title(tab)).to_have_text("Kijk in uw mailbox")


def address(name):
    return f"{name.lower()}@example.org"


def title(tab):
    return tab.get_by_role("heading", level=1)


def open_mail(tab, name, subject):
    """The last mail to somebody, as a mail program shows it."""
    mail = OutboxMail.objects.filter(to=[address(name)]).latest("pk")
    assert subject in mail.subject
    tab.route("**/mail/", lambda route: route.fulfill(body=mail.html, content_type="text/html; charset=utf-8"))
    tab.goto("/mail/")
    check_mail(tab)
    tab.unroute("**/mail/")


def to_own_page(tab, says):
    press(tab, tab.locator("a[href*='/inschrijving/']").first)
    expect(title(tab)).to_have_text(says)
    check(tab)


def cancel(tab):
    press(tab, tab.get_by_role("link", name="Uw inschrijving annuleren"))
    check(tab)
    press(tab, tab.get_by_role("button", name="Ja, annuleer mijn inschrijving"))
    expect(title(tab)).to_have_text("Uw inschrijving is geannuleerd")
    check(tab)


def test_who_cancels_hands_the_seat_to_who_waits(tab, event):
    register(tab, "An")
    open_mail(tab, "An", "U bent ingeschreven: Labo in Gent")
    to_own_page(tab, "U hebt een plaats")
    ans_page = tab.url

    register(tab, "Bo", way="Naar de wachtlijst")
    open_mail(tab, "Bo", "wachtlijst")
    to_own_page(tab, "U staat op de wachtlijst")
    expect(tab.get_by_role("main")).to_contain_text("U bent de eerste op de wachtlijst.")
    expect(tab.get_by_role("main")).not_to_contain_text("vergadering.example.org")
    press(tab, tab.get_by_role("button", name="Ja, dit adres bereikt mij"))
    bos_page = tab.url

    tab.goto(ans_page)
    cancel(tab)
    open_mail(tab, "An", "U annuleerde: Labo in Gent")

    tab.goto(bos_page)
    expect(title(tab)).to_have_text("U hebt een plaats")
    open_mail(tab, "Bo", "U hebt een plaats: Labo in Gent")
    to_own_page(tab, "U hebt een plaats")
    expect(tab.get_by_role("link", name="https://vergadering.example.org/gent")).to_be_visible()
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "confirmed"]
    assert tab.complaints == []


def test_an_offer_is_accepted_and_an_address_is_proven_by_keyboard(tab, event):
    set_ledger(event, offer_hours=48)
    for _ in range(WITHOUT_PROOF.most):
        WITHOUT_PROOF.take("127.0.0.1")
    register(tab, "An")
    open_mail(tab, "An", "Bevestig")
    to_own_page(tab, "Er is een plaats voor u: bevestig ze")
    press(tab, tab.get_by_role("button", name="Ja, ik kom"))
    expect(title(tab)).to_have_text("U hebt een plaats")
    ans_page = tab.url

    register(tab, "Bo", way="Naar de wachtlijst")
    tab.goto(ans_page)
    cancel(tab)
    open_mail(tab, "Bo", "plaats")
    to_own_page(tab, "Er is een plaats voor u: bevestig ze")
    press(tab, tab.get_by_role("button", name="Ja, ik kom"))
    expect(title(tab)).to_have_text("U hebt een plaats")
    open_mail(tab, "Bo", "U bent ingeschreven: Labo in Gent")
    assert Registration.objects.get(name="Bo").state == "confirmed"
    assert tab.complaints == []

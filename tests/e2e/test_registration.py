"""From the agenda to a seat, with the keyboard alone; on a phone without scripts; axe on every state."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.forms import guard
from events.models import Access, EventLedger, EventQuestion, EventState, QuestionKind, Registration
from tests.e2e.barriers import check
from tests.e2e.keyboard import press, tab_to, type_into
from tests.factories import EventPageFactory, MunicipalityFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.browser

PATH = "/agenda/gent/"


@pytest.fixture
def event(transactional_db, monkeypatch):
    # The keyboard of a test is faster than people are.
    monkeypatch.setattr(guard, "FASTEST", 0)
    MunicipalityFactory(name="Genk")
    event = grow(EventPageFactory, title="Labo in Gent", slug="gent")
    event.questions = [
        EventQuestion(
            label="Hoe lang blijft u?", kind=QuestionKind.CHOICE, choices="De hele dag\nEen uur", is_required=True
        ),
        EventQuestion(label="Waarover?", kind=QuestionKind.CHOICES, choices="Wonen\nKlimaat", is_sensitive=True),
        EventQuestion(label="Waarom komt u?", kind=QuestionKind.TEXT),
        EventQuestion(label="Ik blijf eten", kind=QuestionKind.YES),
    ]
    event.save()
    change(event, access=Access.OPEN, capacity=2)
    return event


@pytest.fixture
def plain_tab(browser, live_server):
    """A tab of a phone in which no script runs."""
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


def change(event, **kwargs):
    EventLedger.objects.filter(event=event).update(**kwargs)


def panel(page):
    return page.get_by_role("region", name="Inschrijven")


def test_from_the_agenda_to_a_seat_with_the_keyboard(tab, event):
    tab.goto("/agenda/")
    press(tab, tab.get_by_role("main").get_by_role("link", name=re.compile("Bekijk deze bijeenkomst")))
    expect(panel(tab)).to_contain_text("Nog 2 van de 2 plaatsen vrij")
    check(tab)
    press(tab, panel(tab).get_by_role("link", name="Inschrijven"))

    send = tab.get_by_role("button", name="Inschrijving versturen")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Inschrijven")
    check(tab)
    press(tab, send)
    expect(tab.locator(".summary-err")).to_be_focused()
    expect(tab).to_have_title(re.compile("^Fout: Inschrijven"))
    check(tab)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")  # the first mistake leads to its field
    expect(tab.get_by_label("Naam")).to_be_focused()
    tab.keyboard.type("Ann Ampe")
    type_into(tab, "E-mailadres", "ann@example.be")
    tab_to(tab, tab.get_by_label("Gemeente"))
    tab.keyboard.type("Genk")
    tab_to(tab, tab.get_by_label("De hele dag"))
    tab.keyboard.press("Space")
    tab_to(tab, tab.get_by_label("Klimaat"))
    tab.keyboard.press("Space")
    tab_to(tab, tab.get_by_label("Ik blijf eten"))
    tab.keyboard.press("Space")
    tab_to(tab, tab.get_by_label("Ik ga akkoord."))
    tab.keyboard.press("Space")
    press(tab, send)

    expect(tab.get_by_role("heading", level=1)).to_have_text("Kijk in uw mailbox")
    expect(tab.get_by_role("main")).to_contain_text("Er waren nog plaatsen vrij")
    check(tab)
    tab.reload()
    registration = Registration.objects.get()
    assert (registration.name, registration.municipality.name) == ("Ann Ampe", "Genk")
    assert [answer.value for answer in registration.answers.all()] == ["De hele dag", "Klimaat", "Ja"]
    press(tab, tab.get_by_role("link", name="Terug naar de bijeenkomst"))
    expect(panel(tab)).to_contain_text("Nog 1 van de 2 plaatsen vrij")
    assert tab.complaints == []


def test_a_phone_without_scripts_and_an_impatient_thumb(plain_tab, event):
    change(event, capacity=1)
    page = plain_tab
    for name in ["ann", "bo"]:
        page.goto(PATH)
        panel(page).get_by_role("link", name="Inschrijven").click()
        page.get_by_label("Naam").fill(name)
        page.get_by_label("E-mailadres").fill(f"{name}@example.be")
        page.get_by_label("De hele dag").check()
        page.get_by_label("Ik ga akkoord.").check()
        page.get_by_role("button", name="Inschrijving versturen").dblclick()
        expect(page).to_have_url(re.compile("/ingeschreven/"))
    expect(page.get_by_role("main")).to_contain_text("Voor deze bijeenkomst is er een wachtlijst.")
    states = Registration.objects.order_by("pk").values_list("name", "state")
    assert list(states) == [("ann", "confirmed"), ("bo", "waitlisted")]


def test_a_form_whose_cookie_was_lost_is_sent_again_as_it_was(tab, event):
    tab.goto(f"{PATH}inschrijven/")
    tab.get_by_label("Naam").fill("Ann Ampe")
    tab.get_by_label("E-mailadres").fill("ann@example.be")
    tab.get_by_label("De hele dag").check()
    tab.get_by_label("Wonen").check()
    tab.get_by_label("Waarom komt u?").fill("Om te leren.\nEn te praten.")
    tab.get_by_label(re.compile("Ik ga akkoord")).check()
    tab.context.clear_cookies()
    tab.get_by_role("button", name="Inschrijving versturen").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Formulier niet verzonden")
    check(tab)
    tab.get_by_role("button", name="Formulier opnieuw versturen").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kijk in uw mailbox")
    answers = Registration.objects.get(email="ann@example.be").answers.values_list("value", flat=True)
    assert {"De hele dag", "Wonen", "Om te leren.\nEn te praten."} == set(answers)


def test_every_state_of_the_panel_and_of_the_form(tab, event):
    now = timezone.now()
    states = [
        ({"capacity": 0}, "Alle plaatsen zijn bezet."),
        ({"capacity": None, "access": Access.MEMBERS}, "Alleen voor leden van het Labo."),
        ({"capacity": 70}, "Nog 70 van de 70 plaatsen vrij"),
        ({"opens_at": now + datetime.timedelta(days=2)}, "U kunt zich inschrijven vanaf"),
        ({"opens_at": None, "closes_at": now}, "De inschrijvingen zijn afgesloten."),
        ({"closes_at": None, "state": EventState.CANCELLED}, "U kunt zich nu niet inschrijven."),
    ]
    for changes, says in states:
        change(event, **changes)
        tab.goto(PATH)
        expect(panel(tab)).to_contain_text(says)
        check(tab)
        tab.goto(f"{PATH}inschrijven/")
        expect(tab.get_by_role("main")).to_contain_text(says)
        check(tab)
    assert tab.complaints == []


def test_the_panel_takes_its_place_without_a_jump(tab, event):
    tab.set_viewport_size({"width": 1440, "height": 900})
    tab.goto(PATH)
    expect(panel(tab)).to_contain_text("plaatsen vrij")
    shift = tab.evaluate(
        """() => new Promise(done => new PerformanceObserver(list => done(
             list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
           )).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 300))"""
    )
    assert shift < 0.01

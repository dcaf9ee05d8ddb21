"""The admin of registrations in a real browser: with the keyboard, on a phone, and axe on each screen."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Access, EventLedger, EventState, Registration, RegistrationState
from events.services.registering import Applicant, register
from home import roles
from tests.factories import EventPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.browser


@pytest.fixture
def event(home):
    event = grow(EventPageFactory, title="Labodag", slug="labodag")
    EventLedger.objects.filter(event=event).update(access=Access.OPEN, capacity=2)
    for name in ["An", "Bo", "Cas"]:
        applicant = Applicant(name=name, email=f"{name.lower()}@example.org", organisation="Stad Voorbeeld")
        register(event=event, applicant=applicant, key=name, is_proven=True)
    EventPageFactory(parent=event.get_parent(), title="Tweede Labodag")
    return event


@pytest.fixture
def chief(tab, member, log_in, event):
    log_in(member(roles.CHIEF_EDITOR))
    return tab


def test_more_seats_are_confirmed_first(chief, event):
    chief.goto(f"/beheer/pages/{event.pk}/edit/")
    chief.get_by_role("link", name="Bekijk de deelnemers").click()
    chief.get_by_role("spinbutton", name="Plaatsen").fill("3")
    chief.get_by_role("button", name="Plaatsen bewaren").click()
    expect(chief.get_by_text("Hiermee krijgt 1 persoon op de wachtlijst een plaats.")).to_be_visible()
    assert EventLedger.objects.get(event=event).capacity == 2
    chief.get_by_role("button", name="Ja, geef 1 plaats").click()
    expect(chief.locator(".messages")).to_contain_text("1 persoon kreeg een plaats")
    assert Registration.objects.get(name="Cas").state == RegistrationState.CONFIRMED


def test_an_event_is_cancelled_on_a_phone_after_seeing_whom_it_reaches(chief, event):
    chief.set_viewport_size({"width": 360, "height": 800})
    chief.goto(f"/beheer/agenda/{event.pk}/toestand/")
    chief.get_by_role("radio", name="geannuleerd").check()
    chief.get_by_role("button", name="Opslaan").click()
    expect(chief.get_by_text("Dit annuleert de inschrijving van 3 mensen en stuurt hun een mail.")).to_be_visible()
    assert EventLedger.objects.get(event=event).state == EventState.SCHEDULED
    assert not Axe().run(chief).response["violations"]
    button = chief.get_by_role("button", name="Ja, annuleer en mail iedereen")
    assert button.evaluate("it => it.scrollWidth <= it.clientWidth")
    button.focus()
    chief.keyboard.press("Enter")
    expect(chief.locator(".messages")).to_contain_text("geannuleerd. Bezoekers zien dit nu.")
    assert EventLedger.objects.get(event=event).state == EventState.CANCELLED


def test_a_participant_is_cancelled_with_the_keyboard(chief, event):
    chief.goto(f"/beheer/agenda/{event.pk}/deelnemers/")
    chief.get_by_text("Acties: An").focus()
    chief.keyboard.press("Enter")
    row = chief.get_by_role("row", name="An an@example.org")
    row.get_by_role("link", name="Annuleren").focus()
    chief.keyboard.press("Enter")
    chief.get_by_role("button", name="Inschrijving annuleren").focus()
    chief.keyboard.press("Enter")
    expect(chief.locator(".messages")).to_contain_text("De inschrijving van An is geannuleerd.")
    assert Registration.objects.get(name="Cas").state == RegistrationState.CONFIRMED


def test_an_hour_that_the_clock_skips_is_refused_and_not_replaced_by_the_date_picker(chief, event):
    """The picker reads the hour with the clock of the browser, which makes another hour of it without a word."""
    chief.goto(f"/beheer/agenda/{event.pk}/deelnemers/")
    field = chief.get_by_label("Inschrijving sluit")
    field.focus()
    chief.keyboard.type("2027-03-28 02:30")
    chief.keyboard.press("Tab")
    expect(chief.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    expect(field).to_have_value("2027-03-28 02:30")
    chief.get_by_role("button", name="Bewaren wie mag inschrijven").click()
    expect(chief.get_by_text("de klok slaat 2u30 over").first).to_be_visible()


def test_an_event_is_copied_right_after_the_day_is_filled_in(chief, event):
    """Nothing that opens with the field may lie over the button."""
    chief.goto(f"/beheer/agenda/{event.pk}/kopie/")
    chief.get_by_label("Dag").fill("2027-02-09")
    chief.get_by_role("button", name="Maak de kopie").click()
    expect(chief.locator(".messages")).to_contain_text("De kopie is een concept.")
    expect(chief.get_by_label("Start")).to_have_value(re.compile("^2027-02-09 "))


def test_a_double_click_mails_once(chief, event):
    chief.goto(f"/beheer/agenda/{event.pk}/deelnemers/mailen/")
    chief.get_by_label("Onderwerp").fill("Andere zaal")
    chief.get_by_label("Tekst").fill("We zitten op het tweede.")
    chief.get_by_role("button", name="Mail eerst bekijken").click()
    expect(chief.get_by_text("Deze mail gaat naar 2 mensen")).to_be_visible()
    chief.get_by_role("button", name="Versturen naar 2 mensen").dblclick()
    expect(chief.locator(".messages")).to_contain_text("mail")
    expect(chief.get_by_role("heading", name="Wie komt")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_is_accessible_and_fits(chief, event, width, scheme):
    chief.set_viewport_size({"width": width, "height": 900})
    chief.emulate_media(color_scheme=scheme)
    confirmed, waiting = Registration.objects.get(name="An").pk, Registration.objects.get(name="Cas").pk
    screens = ["", "inschrijven/", "mailen/", "aanwezigheid/", "exporteren/", "uitnodigingen/", "?toestand=waitlisted"]
    paths = [f"/beheer/agenda/{event.pk}/deelnemers/{screen}" for screen in screens]
    paths += [f"/beheer/inschrijvingen/{waiting}/plaats/", f"/beheer/agenda/{event.pk}/kopie/"]
    paths += [f"/beheer/inschrijvingen/{confirmed}/{what}/" for what in ["verplaatsen", "mail", "link", "annuleren"]]
    paths += [f"/beheer/events/registration/inspect/{confirmed}/", "/beheer/toestemming/nieuw/"]
    for path in paths:
        chief.goto(path)
        found = Axe().run(chief, context=".nice-padding")
        assert not found.response["violations"], f"{path}: {found.generate_report()}"
        assert chief.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_dashboard_leads_to_who_comes(chief, event):
    EventLedger.objects.filter(event=event).update(state=EventState.POSTPONED, changed_at=timezone.now())
    chief.goto("/beheer/")
    chief.get_by_role("link", name="Labodag").first.click()
    expect(chief.get_by_text("de wachtlijst", exact=False).first).to_be_visible()
    expect(chief.get_by_text("De bijeenkomst gaat nu niet door")).to_be_visible()

"""The page of a participant and the list at the door in a browser: by keyboard, on a phone, axe on every state."""

import datetime
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from cms.forms import guard
from events import links
from events.models import EventState, Reason, Registration, RegistrationState
from events.services.attendance import check_in
from events.services.changing import cancel
from tests.e2e.keyboard import press, tab_to
from tests.events.coming import come, open_event, set_ledger
from tests.factories import UserFactory

pytestmark = pytest.mark.browser

LONG_LINK = "https://vergadering.example.org/een-heel-lange-kamer/abcdefghijklmnopqrstuvwxyz/1234567890"


@pytest.fixture
def event(transactional_db, monkeypatch):
    # The keyboard of a test is faster than people are.
    monkeypatch.setattr(guard, "FASTEST", 0)
    # Today, and still to come.
    start = timezone.localtime().replace(hour=23, minute=59)
    end = start + datetime.timedelta(hours=4)
    return open_event(title="Labo in Gent", capacity=3, online_url=LONG_LINK, start=start, end=end)


@pytest.fixture
def manager(event):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Agendabeheerder"))
    return user


@pytest.fixture
def people(event, manager):
    """Somebody in each state, by name."""
    people = {name: come(event, name, organisation="Stad Voorbeeld") for name in ["An", "Bo"]}
    people["Cas"] = come(event, "Cas", asks_proof=True)
    people["Dirk"] = come(event, "Dirk", is_verified=False)
    people["Els"] = cancel(registration=come(event, "Els"), reason=Reason.SELF)
    check_in(registration=people["Bo"], by=manager)
    return people


def path_of(address):
    return "/" + address.split("/", 3)[3]


def problems(tab, path):
    """What is wrong on this page for somebody, on a phone and on a desk, in light and in dark."""
    found = []
    tab.goto(path)
    for width in [360, 1440]:
        tab.set_viewport_size({"width": width, "height": 800})
        if tab.evaluate("document.documentElement.scrollWidth") > width:
            found.append((path, width, "scrolls sideways"))
        for scheme in ["light", "dark"]:
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            violations = Axe().run(tab).response["violations"]
            found += [(path, width, scheme, each["id"], each["nodes"][0]["html"][:160]) for each in violations]
    return found


def test_every_state_is_accessible(tab, people, event):
    pages = [links.own_path(person) for person in people.values()]
    pages += [f"{pages[0]}gegevens/", f"{pages[0]}annuleren/", f"{pages[0]}?bewaard"]
    pages += ["/inschrijving/link-kwijt/", "/inschrijving/link-kwijt/verstuurd/", "/inschrijving/x/", "/inchecken/x/"]
    found = [problem for path in pages for problem in problems(tab, path)]
    for state in [EventState.POSTPONED, EventState.CANCELLED]:
        set_ledger(event, state=state)
        found += problems(tab, pages[0])
    assert not found, "\n".join(map(str, found))
    assert [text for text in tab.complaints if "404" not in text] == []


def test_a_seat_is_confirmed_changed_and_cancelled_by_keyboard(tab, people):
    cas = people["Cas"]
    tab.goto(links.own_path(cas))
    press(tab, tab.get_by_role("button", name="Ja, ik kom"))
    expect(tab.get_by_role("heading", level=1)).to_have_text("U hebt een plaats")
    expect(tab.get_by_role("img", name="Uw QR-code")).to_be_visible()
    press(tab, tab.get_by_role("link", name="Uw gegevens aanpassen"))
    tab_to(tab, tab.get_by_label("Naam", exact=True))
    tab.keyboard.press("Control+A")
    tab.keyboard.press("Delete")
    press(tab, tab.get_by_role("button", name="Bewaren"))
    expect(tab.get_by_role("group", name="Uw gegevens zijn nog niet bewaard")).to_be_focused()
    tab_to(tab, tab.get_by_label("Naam", exact=True))
    tab.keyboard.type("Cas Maes")
    press(tab, tab.get_by_role("button", name="Bewaren"))
    expect(tab.get_by_role("status")).to_contain_text("Uw gegevens zijn bewaard.")
    press(tab, tab.get_by_role("link", name="Uw inschrijving annuleren"))
    press(tab, tab.get_by_role("button", name="Ja, annuleer mijn inschrijving"))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Uw inschrijving is geannuleerd")
    cas.refresh_from_db()
    assert (cas.name, cas.state) == ("Cas Maes", RegistrationState.CANCELLED)


def test_a_lost_link_is_asked_for_without_scripts(browser, live_server, people):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    tab = context.new_page()
    tab.goto("/inschrijving/afgebroken/")
    tab.get_by_label("Uw e-mailadres").fill("geen adres")
    tab.get_by_role("button", name="Mail mij mijn link").click()
    expect(tab.get_by_role("group", name="Nog niet verstuurd")).to_be_visible()
    tab.get_by_label("Uw e-mailadres").fill("an@example.org")
    tab.get_by_role("button", name="Mail mij mijn link").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Kijk in uw mailbox")
    context.close()


def test_the_door_on_a_phone(tab, people, event, manager, log_in):
    log_in(manager)
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(f"/beheer/agenda/{event.pk}/inchecken/")
    expect(tab.get_by_text("1 van 2 binnen")).to_be_visible()
    button = tab.get_by_role("button", name=re.compile("^Binnen ?: An$"))
    box = button.bounding_box()
    assert box["height"] >= 44
    assert box["x"] + box["width"] <= 360
    button.click()
    expect(tab.get_by_text("2 van 2 binnen")).to_be_visible()
    tab.get_by_role("button", name=re.compile("^Toch niet ?: An$")).click()
    expect(tab.get_by_text("1 van 2 binnen")).to_be_visible()
    tab.get_by_label("Naam of organisatie").fill("els")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Geen plaats: deze inschrijving is geannuleerd")).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    violations = Axe().run(tab, context={"include": [[".door"]]}).response["violations"]
    assert violations == []


def test_a_scan_is_accessible_and_lets_in_with_one_tap(tab, people, manager, log_in):
    log_in(manager)
    scans = {name: path_of(links.check_in(person)) for name, person in people.items()}
    found = [problem for path in scans.values() for problem in problems(tab, path)]
    assert not found, "\n".join(map(str, found))
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(scans["An"])
    tab.get_by_role("button", name="Binnen").click()
    expect(tab.get_by_role("status")).to_contain_text("Binnen om")
    tab.goto(scans["An"])
    expect(tab.get_by_text("Al binnen om")).to_be_visible()
    tab.get_by_role("button", name="Toch niet").click()
    expect(tab.get_by_role("button", name="Binnen")).to_be_visible()
    assert Registration.objects.get(name="An").state == RegistrationState.CONFIRMED

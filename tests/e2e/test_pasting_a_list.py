"""An editor who pastes a list of people, by keyboard and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from events.models import Registration
from home import roles
from tests.e2e.keyboard import press, tab_to
from tests.events.coming import come, open_event

pytestmark = pytest.mark.browser

PASTED = "An;an@example.org\nBo\tbo@example.org\tStad Voorbeeld\nCas;cas@example.org\nzomaar wat"


def test_a_list_is_looked_at_and_then_registered_by_keyboard(tab, home, member, log_in):
    event = open_event(capacity=2)
    come(event, "An")
    log_in(member(roles.AGENDA_MANAGER))
    tab.goto(f"/beheer/agenda/{event.pk}/deelnemers/")
    press(tab, tab.get_by_role("link", name="Lijst inschrijven"))
    tab_to(tab, tab.get_by_label("Mensen"))
    tab.keyboard.insert_text(PASTED)
    press(tab, tab.get_by_role("button", name="Eerst bekijken wat er gebeurt"))
    plan = tab.get_by_role("region", name="Dit gaat er gebeuren")
    expect(plan).to_contain_text("2 mensen worden ingeschreven en krijgen een mail. 1 komt op de wachtlijst.")
    expect(plan).to_contain_text("1 was al ingeschreven; er verandert niets.")
    expect(plan).to_contain_text("Regel 4: Het e-mailadres ontbreekt.")
    for width in [360, 1440]:
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(tab, context=".nice-padding")
        assert not found.response["violations"], found.generate_report()
    press(tab, tab.get_by_role("button", name="2 mensen inschrijven"))
    expect(tab.locator(".messages")).to_contain_text("2 mensen zijn ingeschreven en krijgen een mail.")
    expect(tab.get_by_label("Mensen")).to_have_value("zomaar wat")
    people = Registration.objects.order_by("pk").values_list("name", "state", "source")
    assert list(people) == [
        ("An", "confirmed", "site"),
        ("Bo", "confirmed", "import"),
        ("Cas", "waitlisted", "import"),
    ]


def test_the_list_of_registrations_can_be_read_to_its_end_on_a_phone(tab, home, member, log_in):
    come(open_event(), "An")
    log_in(member(roles.AGENDA_MANAGER))
    tab.set_viewport_size({"width": 360, "height": 800})
    for path, last in [("/beheer/events/registration/", "th >> nth=-1"), ("/beheer/", "th:has-text('Te bevestigen')")]:
        tab.goto(path)
        column = tab.locator(".listing").locator(last)
        column.scroll_into_view_if_needed()
        box = column.bounding_box()
        assert 0 <= box["x"] < 360, path
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360

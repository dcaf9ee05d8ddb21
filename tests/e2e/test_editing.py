"""One practice from an empty form to the site, in a real browser and with the keyboard."""

import pytest
from playwright.sync_api import expect

from home import roles
from practices.models import PracticePage
from tests.factories import MunicipalityFactory, PracticeIndexPageFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def inventory(home):
    for number in range(50):
        MunicipalityFactory(name=f"Voorbeeldgemeente {number}")
    return PracticeIndexPageFactory(parent=home, title="Praktijken")


def tab_to(tab, locator):
    """Press Tab until the focus is there: whatever an editor needs is within reach of the keyboard."""
    for _ in range(60):
        if locator.evaluate("element => element === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {locator}.")


def choose_action(tab, label):
    """Open the menu of actions at the foot of the form and choose one."""
    tab.locator("footer").get_by_role("button", name="Meer acties").press("Enter")
    action = tab.locator("footer").get_by_role("button", name=label)
    expect(action).to_be_visible()
    action.press("Enter")


def test_a_practice_goes_from_an_empty_form_to_the_site(tab, inventory, member, log_in):
    log_in(member(roles.EDITOR))
    tab.goto("/beheer/")
    tab.get_by_role("link", name="Voeg een praktijk toe").press("Enter")

    tab.locator("[name=title]").focus()
    tab.keyboard.type("Wijkraad Noord")
    tab_to(tab, tab.locator("[name=summary]"))
    tab.keyboard.type("Bewoners beslissen mee over hun wijk.")
    expect(tab.get_by_role("checkbox", name="Voorbeeldgemeente 3", exact=True)).to_be_hidden()
    tab_to(tab, tab.get_by_role("searchbox", name="Typ om te kiezen uit 50"))
    tab.keyboard.type("gemeente 17")
    tab_to(tab, tab.get_by_role("checkbox", name="Voorbeeldgemeente 17"))
    tab.keyboard.press("Space")

    tab.get_by_role("button", name="Toon/verberg voorvertoning").press("Enter")
    preview = tab.frame_locator("iframe#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_contain_text("Wijkraad Noord")
    expect(preview.get_by_text("Voorbeeldgemeente 17").first).to_be_visible()

    choose_action(tab, "Stuur door naar Nazicht")
    expect(tab.locator(".messages")).to_contain_text("Wijkraad Noord")
    page = PracticePage.objects.get()
    address = f"/{inventory.slug}/{page.slug}/"
    assert tab.request.get(address).status == 404

    log_in(member(roles.CHIEF_EDITOR))
    tab.goto("/beheer/")
    tab.get_by_role("link", name="Wijkraad Noord").first.press("Enter")
    choose_action(tab, "Goedkeuren en publiceren")
    expect(tab.locator(".messages")).to_contain_text("Wijkraad Noord")

    tab.context.clear_cookies()
    tab.goto(address)
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Wijkraad Noord")
    expect(tab.get_by_text("Voorbeeldgemeente 17").first).to_be_visible()
    assert tab.complaints == []

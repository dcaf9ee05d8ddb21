"""The yearly question, from the mail to the answer, in a real browser without scripts and with the keyboard."""

import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import signing
from django.utils import timezone
from playwright.sync_api import expect

from home import roles
from practices.models import PracticeCorrection, PracticeUpkeep
from practices.upkeep import services as upkeep
from tests.factories import PersonFactory, PracticePageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.browser


@pytest.fixture
def practice(home):
    practice = grow(PracticePageFactory, title="Wijkraad Noord", contact=PersonFactory())
    PracticeUpkeep.objects.create(practice=practice, asked_at=timezone.now())
    return practice


@pytest.fixture
def link(practice):
    token = signing.dumps([practice.pk, practice.contact_id, practice.upkeep.key.hex], salt=upkeep.SALT)
    return f"/nakijken/{token}/"


@pytest.fixture
def plain_tab(browser, live_server):
    """A tab of somebody who has no scripts."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_contact_answers_without_scripts(plain_tab, link, practice):
    """The browser sends the form with the headers that the policy of the page asks for: the server must take it."""
    plain_tab.goto(link)
    plain_tab.get_by_role("button", name="Ja, alles klopt nog").click()
    expect(plain_tab.get_by_role("status")).to_contain_text("zei u dat alles nog klopt")
    plain_tab.get_by_label("Wat klopt niet meer?").fill("Het is gestopt.")
    plain_tab.get_by_role("button", name="Stuur naar de redactie").click()
    expect(plain_tab.get_by_role("heading", name="Wat u stuurde")).to_be_visible()
    assert PracticeCorrection.objects.get().text == "Het is gestopt."
    plain_tab.goto(practice.url)
    expect(plain_tab.get_by_text("door de contactpersoon van deze praktijk")).to_be_visible()


def test_the_address_of_the_link_goes_nowhere(tab, link):
    seen = []
    tab.on("request", lambda request: seen.append(request.headers.get("referer", "")))
    tab.goto(link)
    tab.get_by_role("link", name="Lees de hele pagina").click()
    tab.wait_for_load_state()
    assert seen
    assert not [address for address in seen if "nakijken" in address]


def test_the_keyboard_is_enough_and_a_mistake_has_the_focus(tab, link):
    tab.goto(link)
    tab.get_by_role("button", name="Stuur naar de redactie").focus()
    tab.keyboard.press("Enter")
    text = tab.get_by_label("Wat klopt niet meer?")
    expect(text).to_be_focused()
    expect(text).to_have_accessible_description(
        "Schrijf hoe het nu is, ook als de plaats op het continuüm anders is of als iemand anders de contactpersoon "
        "is. Een redacteur leest het en past de pagina aan. "
        "Schrijf wat niet meer klopt. Zonder uitleg kan de redactie de pagina niet aanpassen."
    )
    tab.keyboard.type("Het is gestopt.")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("Bedankt.")
    assert tab.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_every_state_of_the_question_is_accessible_and_fits(tab, link, practice, width, scheme):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)

    def look():
        found = Axe().run(tab)
        assert not found.response["violations"], found.generate_report()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width

    tab.goto(link)
    look()
    tab.get_by_role("button", name="Stuur naar de redactie").click()
    look()
    tab.get_by_label("Wat klopt niet meer?").fill("Het is gestopt.")
    tab.get_by_role("button", name="Stuur naar de redactie").click()
    tab.get_by_role("button", name="Ja, alles klopt nog").click()
    look()
    tab.goto("/nakijken/vals/")
    look()
    PracticeUpkeep.objects.update(checked_on=datetime.date(2020, 3, 3))
    tab.goto(practice.url)
    expect(tab.get_by_text("Deze pagina is sinds maart 2020 niet meer nagekeken.")).to_be_visible()
    look()


def test_an_editor_handles_a_correction(tab, practice, member, log_in):
    PracticeCorrection.objects.create(practice=practice, text="Het is gestopt.")
    log_in(member(roles.CHIEF_EDITOR))
    tab.goto("/beheer/")
    tab.get_by_role("link", name="1 correctie te verwerken").click()
    tab.get_by_role("link", name="Wijkraad Noord").first.click()
    expect(tab.get_by_text("Het is gestopt.", exact=True)).to_be_visible()
    tab.get_by_role("button", name="Verwerkt").click()
    expect(tab.locator(".messages")).to_contain_text("De correctie voor “Wijkraad Noord” is verwerkt.")

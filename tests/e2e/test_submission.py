"""The form that sends in a practice, with the keyboard alone and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.forms import guard
from home.models import HomePage
from practices.models import PracticePage, PracticeSubmission
from tests.factories import InstrumentFactory, MunicipalityFactory, PracticeIndexPageFactory, ThemeFactory

pytestmark = pytest.mark.browser

PATH = "/praktijken/indienen/"


@pytest.fixture
def index(transactional_db, monkeypatch):
    # The keyboard of a test is faster than people are.
    monkeypatch.setattr(guard, "FASTEST", 0)
    MunicipalityFactory(name="Genk")
    ThemeFactory(name="Wonen")
    InstrumentFactory(name="Loting")
    return PracticeIndexPageFactory(parent=HomePage.objects.get(), slug="praktijken")


@pytest.fixture
def plain_tab(browser, live_server):
    """A tab of a phone in which no script runs."""
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


def tab_to(page, field):
    for _ in range(80):
        if field.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {field}.")


def type_into(page, field, text):
    tab_to(page, field)
    page.keyboard.type(text)


def press(page, name):
    tab_to(page, page.get_by_role("button", name=name))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page):
    return page.locator("#step")


def check(page):
    """No barrier that axe knows and no sideways scrolling, on a phone by day and on a screen by night."""
    for width, scheme in [(360, "light"), (1440, "dark")]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_the_whole_way_with_the_keyboard_and_axe_on_every_step(tab, index):
    tab.goto(PATH)
    expect(tab).to_have_title(re.compile("^Stap 1 van 5, De praktijk"))
    check(tab)
    press(tab, "Volgende stap")
    summary = tab.locator(".summary-err")
    expect(summary).to_be_focused()
    expect(tab).to_have_title(re.compile("^Fout: Stap 1 van 5"))
    check(tab)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")  # the first mistake leads to its field
    expect(tab.get_by_label("Naam van de praktijk")).to_be_focused()
    tab.keyboard.type("Groen in de straat")
    type_into(tab, tab.get_by_label("Samenvatting"), "Bewoners doen het.")
    tab_to(tab, tab.get_by_label("Gemeente"))
    tab.keyboard.type("Genk")
    tab_to(tab, tab.get_by_label("Wonen"))
    tab.keyboard.press("Space")
    press(tab, "Volgende stap")

    expect(heading(tab)).to_have_text("Wat en hoe")
    expect(heading(tab)).to_be_focused()
    check(tab)
    type_into(tab, tab.get_by_label("Doelstelling"), "Meer groen.")
    type_into(tab, tab.get_by_label("Aanpak"), "Samen.")
    tab_to(tab, tab.get_by_role("group", name="Nu").get_by_label("Dat weet ik (nog) niet"))
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    press(tab, "Volgende stap")

    expect(heading(tab)).to_have_text("Lessen en bronnen")
    check(tab)
    type_into(tab, tab.get_by_label("Waardoor lukte het?"), "Begin klein.")
    press(tab, "Volgende stap")

    expect(heading(tab)).to_have_text("Wie bent u?")
    type_into(tab, tab.get_by_label("Uw naam"), "Ann Ampe")
    type_into(tab, tab.get_by_label("Uw e-mailadres"), "ann@")
    press(tab, "Volgende stap")
    check(tab)
    type_into(tab, tab.get_by_label("Uw e-mailadres"), "ann@example.be")  # takes the place of what was there
    tab_to(tab, tab.get_by_label("De VVSG mag"))
    tab.keyboard.press("Space")
    press(tab, "Volgende stap")

    expect(heading(tab)).to_have_text("Nakijken en versturen")
    for answer in ["Groen in de straat", "Genk", "Wonen", "Burgerinitiatief met steun", "Begin klein."]:
        expect(tab.get_by_role("main")).to_contain_text(answer)
    check(tab)
    press(tab, re.compile("Lessen en bronnen"))
    expect(tab.get_by_label("Waardoor lukte het?")).to_have_value("Begin klein.")
    press(tab, "Naar nakijken en versturen")
    assert not PracticePage.objects.exists()
    press(tab, "Versturen")

    expect(tab.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw praktijk")
    check(tab)
    tab.reload()
    assert PracticeSubmission.objects.count() == 1
    assert PracticePage.objects.get().continuum_now == 4
    assert tab.complaints == []


def test_a_phone_without_scripts_can_send_in_a_practice_and_reload_as_it_likes(plain_tab, index):
    page = plain_tab
    page.goto(PATH)
    page.get_by_label("Naam van de praktijk").fill("Groen & <b>meer</b>")
    page.get_by_label("Samenvatting").fill("Bewoners doen het.")
    page.get_by_label("Gemeente").select_option(label="Genk")
    page.get_by_role("button", name="Volgende stap").click()
    page.get_by_label("Doelstelling").fill('Regel "een"\n\nRegel <twee>')
    page.get_by_label("Aanpak").fill("Samen.")
    page.get_by_role("button", name="Volgende stap").click()
    page.reload()  # sends the same step again
    page.get_by_role("button", name="Vorige stap").click()
    expect(page.get_by_label("Doelstelling")).to_have_value('Regel "een"\n\nRegel <twee>')
    for _ in range(2):
        page.get_by_role("button", name="Volgende stap").click()
    page.get_by_label("Uw naam").fill("Ann Ampe")
    page.get_by_label("Uw e-mailadres").fill("ann@example.be")
    page.get_by_label("De VVSG mag").check()
    page.get_by_role("button", name="Volgende stap").click()
    page.get_by_role("button", name="Versturen").dblclick()
    expect(page).to_have_url(re.compile("/praktijken/ingediend/$"))
    assert PracticeSubmission.objects.count() == 1
    practice = PracticePage.objects.get()
    assert practice.title == "Groen & <b>meer</b>"
    assert practice.objective == "<p>Regel &quot;een&quot;</p>\n\n<p>Regel &lt;twee&gt;</p>"


def test_the_trap_is_out_of_sight_and_out_of_the_way(tab, index):
    tab.goto(PATH)
    trap = tab.locator("#id_homepage")
    assert trap.evaluate("element => element.getBoundingClientRect().width <= 400 && element.tabIndex === -1")
    assert "Laat dit veld leeg" not in tab.locator("main").aria_snapshot()


def test_the_browsers_own_back_button_keeps_what_was_typed(tab, index):
    tab.goto(PATH)
    tab.get_by_label("Naam van de praktijk").fill("Groen in de straat")
    tab.get_by_label("Samenvatting").fill("Bewoners doen het.")
    tab.get_by_label("Gemeente").select_option(label="Genk")
    tab.get_by_role("button", name="Volgende stap").click()
    tab.get_by_label("Doelstelling").fill("Meer groen.")
    tab.get_by_label("Aanpak").fill("Samen.")
    tab.get_by_role("button", name="Volgende stap").click()
    expect(heading(tab)).to_have_text("Lessen en bronnen")
    tab.go_back()
    expect(tab.get_by_label("Doelstelling")).to_have_value("Meer groen.")
    tab.go_back()
    expect(tab.get_by_label("Naam van de praktijk")).to_have_value("Groen in de straat")

"""The map by keyboard and by pointer, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import MunicipalityFactory, PracticePageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.browser


@pytest.fixture
def gent(home):
    return MunicipalityFactory(name="Gent", latitude=51.05, longitude=3.72)


@pytest.fixture
def address(gent):
    """Of a map with three practices in Gent and one in Genk."""
    for number in range(3):
        grow(PracticePageFactory, title=f"Gents idee {number}", municipalities=[gent])
    genk = MunicipalityFactory(name="Genk", latitude=50.97, longitude=5.5)
    practice = grow(PracticePageFactory, title="Genks idee", municipalities=[genk], continuum_now=2)
    return f"{practice.get_parent().url}kaart/"


def press_until_focused(tab, locator):
    for _ in range(80):
        tab.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("The keyboard does not reach it.")


def test_by_keyboard_alone_from_the_map_to_the_practices_of_a_municipality(tab, address):
    tab.goto(address)
    disc = tab.get_by_role("link", name="Gent: 3 praktijken")
    press_until_focused(tab, disc)
    ring = disc.locator(".halo").evaluate("element => getComputedStyle(element).strokeWidth")
    assert float(ring.removesuffix("px")) >= 3
    expect(tab.locator("#plaats-gent")).to_have_class("pointed")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"#plaats-gent$"))
    tab.keyboard.press("Tab")
    expect(tab.locator("#plaats-gent h4 a").first).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/praktijken/\?gemeente=gent$"))
    expect(tab.get_by_role("link", name="Gents idee 1", exact=True)).to_be_visible()
    expect(tab.get_by_role("link", name="Genks idee")).to_have_count(0)
    assert tab.complaints == []


def test_who_uses_the_keyboard_can_skip_the_map(tab, address):
    tab.goto(address)
    skip = tab.get_by_role("link", name="Sla de kaart over")
    press_until_focused(tab, skip)
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    expect(tab.locator("#plaats-genk h4 a").first).to_be_focused()


def test_the_list_points_back_at_the_map(tab, address):
    tab.goto(address)
    tab.get_by_role("link", name="Genk op de kaart").click()
    expect(tab).to_have_url(re.compile(r"#kaart-genk$"))
    marker = tab.locator("#kaart-genk .halo").evaluate("element => getComputedStyle(element).fill")
    assert marker == "rgb(255, 223, 61)"


def test_a_filter_changes_map_list_and_number_without_a_reload(tab, address):
    tab.goto(address)
    tab.evaluate("window.isTheSamePage = true")
    tab.locator("#positie-2").check()
    expect(tab.locator("#aantal")).to_contain_text("1 praktijk")
    expect(tab.locator(".pie")).to_have_count(1)
    expect(tab.locator(".places > li")).to_have_count(1)
    expect(tab).to_have_url(re.compile(r"/kaart/\?positie=2$"))
    tab.go_back()
    expect(tab.locator(".pie")).to_have_count(2)
    expect(tab.locator("#positie-2")).not_to_be_checked()


def test_without_scripts_the_filters_and_the_links_work(browser, live_server, address):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 1440, "height": 900}
    )
    tab = context.new_page()
    tab.goto(address)
    tab.locator("#positie-2").check()
    tab.locator("#filters").get_by_role("button").click()
    expect(tab).to_have_url(re.compile(r"/kaart/\?.*positie=2"))
    expect(tab.locator(".pie")).to_have_count(1)
    tab.locator("#kaart-genk").click()
    expect(tab).to_have_url(re.compile(r"#plaats-genk$"))
    context.close()


def test_on_a_small_screen_only_the_map_scrolls_sideways_and_discs_are_large_enough(tab, address):
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    for disc in tab.locator(".pie .halo").all():
        box = disc.bounding_box()
        assert min(box["width"], box["height"]) >= 24

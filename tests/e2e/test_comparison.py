"""Comparing practices with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from practices.models import PracticePage
from tests.e2e.test_walk import follow, main
from tests.factories import MunicipalityFactory, PracticePageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.browser


@pytest.fixture
def practices(transactional_db):
    for title, place in [("Wijkbudget", "Gent"), ("Burgerpanel", "Genk"), ("Leefstraat", "Halle")]:
        grow(PracticePageFactory, title=title, municipalities=[MunicipalityFactory(name=place)])
    return {practice.title: practice.pk for practice in PracticePage.objects.all()}


def columns(tab):
    return tab.get_by_role("table").get_by_role("columnheader").get_by_role("heading")


def press_tab_to(tab, element):
    for _ in range(150):
        tab.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {element}.")


@pytest.mark.parametrize("width", [1280, 360])
def test_from_a_page_to_a_comparison_one_more_and_one_less(tab, practices, width):
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto("/praktijken/wijkbudget/")
    follow(tab, main(tab).locator(f"a[href='/praktijken/vergelijken/?p={practices['Wijkbudget']}']"))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Vergelijk praktijken")

    press_tab_to(tab, main(tab).get_by_role("searchbox"))
    tab.keyboard.type("burgerpanel")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("zoek=burgerpanel"))
    follow(tab, main(tab).get_by_role("link", name="Voeg toe Burgerpanel").first)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Vergelijk twee praktijken")
    expect(columns(tab)).to_have_text(["Wijkbudget", "Burgerpanel"])
    # Also where the cells stand under each other it is a table for who cannot see it.
    expect(tab.get_by_role("rowheader", name="Gemeente (verschilt)")).to_be_visible()

    follow(tab, main(tab).get_by_role("link", name="Voeg toe Leefstraat").first)
    expect(columns(tab)).to_have_text(["Wijkbudget", "Burgerpanel", "Leefstraat"])
    follow(tab, main(tab).get_by_role("link", name="Toon alleen verschillen"))
    expect(tab.get_by_role("rowheader", name="Periode", exact=False)).to_have_count(0)
    follow(tab, main(tab).get_by_role("link", name="Verwijderen Wijkbudget"))
    expect(columns(tab)).to_have_text(["Burgerpanel", "Leefstraat"])

    tab.go_back()
    expect(columns(tab)).to_have_text(["Wijkbudget", "Burgerpanel", "Leefstraat"])
    assert tab.complaints == []


def test_from_the_list_to_a_comparison_and_back_with_the_choice(tab, practices):
    tab.goto("/praktijken/")
    for title in ["Wijkbudget", "Burgerpanel"]:
        follow(tab, tab.locator(f"#vergelijk-{practices[title]}"))
        expect(tab.locator(f"#vergelijk-{practices[title]}")).to_have_text("Gekozen")
    follow(tab, main(tab).get_by_role("link", name="Vergelijk 2 praktijken"))
    expect(columns(tab)).to_have_text(["Wijkbudget", "Burgerpanel"])
    follow(tab, main(tab).get_by_role("link", name="Kies andere praktijken"))
    expect(main(tab).get_by_role("link", name="Vergelijk 2 praktijken")).to_be_visible()


def test_nothing_is_wider_than_the_screen(tab, practices):
    for width in [320, 768, 1024]:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto(f"/praktijken/vergelijken/?{'&'.join(f'p={pk}' for pk in practices.values())}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width

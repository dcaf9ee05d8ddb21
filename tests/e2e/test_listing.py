"""Finding practices in a browser: every number is a promise that is kept, by mouse, by keyboard and without scripts."""

import re
from itertools import cycle

import pytest
from playwright.sync_api import expect

from cms.models import SiteSettings
from practices.models import PracticeStatus, Province, SizeClass
from tests.factories import InstrumentFactory, MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.browser


@pytest.fixture
def practices(home):
    """Twelve practices that differ in everything they can be found by."""
    themes = [ThemeFactory(name=name, slug=name.lower()) for name in ["Buurt", "Klimaat", "Zorg"]]
    instruments = [InstrumentFactory(name=name, slug=name.lower()) for name in ["Raad", "Budget"]]
    sizes = [*SizeClass.values, None]
    places = [
        MunicipalityFactory(
            name=f"Gemeente {number:02}", province=list(Province)[number % 5], size_class=sizes[number % 6]
        )
        for number, province in zip(range(14), cycle(Province), strict=False)
    ]
    pages = []
    for number in range(12):
        page = grow(
            PracticePageFactory,
            title=f"Praktijk {number:02}",
            municipalities=[places[number], places[(number * 5) % 14]],
            themes=[themes[number % 3]],
            instruments=[instruments[number % 2]],
            continuum_start=number % 5 + 1,
            continuum_now=(number * 2) % 5 + 1 if number % 4 else None,
            status=PracticeStatus.values[number % 5],
            influence=["informeren", "raadplegen", ""][number % 3],
            partners=[["inwoners"], [], ["inwoners", "overheden"]][number % 3],
            start_year=2000 + 3 * number if number % 5 else None,
        )
        page.topics.add(f"Onderwerp {number % 4}")
        page.save()
        pages.append(page)
    SiteSettings.load().save()
    return pages


def number(tab):
    return tab.locator("#aantal b")


def open_all(tab):
    tab.evaluate("document.querySelectorAll('details.facet, .facet details').forEach((one) => { one.open = true; })")


def test_every_value_leads_to_the_promised_number(tab, practices):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/praktijken/")
    open_all(tab)
    values = tab.evaluate("[...document.querySelectorAll('.check input')].map((box) => box.id)")
    facets = {value.split("-")[0] for value in values}
    assert len(values) > 50 and len(facets) == 12
    for value in values:
        box = tab.locator(f"[id='{value}']")
        promised = tab.locator(f".check:has([id='{value}']) .n").inner_text()
        box.check()
        expect(tab.locator(".chip")).to_have_count(1)
        expect(number(tab)).to_have_text(promised)
        expect(tab.locator(".cards > .card")).to_have_count(int(promised))
        box.uncheck()
        expect(tab.locator(".chip")).to_have_count(0)
    assert tab.complaints == []


def test_a_choice_by_keyboard_keeps_its_place_and_is_announced(tab, practices):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/praktijken/")
    expect(tab.get_by_role("status")).to_have_text("")
    facet = tab.locator("#facet-status")
    facet.locator("summary").press("Enter")
    box = tab.get_by_role("checkbox", name=re.compile("Gestopt"))
    box.focus()
    box.press("Space")
    expect(tab.locator(".chip")).to_have_text(re.compile("Gestopt"))
    expect(box).to_be_focused()
    expect(facet).to_have_attribute("open", "")
    expect(tab.get_by_role("status")).to_have_text(re.compile(r"\d+ van 12 praktijken"))
    # Taking it away again leaves the group open too.
    box.press("Space")
    expect(tab.locator(".chip")).to_have_count(0)
    expect(facet).to_have_attribute("open", "")
    expect(box).to_be_focused()


def test_who_removes_a_filter_does_not_lose_the_place(tab, practices):
    tab.goto("/praktijken/?thema=zorg&status=stopped&thema=buurt")
    chips = tab.locator(".chip")
    expect(chips).to_have_count(2)
    chips.first.press("Enter")
    expect(chips).to_have_count(1)
    expect(chips.first).to_be_focused()
    chips.first.press("Enter")
    expect(chips).to_have_count(0)
    expect(tab.locator("#aantal")).to_be_focused()


def test_back_and_forward_show_what_was_there(tab, practices):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/praktijken/")
    for name in ["Zorg", "Buurt"]:
        tab.get_by_role("checkbox", name=re.compile(name)).check()
        expect(tab.locator(".chip", has_text=name)).to_be_visible()
    expect(tab).to_have_url(re.compile(r"/praktijken/\?thema=buurt&thema=zorg$"))
    tab.get_by_role("link", name="Praktijk 00", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Praktijk 00")
    tab.go_back()
    expect(number(tab)).to_have_text("8")
    tab.go_back()
    expect(number(tab)).to_have_text("4")
    expect(tab.get_by_role("checkbox", name=re.compile("Zorg"))).to_be_checked()
    expect(tab.get_by_role("checkbox", name=re.compile("Buurt"))).not_to_be_checked()
    expect(tab.get_by_role("banner")).to_be_visible()
    tab.go_back()
    expect(number(tab)).to_have_text("12")


def test_of_quick_changes_the_last_one_counts(tab, practices):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/praktijken/")
    tab.evaluate("['buurt', 'klimaat', 'zorg'].forEach((slug) => document.getElementById(`thema-${slug}`).click())")
    expect(tab.locator(".chip")).to_have_count(3)
    expect(tab.get_by_role("checkbox", checked=True)).to_have_count(3)
    expect(tab).to_have_url(re.compile("thema=buurt&thema=klimaat&thema=zorg$"))


def test_words_narrow_the_list_and_can_be_removed(tab, practices):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/praktijken/?thema=zorg")
    box = tab.get_by_role("searchbox")
    box.fill("05")
    box.press("Enter")
    expect(tab.locator(".cards .card")).to_have_count(1)
    expect(box).to_be_focused()
    expect(tab).to_have_url(re.compile("q=05&thema=zorg"))
    tab.locator(".chip", has_text="05").click()
    expect(box).to_have_value("")
    expect(number(tab)).to_have_text("4")


def test_choosing_to_compare_stays_while_filtering(tab, practices):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/praktijken/")
    toggle = tab.get_by_role("link", name="Kies ‘Praktijk 02’ om te vergelijken")
    toggle.press("Enter")
    expect(tab.get_by_role("link", name="Gekozen: neem ‘Praktijk 02’ uit de vergelijking")).to_be_focused()
    tab.get_by_role("checkbox", name=re.compile("Buurt")).check()
    tab.get_by_role("link", name="Kies ‘Praktijk 00’ om te vergelijken").click()
    tray = tab.get_by_role("region", name="Te vergelijken")
    expect(tray.locator(".chip")).to_have_count(2)
    keys = f"p={practices[2].pk}&p={practices[0].pk}"
    expect(tray.get_by_role("link", name="Vergelijk 2 praktijken")).to_have_attribute(
        "href", f"/praktijken/vergelijken/?{keys}"
    )
    assert tab.context.cookies() == []


def test_without_scripts_everything_works(browser, live_server, practices):
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 800}
    )
    tab = context.new_page()
    tab.goto("/praktijken/")
    tab.locator("#filterblok > summary").click()
    tab.get_by_role("checkbox", name=re.compile("Zorg")).check()
    tab.get_by_role("searchbox").fill("praktijk")
    tab.get_by_role("button", name="Toon praktijken").click()
    expect(number(tab)).to_have_text("4")
    expect(tab.locator(".chip")).to_have_count(2)
    tab.get_by_role("link", name="Op naam").click()
    tab.get_by_role("link", name="Kies ‘Praktijk 02’ om te vergelijken").click()
    expect(tab).to_have_url(re.compile(f"#praktijk-{practices[2].pk}$"))
    expect(number(tab)).to_have_text("4")
    tab.get_by_role("link", name="Wis alle filters").click()
    expect(number(tab)).to_have_text("12")
    expect(tab.get_by_role("region", name="Te vergelijken")).to_be_visible()
    context.close()


def test_on_a_phone_the_button_leads_to_the_practices(tab, practices):
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto("/praktijken/")
    tab.locator("#filterblok > summary").click()
    tab.get_by_role("checkbox", name=re.compile("Zorg")).check()
    expect(tab.locator(".chip")).to_have_count(1)
    tab.get_by_role("button", name="Toon praktijken").click()
    expect(tab.get_by_role("checkbox", name=re.compile("Zorg"))).to_be_hidden()
    expect(tab.locator("#aantal")).to_be_focused()


def test_a_server_that_fails_does_not_leave_the_visitor_waiting(tab, practices):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/praktijken/")
    tab.route(
        "**/praktijken/?*", lambda route: route.abort() if "hx-request" in route.request.headers else route.continue_()
    )
    tab.get_by_role("checkbox", name=re.compile("Zorg")).check()
    expect(number(tab)).to_have_text("4")

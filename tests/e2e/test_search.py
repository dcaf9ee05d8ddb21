"""Site search in a browser: suggestions by keyboard and by mouse, filters, and the same without scripts."""

import re

import pytest
from playwright.sync_api import expect

from cms.models import SiteSettings
from search.engine.vocabulary import gather
from tests.e2e import barriers
from tests.factories import EventPageFactory, MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.tree import grow
from tests.search.test_promotions import promote

pytestmark = pytest.mark.browser


@pytest.fixture
def content(home):
    """Practices in three municipalities, a topic and a meeting, that all begin with "wijk" or hold it."""
    themes = [ThemeFactory(name=name, slug=name.lower()) for name in ["Buurt", "Zorg"]]
    for number, name in enumerate(["Gent", "Genk", "Aalst"]):
        place = MunicipalityFactory(name=name)
        practice = grow(
            PracticePageFactory, title=f"Wijkbudget {name}", municipalities=[place], themes=[themes[number % 2]]
        )
        practice.topics.add("wijkwerking")
        practice.save()
    grow(EventPageFactory, title="Werkbezoek wijkraad")
    SiteSettings.load().save()
    gather()


def box(tab):
    return tab.get_by_role("combobox", name="Zoek in de hele site")


def suggestions(tab):
    return tab.get_by_role("listbox", name="Voorstellen")


def status(tab):
    return tab.locator("#voorstelmelding")


def test_suggestions_by_keyboard(tab, content):
    tab.goto("/zoeken/")
    expect(box(tab)).to_have_attribute("aria-expanded", "false")
    box(tab).focus()
    tab.keyboard.type("wijk")
    expect(suggestions(tab)).to_be_visible()
    expect(box(tab)).to_have_attribute("aria-expanded", "true")
    expect(box(tab)).to_have_attribute("aria-controls", "voorstellen")
    options = suggestions(tab).get_by_role("option")
    expect(options).to_have_count(5)
    expect(status(tab)).to_have_text("5 voorstellen")
    expect(suggestions(tab).get_by_role("group", name="Onderwerpen").get_by_role("option")).to_have_count(1)
    # Nothing is chosen by itself.
    expect(suggestions(tab).locator("[aria-selected=true]")).to_have_count(0)

    chosen = suggestions(tab).get_by_role("option", selected=True)
    tab.keyboard.press("ArrowDown")
    expect(chosen).to_have_text(re.compile("Wijkwerking"))
    expect(box(tab)).to_be_focused()
    expect(box(tab)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    tab.keyboard.press("ArrowUp")
    expect(chosen).to_have_count(0)
    tab.keyboard.press("ArrowUp")
    expect(chosen).to_have_text("Werkbezoek wijkraad")
    for leaving in ["Home", "End", "ArrowLeft"]:
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press(leaving)
        expect(chosen).to_have_count(0)
    expect(box(tab)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(box(tab)).to_have_value("wijk")

    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    title = chosen.inner_text()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text(title)
    assert tab.complaints == []


def test_escape_closes_the_list_and_keeps_the_words_and_enter_searches(tab, content):
    tab.goto("/zoeken/")
    box(tab).focus()
    tab.keyboard.type("budget")
    expect(suggestions(tab).get_by_role("option")).to_have_count(3)
    tab.keyboard.press("Escape")
    expect(tab.locator("#voorstellen")).to_be_hidden()
    expect(status(tab)).to_have_text("")
    expect(box(tab)).to_have_value("budget")
    tab.keyboard.press("ArrowDown")
    expect(suggestions(tab)).to_be_visible()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/zoeken/\?q=budget$"))
    expect(tab.locator(".toolbar h2")).to_have_text("3 resultaten voor ‘budget’")


def test_who_leaves_the_box_or_clears_it_sees_no_list(tab, content):
    tab.goto("/zoeken/")
    box(tab).focus()
    tab.keyboard.type("wijk")
    expect(suggestions(tab)).to_be_visible()
    tab.keyboard.press("Tab")
    expect(tab.locator("#voorstellen")).to_be_hidden()
    expect(tab.get_by_role("button", name="Zoek", exact=True)).to_be_focused()
    box(tab).fill("wijk")
    expect(suggestions(tab)).to_be_visible()
    box(tab).fill("w")
    expect(tab.locator("#voorstellen")).to_be_hidden()
    box(tab).fill("xyzzy")
    expect(status(tab)).to_have_text("Geen voorstellen")
    expect(tab.locator("#voorstellen")).to_be_hidden()


def test_a_municipality_is_offered_on_the_home_page_and_leads_to_its_practices(tab, content):
    tab.goto("/")
    tab.get_by_role("combobox").fill("gen")
    tab.get_by_role("option", name="Gent 1 praktijk").click()
    expect(tab).to_have_url(re.compile(r"/praktijken/\?gemeente=gent$"))
    expect(tab.locator(".cards > .card")).to_have_count(1)


def test_of_quick_typing_the_last_answer_counts_and_a_failing_server_is_no_hindrance(tab, content):
    tab.goto("/bestaat-niet/")
    tab.complaints.clear()
    late = []
    tab.route(re.compile(r"suggesties/\?q=wijk$"), lambda route: late.append(route))
    box(tab).fill("wijk")
    with tab.expect_request(re.compile(r"suggesties/\?q=wijk$")):
        pass
    box(tab).fill("aalst")
    expect(suggestions(tab).get_by_role("option")).to_have_count(2)
    late[0].fulfill(body='<a role="option" href="/">Te laat</a>')
    expect(suggestions(tab).get_by_role("option", name="Te laat")).to_have_count(0)
    tab.route("**/suggesties/**", lambda route: route.fulfill(status=500, body="<a role=option>Fout</a>"))
    box(tab).fill("genk")
    expect(tab.locator("#voorstellen")).to_be_hidden()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/zoeken/\?q=genk$"))


def test_every_value_of_a_filter_leads_to_the_promised_number(tab, content):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/zoeken/?q=wijk")
    values = tab.evaluate(
        """[...document.querySelectorAll(".values li")].map((row) =>
            [row.querySelector("a").getAttribute("href"), row.querySelector(".n").textContent])"""
    )
    assert len(values) > 12
    for address, promised in values:
        tab.goto("/zoeken/?q=wijk")
        tab.evaluate("document.querySelectorAll('details.facet').forEach((one) => { one.open = true; })")
        tab.locator(f".values a[href='{address}']").first.click()
        expect(tab.locator(".toolbar h2")).to_have_text(re.compile(f"^{promised} "))
        expect(tab.locator(".hits > li")).to_have_count(int(promised))
        expect(tab.locator(".chip")).to_have_count(0 if address == "?q=wijk" else 1)
    assert tab.complaints == []


def test_a_click_on_a_result_is_told_with_its_place(tab, content):
    tab.goto("/zoeken/?q=budget")
    row = tab.locator(".hits > li").nth(1)
    page = row.get_attribute("data-page")
    with tab.expect_request("**/zoeken/klik/") as told:
        row.get_by_role("link").first.click()
    assert told.value.post_data == f"q=budget&page={page}&place=2"


def test_no_state_of_the_search_page_has_barriers(tab, content):
    promote("wijk", external_link_url="https://www.vvsg.be/", external_link_text="VVSG", description="Meer lezen")
    for address in [
        "",
        "?q=wijk",
        "?q=wijk&thema=zorg&type=praktijken",
        "?q=xyzzy",
        "?q=wijkbugdet",
        "?q=zeepaard+wijk",
    ]:
        tab.goto(f"/zoeken/{address}")
        barriers.check(tab)
        for details in tab.locator("details.filters, details.facet").all():
            details.evaluate("one => { one.open = true; }")
        barriers.check(tab)
    box(tab).fill("wijk")
    expect(suggestions(tab)).to_be_visible()
    tab.keyboard.press("ArrowDown")
    barriers.check(tab)
    assert tab.complaints == []


def test_without_scripts_searching_and_narrowing_work_on_a_phone(browser, live_server, content):
    narrow = {"width": 360, "height": 800}
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=narrow)
    tab = context.new_page()
    tab.goto("/zoeken/")
    tab.get_by_role("searchbox").fill("wijk")
    expect(tab.locator("#voorstellen")).to_be_hidden()
    tab.get_by_role("button", name="Zoek", exact=True).click()
    expect(tab.get_by_role("link", name="Zorg")).to_be_hidden()
    tab.locator(".filters > summary").click()
    tab.locator("details.facet > summary", has_text="Thema").click()
    tab.get_by_role("link", name="Zorg").click()
    expect(tab.locator(".hits > li")).to_have_count(1)
    tab.get_by_role("link", name="Verwijder filter Thema: Zorg").click()
    expect(tab.locator(".chip")).to_have_count(0)
    context.close()

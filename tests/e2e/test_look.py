"""What a browser makes of the pages: accessible, quiet, light, steady, printable, and usable without scripts."""

import gzip
import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e import example_site
from tests.factories import VideoPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.browser

#: Bytes, compressed, of the first page somebody opens: HTML, styles, scripts and fonts.
FIRST_LOAD = 120 * 1024
SCRIPTS = 25 * 1024


@pytest.fixture
def paths(home):
    return example_site.build()


def test_no_page_has_a_violation_of_accessibility(tab, paths):
    found = []
    for path in paths:
        tab.goto(path)
        for width in [360, 1440]:
            tab.set_viewport_size({"width": width, "height": 900})
            for scheme in ["light", "dark"]:
                tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                for violation in Axe().run(tab).response["violations"]:
                    nodes = [node["html"][:160] for node in violation["nodes"][:3]]
                    found.append((path, width, scheme, violation["id"], nodes))
    assert not found, "\n".join(map(str, found))


def test_pages_are_quiet_and_never_scroll_sideways(tab, paths, live_server):
    strangers, sideways = set(), []
    tab.on("request", lambda request: strangers.add(urlsplit(request.url).netloc))
    for width in [320, 1440]:
        tab.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            tab.goto(path)
            if tab.evaluate("document.documentElement.scrollWidth") > width:
                sideways.append((path, width))
    assert strangers == {urlsplit(live_server.url).netloc}
    assert not sideways
    assert [text for text in tab.complaints if "404" not in text] == []


def test_the_first_page_is_light(tab, paths):
    responses = []
    tab.on("response", lambda response: responses.append(response))
    tab.goto("/", wait_until="networkidle")
    weights = {"document": 0, "stylesheet": 0, "script": 0, "font": 0}
    for response in responses:
        kind = response.request.resource_type
        if kind in weights:
            # The test server does not compress; fonts are compressed already.
            weights[kind] += len(response.body() if kind == "font" else gzip.compress(response.body()))
    assert weights["font"] > 0
    assert sum(weights.values()) <= FIRST_LOAD, weights
    assert weights["script"] <= SCRIPTS


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_on_the_home_page_moves_while_it_loads(tab, paths, width):
    tab.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value; }))
          .observe({type: "layout-shift", buffered: true});"""
    )
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto("/", wait_until="networkidle")
    tab.mouse.wheel(0, 20_000)
    tab.wait_for_timeout(500)
    assert tab.evaluate("window.shift") < 0.01


def test_print_leaves_out_what_paper_cannot_use(tab, paths):
    tab.goto("/")
    heading = tab.get_by_role("heading", level=1)
    tab.emulate_media(media="print")
    expect(tab.locator("nav").first).to_be_hidden()
    expect(tab.locator("footer.foot-site")).to_be_hidden()
    expect(tab.locator("form").first).to_be_hidden()
    expect(heading).to_be_visible()


def test_without_scripts_menu_search_and_video_work(browser, live_server, paths):
    narrow = {"width": 360, "height": 800}
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=narrow)
    tab = context.new_page()
    tab.goto("/")
    tab.locator("summary", has_text="Menu").click()
    tab.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Video’s").click()
    tab.get_by_role("link", name="Film met een getekende poster").click()
    play = tab.get_by_role("link", name="Speel video af")
    expect(play).to_have_attribute("href", "https://www.youtube.com/watch?v=AAAAAAAAAAA")
    tab.goto("/")
    tab.get_by_role("searchbox").fill("praktijk")
    tab.get_by_role("button", name="Zoek").click()
    expect(tab).to_have_url(re.compile(r"/zoeken/\?q=praktijk"))
    context.close()


def test_a_video_asks_nothing_of_its_host_before_somebody_presses_play(tab, home):
    asked = []
    tab.route("https://**", lambda route: (asked.append(route.request.url), route.abort()))
    tab.goto(grow(VideoPageFactory).url, wait_until="networkidle")
    assert asked == []
    with tab.expect_request("https://www.youtube-nocookie.com/embed/AAAAAAAAAAA?autoplay=1"):
        tab.get_by_role("link", name="Speel video af").click()
    expect(tab.locator("iframe")).to_be_focused()


def test_what_has_the_focus_is_marked(tab, paths):
    """Every stop on the home page has a ring, on itself or on the card or box it stands in."""
    tab.goto("/")
    stops = 0
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement === document.body"):
            break
        is_marked = tab.evaluate(
            """() => {
              const focus = document.activeElement;
              const marked = [focus, focus.closest(".card"), focus.closest(".searchbox")].filter(Boolean);
              const styles = marked.map((element) => getComputedStyle(element));
              return styles.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3);
            }"""
        )
        assert is_marked, tab.evaluate("document.activeElement.outerHTML")
        stops += 1
    assert stops > 10

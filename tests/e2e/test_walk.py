"""A visitor walks through the demo site with the keyboard alone."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def demo(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.VAR_DIR = tmp_path
    call_command("load_demo", verbosity=0)


def follow(tab, link):
    """Press Tab until ``link`` has the focus, see that it shows, and press Enter."""
    for _ in range(150):
        tab.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            # Outline or shadow, on the link or on the card that it stands for.
            assert link.evaluate(
                """element => [element, element.closest(".card")].filter(Boolean).some(
                    shown => getComputedStyle(shown).outlineStyle !== "none")"""
            )
            return tab.keyboard.press("Enter")
    raise AssertionError(f"The keyboard does not reach {link}.")


def main(tab):
    return tab.get_by_role("main")


def test_home_practice_topic_search_event_video_and_back(tab, demo):
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto("/")

    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    tab.keyboard.press("Enter")
    follow(tab, main(tab).get_by_role("link", name="Verenigingen nemen groenonderhoud over"))
    expect(tab.get_by_role("heading", level=1)).to_have_text("Verenigingen nemen groenonderhoud over")

    follow(tab, main(tab).get_by_role("link", name="right to challenge", exact=True))
    expect(tab).to_have_url(re.compile(r"/onderwerpen/right-to-challenge/$"))

    follow(tab, tab.get_by_role("banner").get_by_role("link", name="Zoeken"))
    box = tab.get_by_role("main").get_by_role("combobox")
    tab.keyboard.press("Tab")
    while not box.evaluate("element => element === document.activeElement"):
        tab.keyboard.press("Tab")
    tab.keyboard.type("labobijeenkomst kortrijk")
    tab.keyboard.press("Enter")
    follow(tab, main(tab).get_by_role("link", name="Labobijeenkomst in Kortrijk"))
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Kortrijk")

    follow(tab, tab.get_by_role("banner").get_by_role("link", name="Video’s"))
    follow(tab, main(tab).get_by_role("link", name=re.compile("Right to Challenge")).first)
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Right to Challenge")

    for place in [r"/videos/$", r"/agenda/", r"/zoeken/\?q=", r"/zoeken/$", r"/onderwerpen/", r"/praktijken/", r"/$"]:
        tab.go_back()
        while "#" in tab.url:  # the skip link left a step of its own
            tab.go_back()
        expect(tab).to_have_url(re.compile(place))
    assert tab.complaints == []

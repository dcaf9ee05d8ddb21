"""The admin and the userbar work in a real browser under their content security policies."""

import pytest
from playwright.sync_api import expect

from tests.factories import ImageFactory, StandardPageFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, title="Over ons", slug="over-ons")


@pytest.fixture
def editor(tab, log_in):
    log_in(UserFactory(is_superuser=True))
    return tab


def test_the_screens_of_the_admin_load(editor, home):
    for path in [
        "",
        f"pages/{home.pk}/",
        "images/",
        "documents/",
        "snippets/",
        "reports/site-history/",
        "settings/cms/sitesettings/",
    ]:
        assert editor.goto(f"/beheer/{path}").status == 200
        editor.wait_for_load_state("networkidle")
    assert editor.complaints == []


def test_the_page_editor_its_preview_and_its_choosers_work(editor, page):
    ImageFactory(title="Een tekening")
    editor.goto(f"/beheer/pages/{page.pk}/edit/")
    editor.locator("[name=title]").fill("Nieuwe titel")

    # A rich text block has its own editor, made by scripts and inline styles.
    editor.locator("[data-streamfield-stream-container] button.c-sf-add-button").first.click()
    editor.get_by_role("option", name="Tekst", exact=True).click()
    editor.locator(".public-DraftEditor-content").first.fill("Een alinea.")

    # The preview is our own page in a frame.
    editor.locator("[data-side-panel-toggle=preview]").click()
    preview = editor.frame_locator("iframe#w-preview-iframe")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Nieuwe titel")

    # Choosers load their own screens.
    editor.locator("[data-side-panel-toggle=preview]").click()
    editor.get_by_role("tab").nth(1).click()
    editor.locator("[data-chooser-action-choose]:visible").first.click()
    expect(editor.get_by_role("dialog").get_by_text("Een tekening")).to_be_visible()
    assert editor.complaints == []


def test_the_userbar_works_under_the_policy_of_visitors(editor, page):
    editor.goto("/over-ons/")
    editor.locator("wagtail-userbar").get_by_role("button").first.click()
    expect(editor.locator("wagtail-userbar").get_by_role("menuitem").first).to_be_visible()
    assert editor.complaints == []


def test_visitors_meet_no_complaint(tab, page):
    for path in ["/", "/over-ons/", "/zoeken/", "/onderwerpen/"]:
        tab.goto(path)
        tab.wait_for_load_state("networkidle")
    assert tab.complaints == []

"""The import in a real browser: upload, choose, import while watching, undo; and axe on its screens."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import expect

from home.models import HomePage
from practices.exchange.imports import services as imports
from practices.models import PracticePage
from tests.factories import MunicipalityFactory, PracticeIndexPageFactory, ThemeFactory, UserFactory
from tests.practices.sheets import xlsx

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(tab, log_in, live_server):
    PracticeIndexPageFactory(parent=HomePage.objects.get())
    MunicipalityFactory(name="Gent")
    ThemeFactory(name="Water")
    log_in(UserFactory(is_superuser=True))
    return tab


def upload(tab, *rows):
    content = xlsx(["titel", "gemeenten", "thema", "kleur"], *rows)
    tab.goto("/beheer/praktijken/importeren/")
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    tab.get_by_label("Werkmap of CSV").set_input_files(
        {"name": "praktijken.xlsx", "mimeType": media, "buffer": content}
    )
    tab.get_by_role("button", name="Opladen en nakijken").click()


def work():
    """The worker's turn, beside the browser."""

    def run():
        imports.work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def assert_accessible(tab):
    tab.wait_for_load_state("networkidle")
    # The frame around it is Wagtail's.
    found = Axe().run(tab, context=".nice-padding")
    assert found.response["violations"] == [], found.generate_report()


def test_an_editor_imports_a_file_and_undoes_it(editor):
    upload(editor, ["Leefstraten", "Gendt", "Water", "rood"], ["Wijkbudget", "Gent", "", ""])
    assert_accessible(editor)
    editor.get_by_label("Gemeente ‘Gendt’").select_option(label="Gent")
    editor.get_by_role("button", name="Keuzes bewaren").click()
    expect(editor.get_by_role("button", name="2 rijen importeren")).to_be_visible()
    editor.get_by_role("button", name="2 rijen importeren").click()
    expect(editor.get_by_role("status").filter(has_text="0 van 2 rijen")).to_be_visible()
    assert_accessible(editor)

    work()
    # Nobody reloads: the screen asks by itself.
    expect(editor.get_by_text("concept gemaakt")).to_have_count(2, timeout=10_000)
    assert_accessible(editor)
    assert PracticePage.objects.filter(live=False).count() == 2

    editor.get_by_role("link", name="Deze import ongedaan maken").click()
    assert_accessible(editor)
    editor.get_by_role("button", name="Deze import ongedaan maken").click()
    work()
    expect(editor.get_by_role("link", name="Deze import ongedaan maken")).to_have_count(0, timeout=10_000)
    assert not PracticePage.objects.exists()
    assert editor.complaints == []


def test_the_list_of_files_is_accessible_and_keyboards_reach_its_links(editor):
    upload(editor, ["Leefstraten", "Gent", "", ""])
    editor.goto("/beheer/praktijken/importeren/")
    assert_accessible(editor)
    link = editor.get_by_role("link", name="praktijken.xlsx")
    link.focus()
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("heading", level=2, name="Import van praktijken.xlsx")).to_be_visible()


def test_a_phone_shows_the_rows_without_scrolling_sideways(editor):
    editor.set_viewport_size({"width": 360, "height": 800})
    upload(editor, ["Leefstraten " * 8, "Gent", "", ""], ["B", "Nergens", "Onbekend", ""])
    expect(editor.get_by_role("table")).to_be_visible()
    assert editor.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(editor)

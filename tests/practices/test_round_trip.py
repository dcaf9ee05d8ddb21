"""The whole inventory for its editors, to change in a spreadsheet and to import again."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from home import roles
from practices.exchange.columns import COLUMNS
from practices.models import PracticeIndexPage
from tests.factories import MunicipalityFactory, PersonFactory, PracticePageFactory, ThemeFactory
from tests.factories.full import fill
from tests.factories.tree import grow
from tests.practices.test_exports import content, sheet, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("practices_export")


@pytest.fixture
def practice(home):
    page = fill(grow(PracticePageFactory, title="Wijkbudget"))
    page.contact = PersonFactory(name="An Voorbeeld", email="an@example.org", phone="0400 11 22 33")
    page.internal_note = "=Bel eerst"
    page.save_revision().publish()
    return page


@pytest.fixture
def chief(practice, log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


def rows(client, address, file_format="csv"):
    body = content(client.post(address, {"format": file_format}))
    if file_format == "csv":
        return {row["titel"]: row for row in table(body)}
    heading, *lines = sheet(body)
    return {line[heading.index("titel")]: dict(zip(heading, line, strict=True)) for line in lines}


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_file_holds_what_is_internal(chief, practice, address, file_format):
    row = rows(chief, address, file_format)["Wijkbudget"]
    assert list(row) == [column.name for column in COLUMNS]
    assert row["sleutel"] == str(practice.translation_key)
    assert [row["contact_naam"], row["contact_mail"]] == ["An Voorbeeld", "an@example.org"]
    assert row["contact_telefoon"] == "0400 11 22 33"
    assert row["interne_notitie"] == "'=Bel eerst"


def test_the_file_holds_drafts_as_their_editors_last_saved_them(chief, practice, address):
    practice.title = "Buurtbudget"
    practice.municipalities = [MunicipalityFactory(name="Genk")]
    practice.themes = [ThemeFactory(name="Zorg"), ThemeFactory(name="Wonen")]
    practice.topics.add("budget")
    practice.contact = None
    practice.lessons = practice.lessons.all()[:1]
    practice.save_revision()
    grow(PracticePageFactory, title="Nooit gepubliceerd", live=False)
    found = rows(chief, address)
    assert {"Buurtbudget", "Nooit gepubliceerd"} <= set(found)
    assert "Wijkbudget" not in found
    row = found["Buurtbudget"]
    assert [row["gemeenten"], row["themas"], row["contact_naam"]] == ["Genk", "Wonen | Zorg", ""]
    assert row["onderwerpen"] == "budget | participatie"
    assert row["lessen"] == "succesfactor | Spreek af wie wat doet."


def test_drafts_cost_few_queries(chief, practice, address, django_assert_max_num_queries):
    for number in range(5):
        draft = grow(PracticePageFactory, title=f"Concept {number}")
        draft.summary = "Anders."
        draft.save_revision()
    with django_assert_max_num_queries(100):
        rows(chief, address)


@pytest.mark.parametrize("role", [roles.EDITOR, roles.AGENDA_MANAGER])
def test_only_who_may_publish_practices_gets_it(practice, log_in_as, address, role):
    client = log_in_as(role)
    for response in [client.get(address), client.post(address, {"format": "csv"})]:
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
    assert address not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_visitor_is_asked_to_log_in(client, practice, address):
    assert client.post(address, {"format": "csv"}).status_code == 302
    assert not PageLogEntry.objects.filter(action="practices.export")


def test_the_menu_leads_to_a_page_that_says_what_is_in_it(chief, address):
    assert address in chief.get(reverse("wagtailadmin_home")).content.decode()
    html = chief.get(address).content.decode()
    assert "Hou dit bestand binnenskamers." in html
    assert "contact_telefoon" in html


def test_who_exported_stands_in_the_history(chief, practice, address):
    rows(chief, address)
    entry = PageLogEntry.objects.get(action="practices.export")
    assert entry.user == chief.user
    assert entry.page == PracticeIndexPage.objects.get().page_ptr
    history = chief.get(reverse("wagtailadmin_pages:history", args=[entry.page_id])).content.decode()
    assert "Alle praktijken geëxporteerd met wat intern is (CSV)" in history


def test_the_file_is_kept_nowhere(chief, address):
    response = chief.post(address, {"format": "csv"})
    assert "no-store" in response.headers["Cache-Control"]
    assert 'filename="inventaris-intern-' in response.headers["Content-Disposition"]
    content(response)


def test_an_unknown_format_is_refused(chief, address):
    assert chief.post(address, {"format": "pdf"}).status_code == 400

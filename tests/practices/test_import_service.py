"""From an uploaded file to drafts, and back."""

import datetime

import pytest

from cms.models import Person
from practices.models import (
    ImportState,
    Outcome,
    PracticePage,
    Theme,
)
from practices.services import imports
from tests.factories import MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.full import fill
from tests.factories.tree import grow
from tests.practices.sheets import xlsx

pytestmark = pytest.mark.django_db

HEAD = ["titel", "gemeenten"]


@pytest.fixture
def index(home):
    from tests.factories import PracticeIndexPageFactory

    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def editor(member, index):
    from home import roles

    return member(roles.CHIEF_EDITOR)


@pytest.fixture
def gent():
    return MunicipalityFactory(name="Gent", nis_code="44021")


@pytest.fixture
def propose(editor):
    def propose(*rows, **options):
        content = rows[0] if isinstance(rows[0], bytes) else xlsx(*rows, **options)
        return imports.propose(content=content, file_name="praktijken.xlsx", by=editor)

    return propose


@pytest.fixture
def run(editor):
    """Starts an import and does the work of the worker."""

    def run(batch):
        imports.start(batch=batch, by=editor)
        return work(batch)

    return run


def work(batch):
    while True:
        imports.work()
        batch.refresh_from_db()
        if not batch.is_at_work:
            return batch


@pytest.fixture
def undo(editor):
    def undo(batch):
        imports.undo(batch=batch, by=editor)
        return work(batch)

    return undo


def outcomes(batch):
    return list(batch.rows.values_list("outcome", flat=True))


def only(batch):
    return batch.rows.get()


def test_a_dry_run_changes_nothing_of_the_site(propose, gent):
    pages = PracticePage.objects.count()
    batch = propose([*HEAD, "themas", "onderwerpen", "contact_mail"], ["Leefstraten", "Gent", "Nieuw", "x", "a@b.be"])
    assert batch.state == ImportState.PROPOSED
    assert PracticePage.objects.count() == pages
    assert not Theme.objects.exists()
    assert not Person.objects.exists()


def test_rows_become_drafts_below_the_inventory_by_whoever_pressed_the_button(propose, run, gent, editor, index):
    theme = ThemeFactory(name="Mobiliteit")
    batch = propose(
        [*HEAD, "thema", "status", "startjaar", "budget", "continuum_nu", "aanpak", "bronnen", "lessen", "onderwerpen"],
        [
            *["Leefstraten", "stad Gent", "mobiliteit", "Afgerond", "2013 - 2017", "1.310.000 euro", "4"],
            *["Eerste.\n\n- één\n- twee", "leefstraat.be", "valkuil | Te veel", "straat | buurt"],
        ],
    )
    assert outcomes(batch) == [Outcome.CREATE], only(batch).remarks
    run(batch)
    practice = PracticePage.objects.get(title="Leefstraten")
    assert not practice.live
    assert practice.get_parent().pk == index.pk
    assert practice.owner == editor
    assert practice.get_latest_revision().user == editor
    assert [place.name for place in practice.municipalities.all()] == ["Gent"]
    assert list(practice.themes.all()) == [theme]
    assert (practice.status, practice.start_year, practice.end_year) == ("finished", 2013, 2017)
    assert (practice.budget, practice.continuum_now) == (1_310_000, 4)
    assert practice.approach == "<p>Eerste.</p><ul><li>één</li><li>twee</li></ul>"
    assert [source.reference for source in practice.sources.all()] == ["leefstraat.be"]
    assert [(lesson.kind, lesson.text) for lesson in practice.lessons.all()] == [("valkuil", "Te veel")]
    assert {topic.name for topic in practice.topics.all()} == {"straat", "buurt"}
    assert batch.state == ImportState.IMPORTED


def test_a_full_practice_exported_and_imported_again_changes_nothing(propose, home):
    from practices.exchange.about import About
    from practices.exchange.columns import COLUMNS
    from practices.exchange.rows import latest_rows
    from practices.exchange.spreadsheets import workbook
    from practices.exchange.streams import csv_text
    from practices.models import PracticeIndexPage
    from practices.services.upkeep import record_check

    practice = fill(grow(PracticePageFactory))
    record_check(practice=practice, on=datetime.date(2026, 2, 1), by="editor")
    practice.title = "=Een titel die een formule lijkt"
    practice.save_revision()
    index = PracticeIndexPage.objects.get()
    for content in [
        b"".join(workbook(About.of(index), latest_rows(index), COLUMNS)),
        "".join(csv_text(About.of(index), latest_rows(index), COLUMNS)).encode(),
    ]:
        batch = propose(content)
        assert set(outcomes(batch)) == {Outcome.UNCHANGED}, [row.changes + row.remarks for row in batch.rows.all()]
        assert batch.rows.count() == PracticePage.objects.count()

"""From an uploaded file to drafts, and back."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.models import Person
from home import roles
from practices.exchange.columns import COLUMNS
from practices.exchange.exports.about import About
from practices.exchange.exports.rows import latest_rows
from practices.exchange.exports.spreadsheets import workbook
from practices.exchange.exports.streams import csv_text
from practices.exchange.imports import imported_rows
from practices.exchange.imports import services as imports
from practices.exchange.reading.refusals import ImportRefused
from practices.models import (
    ImportState,
    Outcome,
    PracticeImport,
    PracticeImportRow,
    PracticeIndexPage,
    PracticePage,
    Theme,
)
from practices.upkeep.services import record_check
from tests.factories import (
    InstrumentFactory,
    MunicipalityFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    ThemeFactory,
)
from tests.factories.full import fill
from tests.factories.tree import grow
from tests.practices.sheets import csv, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["titel", "gemeenten"]


@pytest.fixture
def index(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def editor(member, index):
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


def test_an_unknown_municipality_is_asked_about_once_for_all_rows(propose, gent, editor):
    genk = MunicipalityFactory(name="Genk")
    batch = propose(HEAD, ["A", "Gendt"], ["B", "gendt"], ["C", "Genk"])
    assert outcomes(batch) == [Outcome.REFUSED, Outcome.REFUSED, Outcome.CREATE]
    assert "Gendt" in batch.rows.first().remarks[0]
    (question,) = batch.questions["gemeenten"]
    assert (question["name"], question["rows"]) == ("Gendt", 2)
    assert gent.pk in question["candidates"] and genk.pk in question["candidates"]

    imports.answer(batch=batch, answers={"gemeenten": {"Gendt": str(gent.pk)}}, by=editor)
    batch.refresh_from_db()
    assert outcomes(batch) == [Outcome.CREATE] * 3
    assert not batch.is_open


def test_rows_of_an_unknown_place_can_be_left_out(propose, gent, editor):
    batch = propose(HEAD, ["A", "Atlantis"], ["B", "Gent"])
    imports.answer(batch=batch, answers={"gemeenten": {"Atlantis": "leave"}}, by=editor)
    batch.refresh_from_db()
    assert outcomes(batch) == [Outcome.REFUSED, Outcome.CREATE]
    assert "weg te laten" in batch.rows.first().remarks[0]
    assert not batch.is_open


@pytest.mark.parametrize(
    ("answer", "names"),
    [("make", ["Water en zo"]), ("leave", []), ("map", ["Water"])],
    ids=["new", "left out", "mapped"],
)
def test_an_unknown_theme_is_made_mapped_or_left_out(propose, run, gent, editor, answer, names):
    water = ThemeFactory(name="Water")
    batch = propose([*HEAD, "thema"], ["A", "Gent", "Water en zo"], ["B", "Gent", "water EN zo"])
    assert outcomes(batch) == [Outcome.REFUSED] * 2
    value = str(water.pk) if answer == "map" else answer
    imports.answer(batch=batch, answers={"themas": {"Water en zo": value}}, by=editor)
    run(batch)
    for practice in PracticePage.objects.filter(title__in=["A", "B"]):
        assert [theme.name for theme in practice.themes.all()] == names
    assert Theme.objects.count() == (2 if answer == "make" else 1)


def test_everything_wrong_with_a_row_is_said_at_once(propose, gent):
    batch = propose(
        [*HEAD, "nagekeken_op", "budget", "status", "bronnen", "samenvatting"],
        ["A", "Nergens", "31/02/2024", "veel", "misschien", "bron | geen adres", "x" * 400],
    )
    remarks = " ".join(only(batch).remarks)
    for words in ["Nergens", "31/02/2024 bestaat niet", "‘veel’", "‘misschien’", "‘geen adres’", "400 tekens"]:
        assert words in remarks


def practice_in(place, title="Leefstraten", **fields):
    practice = grow(PracticePageFactory, title=title, municipalities=[place], **fields)
    practice.save_revision().publish()
    return PracticePage.objects.get(pk=practice.pk)


def test_a_practice_is_known_by_its_title_and_municipality(propose, run, gent):
    practice = practice_in(gent, "Leefstraten Gent", budget=None)
    batch = propose([*HEAD, "budget", "resultaat"], ["LEEFSTRATEN  gent", "Gent", "5.000 euro", "Goed."])
    row = only(batch)
    assert (row.outcome, row.practice) == (Outcome.CHANGE, practice)
    assert ["budget_euro", "", "5000"] in row.changes
    run(batch)
    practice.refresh_from_db()
    assert practice.live and practice.budget is None
    draft = practice.get_latest_revision_as_object()
    assert (draft.budget, draft.result) == (5000, "<p>Goed.</p>")
    assert practice.has_unpublished_changes


def test_the_stable_key_wins_over_the_title(propose, gent):
    practice = practice_in(gent)
    batch = propose(["sleutel", "titel"], [str(practice.translation_key), "Een andere titel"])
    assert only(batch).changes == [["titel", "Leefstraten", "Een andere titel"]]
    batch = propose(["sleutel", "titel"], ["0" * 8, "Een andere titel"])
    assert "sleutel" in only(batch).remarks[0]


def test_who_is_meant_must_be_sure(propose, gent):
    practice_in(gent)
    practice_in(gent, slug="leefstraten-2")
    assert "Verschillende praktijken" in only(propose(HEAD, ["Leefstraten", "Gent"])).remarks[0]


def test_the_same_practice_twice_in_a_file_is_refused_the_second_time(propose, gent):
    practice_in(gent)
    batch = propose(HEAD, ["Leefstraten", "Gent"], ["leefstraten", "44021"], ["Nieuw", "Gent"], ["nieuw", "Gent"])
    assert outcomes(batch) == [Outcome.UNCHANGED, Outcome.REFUSED, Outcome.CREATE, Outcome.REFUSED]
    assert "Rij 2" in batch.rows.get(number=3).remarks[0]
    assert "Rij 4" in batch.rows.get(number=5).remarks[0]


def test_an_empty_cell_changes_nothing(propose, gent):
    practice_in(gent, budget=100)
    assert outcomes(propose([*HEAD, "budget"], ["Leefstraten", "Gent", ""])) == [Outcome.UNCHANGED]


def test_a_page_that_was_edited_meanwhile_is_not_overwritten(propose, run, gent):
    practice = practice_in(gent)
    batch = propose([*HEAD, "budget"], ["Leefstraten", "Gent", "5"], ["Nieuw", "Gent", ""])
    practice.summary = "Van een redacteur."
    practice.save_revision()
    run(batch)
    first, second = batch.rows.all()
    assert first.outcome == Outcome.REFUSED and "intussen gewijzigd" in first.remarks[-1]
    assert practice.get_latest_revision_as_object().summary == "Van een redacteur."
    assert second.applied_at


def test_a_revision_that_was_saved_over_counts_as_edited(propose, run, gent, editor):
    practice = practice_in(gent)
    practice.save_revision(user=editor)
    batch = propose([*HEAD, "budget"], ["Leefstraten", "Gent", "5"])
    practice = practice.get_latest_revision_as_object()
    practice.summary = "Vanzelf bewaard."
    practice.save_revision(user=editor, overwrite_revision=practice.get_latest_revision())
    run(batch)
    assert only(batch).outcome == Outcome.REFUSED


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_locked_page_is_left_alone(propose, run, gent, member, moment):
    practice = practice_in(gent)
    locked = {"locked": True, "locked_by": member(roles.CHIEF_EDITOR), "locked_at": timezone.now()}
    if moment == "before":
        PracticePage.objects.filter(pk=practice.pk).update(**locked)
    batch = propose([*HEAD, "budget"], ["Leefstraten", "Gent", "5"])
    PracticePage.objects.filter(pk=practice.pk).update(**locked)
    run(batch)
    assert "vergrendeld" in only(batch).remarks[-1]


def test_a_page_under_review_is_left_alone(propose, gent, editor):
    practice = practice_in(gent)
    practice.save_revision()
    practice.get_workflow().start(practice, editor)
    assert "nagezien" in only(propose([*HEAD, "budget"], ["Leefstraten", "Gent", "5"])).remarks[-1]


def test_a_row_that_fails_stops_no_other(propose, run, gent, monkeypatch):
    real = imported_rows.fill

    def fail(practice, values, reference):
        if values["titel"] == "B":
            raise RuntimeError("onverwacht")
        real(practice, values, reference)

    monkeypatch.setattr(imported_rows, "fill", fail)
    batch = run(propose(HEAD, ["A", "Gent"], ["B", "Gent"], ["C", "Gent"]))
    assert outcomes(batch) == [Outcome.CREATE, Outcome.REFUSED, Outcome.CREATE]
    assert batch.rows.applied().count() == 2
    assert "Er ging iets mis" in batch.rows.get(title="B").remarks[0]


def test_the_same_file_twice_changes_nothing(propose, run, gent, editor):
    content = xlsx(HEAD, ["A", "Gent"], ["B", "Gendt"])
    first = run(propose(content))
    practice = PracticePage.objects.get(title="A")
    practice.title = "Hernoemd"
    practice.save_revision()
    second = propose(content)
    assert imports.earlier_import(second) == first
    assert second.rows.get(number=2).outcome == Outcome.UNCHANGED
    assert "Werd geïmporteerd op" in second.rows.get(number=2).remarks[0]
    # What was refused the first time can still come.
    imports.answer(batch=second, answers={"gemeenten": {"Gendt": str(gent.pk)}}, by=editor)
    run(second)
    assert PracticePage.objects.filter(title="B").count() == 1


def test_two_imports_of_the_same_file_at_once_do_each_row_once(propose, gent, editor):
    content = xlsx(HEAD, ["A", "Gent"])
    batches = [propose(content), propose(content)]
    for batch in batches:
        imports.start(batch=batch, by=editor)
    for batch in batches:
        work(batch)
    assert PracticePage.objects.filter(title="A").count() == 1
    assert [outcomes(batch) for batch in batches] == [[Outcome.CREATE], [Outcome.UNCHANGED]]


def test_contacts_are_found_by_their_address_or_made(propose, run, gent):
    ann = Person.objects.create(name="Ann Voorbeeld", email="ann@example.org", phone="1")
    head = [*HEAD, "contactpersoon", "e-mail", "telefoon"]
    batch = run(
        propose(head, ["A", "Gent", "A. V.", "ANN@example.org", "2"], ["B", "Gent", "Bo", "bo@example.org", "3"])
    )
    assert PracticePage.objects.get(title="A").contact == ann
    assert "blijft dezelfde" in batch.rows.get(title="A").remarks[0]
    bo = PracticePage.objects.get(title="B").contact
    assert (bo.name, bo.email, bo.phone) == ("Bo", "bo@example.org", "3")


def test_the_day_of_the_check_goes_beside_the_page(propose, run, undo, gent):
    practice = practice_in(gent)
    batch = run(propose([*HEAD, "nagekeken_op"], ["Leefstraten", "Gent", "28/02/2024"]))
    assert PracticePage.objects.get(pk=practice.pk).upkeep.checked_on == datetime.date(2024, 2, 28)
    assert not PracticePage.objects.get(pk=practice.pk).has_unpublished_changes
    undo(batch)
    assert PracticePage.objects.get(pk=practice.pk).upkeep.checked_on is None


def test_an_import_is_undone_with_one_button(propose, run, undo, gent):
    practice = practice_in(gent)
    before = practice.latest_revision_id
    contact = [*HEAD, "budget", "e-mail"]
    batch = run(propose(contact, ["Leefstraten", "Gent", "5", ""], ["Nieuw", "Gent", "6", "bo@example.org"]))
    assert Person.objects.filter(email="bo@example.org").exists()
    undo(batch)
    assert batch.state == ImportState.UNDONE
    assert not PracticePage.objects.filter(title="Nieuw").exists()
    assert not Person.objects.filter(email="bo@example.org").exists()
    practice.refresh_from_db()
    assert practice.latest_revision_id == before
    assert not practice.has_unpublished_changes
    assert practice.get_latest_revision_as_object().budget is None
    assert batch.rows.exclude(undone_at=None).count() == 2
    undo(batch)
    assert batch.rows.exclude(undone_at=None).count() == 2


def test_what_somebody_touched_stays_and_says_why(propose, run, undo, gent):
    changed = practice_in(gent)
    batch = run(propose([*HEAD, "budget"], ["Leefstraten", "Gent", "5"], ["Bewerkt", "Gent"], ["Gepubliceerd", "Gent"]))
    changed.refresh_from_db()
    changed.get_latest_revision_as_object().save_revision()
    PracticePage.objects.get(title="Bewerkt").save_revision()
    PracticePage.objects.get(title="Gepubliceerd").get_latest_revision().publish()
    undo(batch)
    reasons = list(batch.rows.values_list("kept_because", flat=True))
    assert "bewerkt" in reasons[0] and "bewerkt" in reasons[1] and "gepubliceerd" in reasons[2]
    assert PracticePage.objects.filter(title__in=["Bewerkt", "Gepubliceerd"]).count() == 2
    changed.refresh_from_db()
    assert changed.get_latest_revision_as_object().budget == 5


def test_an_undone_file_can_be_imported_again(propose, run, undo, gent):
    content = xlsx(HEAD, ["A", "Gent"])
    undo(run(propose(content)))
    run(propose(content))
    assert PracticePage.objects.filter(title="A").count() == 1


def test_a_button_pressed_twice_does_its_work_once(propose, run, gent, editor):
    batch = run(propose(HEAD, ["A", "Gent"]))
    with pytest.raises(imports.NotNow):
        imports.start(batch=batch, by=editor)
    with pytest.raises(imports.NotNow):
        imports.discard(batch=batch)


def test_slugs_of_routes_and_of_other_pages_are_not_taken(propose, run, gent):
    genk = MunicipalityFactory(name="Genk")
    practice_in(genk, "Dorpspunt")
    run(propose(HEAD, ["Kaart", "Gent"], ["Dorpspunt", "Gent"], ["!!!", "Gent"]))
    slugs = PracticePage.objects.filter(municipalities=gent).values_list("slug", flat=True)
    assert set(slugs) == {"kaart-2", "dorpspunt-2", "praktijk"}


def test_cells_are_forgotten_after_90_days_and_undoing_still_works(propose, run, undo, gent, time_machine):
    time_machine.move_to("2026-01-01 12:00", tick=False)
    batch = run(propose([*HEAD, "e-mail"], ["A", "Gent", "bo@example.org"]))
    proposed = propose(HEAD, ["B", "Gent"])
    time_machine.move_to("2026-03-15 12:00", tick=False)
    imports.purge()
    assert only(batch).cells
    time_machine.move_to("2026-04-15 12:00", tick=False)
    imports.purge()
    row = only(batch)
    assert (row.cells, row.changes) == ({}, [])
    assert not PracticeImport.objects.filter(pk=proposed.pk).exists()
    batch.refresh_from_db()
    undo(batch)
    assert not PracticePage.objects.filter(title="A").exists()


def test_the_log_says_who_uploaded_imported_and_undid(propose, run, undo, gent, editor):
    batch = undo(run(propose(HEAD, ["A", "Gent"])))
    entries = ModelLogEntry.objects.for_instance(batch).order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [
        ("practices.upload", editor),
        ("practices.import", editor),
        ("practices.undo_import", editor),
    ]
    assert all(entry.message for entry in entries)


def test_a_refused_file_leaves_nothing(propose):
    with pytest.raises(ImportRefused):
        propose(b"%PDF-1.4")
    assert not PracticeImport.objects.exists()


def test_five_thousand_rows_are_proposed(propose, gent):
    batch = propose(csv(HEAD, *[[f"Praktijk {n}", "Gent" if n % 2 else "Gendt"] for n in range(5000)]))
    assert batch.rows.filter(outcome=Outcome.CREATE).count() == 2500
    assert batch.questions["gemeenten"][0]["rows"] == 2500


def test_the_rows_of_a_dry_run_cost_no_queries_each(propose, gent, django_assert_max_num_queries):
    InstrumentFactory(name="Loting")
    head = [*HEAD, "instrument", "status"]

    def queries(count):
        content = xlsx(head, *[[f"P {n}", "Gent", "loting", "lopend"] for n in range(count)])
        with django_assert_max_num_queries(60) as counted:
            propose(content)
        return len(counted)

    queries(2)
    # SQLite takes some sixty rows in one statement.
    assert queries(5) == queries(40)


def test_rows_know_their_practice_after_it_is_gone(propose, run, gent):
    batch = run(propose(HEAD, ["A", "Gent"]))
    PracticePage.objects.get(title="A").delete()
    assert PracticeImportRow.objects.get(batch=batch).practice is None

"""What a row would do, whatever stands in its cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.exchange.columns import COLUMN_OF, COLUMNS
from practices.exchange.columns.column import as_text
from practices.exchange.imports.parsing import IMPORTED, parse
from practices.exchange.imports.planning import plan_rows
from practices.exchange.imports.reference import Reference
from practices.exchange.imports.table_cells import CellRefused
from practices.models import Outcome, PracticeIndexPage
from tests.factories import InstrumentFactory, MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.tree import grow
from tests.trials import tries

pytestmark = pytest.mark.django_db


@pytest.fixture
def reference(home):
    for name in ["Gent", "Genk", "Oud-Turnhout"]:
        MunicipalityFactory(name=name)
    ThemeFactory(name="Groen & netheid")
    ThemeFactory(name="Wonen, werken en leven")
    InstrumentFactory(name="Loting")
    grow(PracticePageFactory, title="Leefstraten")
    return Reference(PracticeIndexPage.objects.get(), {})


def read(reference, name, text):
    return parse(COLUMN_OF[name], text, reference)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Gent", ["Gent"]),
        ("Gent | Genk", ["Genk", "Gent"]),
        ("Genk, Gent", ["Genk", "Gent"]),
        ("Gent; Genk en Oud-Turnhout", ["Genk", "Gent", "Oud-Turnhout"]),
        ("Gent / Genk\nGent", ["Genk", "Gent"]),
        ("stad Gent & gemeente Genk", ["Genk", "Gent"]),
    ],
)
def test_several_municipalities_stand_in_one_cell(reference, text, names):
    assert read(reference, "gemeenten", text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("groen & netheid", ["Groen & netheid"]),
        ("Wonen, werken en leven", ["Wonen, werken en leven"]),
        ("Wonen, werken en leven; Groen & netheid", ["Groen & netheid", "Wonen, werken en leven"]),
        ("Wonen, werken en leven | Groen & netheid", ["Groen & netheid", "Wonen, werken en leven"]),
    ],
)
def test_a_word_with_a_comma_in_it_is_one_word(reference, text, names):
    assert read(reference, "themas", text) == names


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("status", "Afgerond", "afgerond"),
        ("status", "opgegaan in beleid", "opgegaan"),
        ("continuum_nu", "3", 3),
        ("continuum_nu", "Gelijkwaardig partnerschap", 3),
        ("continuum_nu", "3 – gelijkwaardig partnerschap", 3),
        ("partners", "ondernemers, inwoners", ["inwoners", "ondernemers"]),
        ("voorbeeld", "X", True),
        ("contact_tonen", "nee", False),
        ("titel", "'=1+1", "=1+1"),
        ("titel", "Twee\nregels", "Twee regels"),
        ("cijfers", "46 voorstellen", [("46", "voorstellen")]),
        ("lessen", "Begin klein.", [("tip", "Begin klein.")]),
        ("bronnen", "https://example.org/", [("https://example.org/", "https://example.org/")]),
        ("onderwerpen", "water; lucht", ["lucht", "water"]),
    ],
)
def test_a_cell_is_read_as_people_mean_it(reference, column, text, value):
    assert read(reference, column, text) == value


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("status", "bijna klaar", "gepland, lopend"),
        ("contact_mail", "geen", "geen e-mailadres"),
        ("overgenomen_van", "Bestaat niet", "geen praktijk van deze inventaris"),
        ("documenten", "Alleen een titel", "geen webadres"),
        ("bronnen", "a | b | c", "meer dan 2 delen"),
        ("bronnen", "boek | www", "https://"),
        ("lessen", "wijsheid | Begin klein.", "succesfactor, valkuil, tip"),
        ("eerste_jaar", "#REF!", "fout in Excel (#REF!)"),
        ("doelstelling", "x" * 40_000, "langer dan"),
    ],
)
def test_what_a_cell_cannot_be_is_refused_with_what_it_can(reference, column, text, words):
    with pytest.raises(CellRefused) as refused:
        read(reference, column, text)
    assert words in str(refused.value)


CELL = st.text(max_size=40) | st.sampled_from(
    [
        *["Gent", "Gent | Genk", "leefstraten", "2019 - 2021", "31/02/2024", "1.310.000 euro", "ja", "tip | x", "=1+1"],
        *[
            "a|b\\|c|d",
            "\\",
            "|",
            "\n",
            "https://example.org/",
            "a@b.be",
            "lopend",
            "3",
            "#REF!",
            "\x93x\x94",
            "٣",
            "½",
        ],
    ]
)


@tries(75)
@given(st.lists(st.dictionaries(st.sampled_from([column.name for column in COLUMNS]), CELL, max_size=12), max_size=4))
def test_whatever_stands_in_the_cells_each_row_gets_an_outcome(reference, rows):
    plans = plan_rows(enumerate(rows, start=2), reference=reference, before={}, user=None)
    assert [plan.number for plan in plans] == list(range(2, 2 + len(rows)))
    for plan in plans:
        assert plan.outcome in Outcome
        assert plan.remarks or plan.outcome != Outcome.REFUSED
        assert all(name in COLUMN_OF for name, _old, _new in plan.changes)


@tries(75)
@given(st.sampled_from(IMPORTED), CELL)
def test_what_was_read_and_written_is_read_as_the_same(reference, column, text):
    try:
        value = parse(column, text, reference)
    except CellRefused:
        return
    if value not in (None, []):
        assert as_text(parse(column, as_text(value), reference)) == as_text(value)

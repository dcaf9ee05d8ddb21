import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.exchange import cells
from practices.exchange.columns import COLUMNS, PUBLIC_COLUMNS
from practices.exchange.columns.column import as_text
from practices.exchange.prose import plain_text, rich_text

FORMULA_SIGNS = "=+-@＝＋－＠\t\r\n"
#: What people, programs and attackers put into a cell.
hostile = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from(FORMULA_SIGNS + "';\"|\\n\u200b\ufeff • ")),
    max_size=60,
)
parts = hostile.map(cells.clean)


@given(hostile)
def test_a_neutralised_text_comes_back_as_it_was(text):
    assert cells.restore(cells.neutralise(text)) == text


@given(st.from_regex(r"\A'{0,2}[ \u00a0\u200b\ufeff]{0,3}\Z"), st.sampled_from(FORMULA_SIGNS), hostile)
def test_no_text_begins_as_a_formula(before, sign, after):
    """Also behind white space, invisible signs and apostrophes, and in full width."""
    assert cells.neutralise(before + sign + after).startswith("'")


@pytest.mark.parametrize("text", ["Sint-Niklaas", "5 = 3 + 2", "’s avonds", "'t Klavertje", "1.500 euro", "", "(+32)"])
def test_an_ordinary_text_stays_as_it_is(text):
    assert cells.neutralise(text) == text


@given(st.lists(parts, max_size=5))
def test_a_list_comes_back_from_its_cell(texts):
    while texts and not texts[-1]:
        texts.pop()
    assert cells.split_parts(cells.join_parts(texts)) == (texts if any(texts) else [])


@given(st.lists(st.lists(parts.filter(bool), min_size=1, max_size=3), max_size=4))
def test_a_small_table_comes_back_from_its_cell(rows):
    assert cells.split_rows(cells.join_rows(rows)) == rows


def test_a_list_may_be_typed_without_spaces():
    assert cells.split_parts("wonen|zorg |  mobiliteit") == ["wonen", "zorg", "mobiliteit"]


def test_rich_text_becomes_paragraphs_and_lists():
    html = (
        '<p data-block-key="a">Eén <b>twee</b> &amp;\ndrie.</p><ul><li>vier</li><li>vijf</li></ul><p>zes<br/>zeven</p>'
    )
    assert plain_text(html) == "Eén twee & drie.\n\n• vier\n• vijf\n\nzes\nzeven"


def test_what_was_typed_becomes_rich_text():
    assert rich_text("Een & ander.\n\n- vier\n- vijf\nslot") == (
        "<p>Een &amp; ander.</p><ul><li>vier</li><li>vijf</li></ul><p>slot</p>"
    )


@given(hostile)
def test_plain_text_stays_the_same_by_way_of_rich_text(text):
    once = plain_text(rich_text(text))
    assert plain_text(rich_text(once)) == once


def test_every_column_has_its_own_name_and_says_what_it_is():
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
    assert all(column.label and column.description for column in COLUMNS)


def test_what_only_editors_see_is_in_no_public_column():
    assert {column.name for column in COLUMNS} - {column.name for column in PUBLIC_COLUMNS} == {
        "sleutel",
        "paginastatus",
        "contact_naam",
        "contact_mail",
        "contact_telefoon",
        "contact_tonen",
        "interne_notitie",
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ([], ""),
        (0, "0"),
        (True, "ja"),
        (False, "nee"),
        (["a", "b | c"], "a | b \\| c"),
        ([("46", "voorstellen"), ("bron", "")], "46 | voorstellen\nbron"),
        ("met\r\nregel\x00 ", "met\nregel"),
    ],
)
def test_a_value_has_one_way_to_be_written(value, text):
    assert as_text(value) == text

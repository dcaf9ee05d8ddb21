import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.dutch import fold
from search.engine.query import MAX_TERM_LENGTH, MAX_TERMS, Query

# Every code point, also NUL, unpaired surrogates and characters that have no meaning yet.
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("raw", "terms"),
    [
        ("wijkbudget", ("wijkbudget",)),
        ("  Gentse\twijken\n", ("Gentse", "wijken")),
        ('"', ()),
        ('wijk" OR title:*', ("wijk", "OR", "title")),
        ("co-productie & 'burger'", ("co", "productie", "burger")),
        ("6,25 miljoen", ("6", "25", "miljoen")),
        ("\x00wijk\x00raad", ("wijk", "raad")),
        ("\ud800wijk", ("wijk",)),
        ("burger\u00adparticipatie", ("burgerparticipatie",)),
        ("ﬁets", ("fiets",)),
        ("ideee\u0308n", ("ideeën",)),
        ("🎉 🗳️", ()),
        ("wijk Wijk WIJK", ("WIJK",)),
        ("zz100 wijk", ("wijk",)),
        ("ZZ7", ()),
        ("ｚｚ１００", ()),
        ("zqburger ZQWIJK zq zqr2c", ()),
        ("zzp zzper zz zz1a pizza", ("zzp", "zzper", "zz", "zz1a", "pizza")),
    ],
)
def test_only_the_words_of_a_query_are_searched(raw, terms):
    assert Query.parse(raw).terms == terms


def test_a_query_without_words_is_empty():
    assert not Query.parse("…?!")
    assert Query.parse("gent")


def test_the_box_keeps_what_was_typed():
    assert Query.parse(" “co-productie”  in Gent ").text == "“co-productie” in Gent"


def test_words_beyond_the_limits_are_left_out_and_the_box_shows_the_rest():
    query = Query.parse(" ".join(f"woord{number}" for number in range(40)))
    assert len(query.terms) == MAX_TERMS
    assert query.is_shortened
    assert query.text == " ".join(query.terms)

    query = Query.parse("gent " + "a" * (MAX_TERM_LENGTH + 1))
    assert query.terms == ("gent",)
    assert query.is_shortened


@given(any_text)
def test_any_text_gives_safe_terms(raw):
    query = Query.parse(raw)
    assert len(query.terms) <= MAX_TERMS
    for term in query.terms:
        assert term.isalnum()
        assert len(term) <= MAX_TERM_LENGTH
    assert not {unicodedata.category(letter) for letter in query.text} & {"Cc", "Cf", "Cs"}


@given(any_text)
def test_the_text_in_the_box_gives_the_same_search_again(raw):
    query = Query.parse(raw)
    assert Query.parse(query.text).terms == query.terms


@pytest.mark.parametrize(("word", "folded"), [("Ideeën", "ideeen"), ("ZÓRG", "zorg"), ("straße", "strasse")])
def test_folding_ignores_case_and_diacritics(word, folded):
    assert fold(word) == folded

import html
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from search.engine.concepts import Concept
from search.engine.dutch import fold
from search.engine.excerpt import LENGTH, excerpt, mark
from search.engine.matcher import Matcher

words = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), max_size=60)


def asked(*words):
    return Matcher([Concept((fold(word),)) for word in words])


def plain(marked):
    return html.unescape(re.sub(r"</?mark>", "", marked))


def test_a_hit_is_marked_whatever_its_case_and_diacritics():
    assert mark("Wijkbudget Gent: ideeën", asked("wijkbudget", "IDEEEN")) == (
        "<mark>Wijkbudget</mark> Gent: <mark>ideeën</mark>"
    )


def test_decomposed_letters_are_marked_as_one_word():
    assert mark(unicodedata.normalize("NFD", "één"), asked("een")) == "<mark>één</mark>"


def test_every_form_of_a_word_is_marked_and_every_compound_that_holds_it():
    assert mark("Wijken, een wijkraad en burgerbegrotingen.", asked("wijk", "begroting")) == (
        "<mark>Wijken</mark>, een <mark>wijkraad</mark> en <mark>burgerbegrotingen</mark>."
    )


def test_letters_that_are_not_part_of_a_compound_are_not_marked():
    assert mark("De raad hoort de radio en krijgt advies.", asked("rad", "vies")) == (
        "De raad hoort de radio en krijgt advies."
    )


def test_what_means_the_same_is_marked_too():
    matcher = Matcher([Concept(("r2c",), (("right", "to", "challenge"), ("uitdaagrecht",)))])
    assert mark("Het uitdaagrecht of Right to Challenge", matcher) == (
        "Het <mark>uitdaagrecht</mark> of <mark>Right</mark> <mark>to</mark> <mark>Challenge</mark>"
    )


def test_markup_in_the_text_and_in_the_query_is_escaped():
    assert mark("<script>alert(1)</script> & co", asked("script", "co", "<b>")) == (
        "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; &amp; <mark>co</mark>"
    )


def test_the_passage_with_most_words_is_chosen():
    text = f"Een wijk. {'Iets anders staat hier. ' * 30}In deze wijk kwam een budget. {'En nog meer tekst. ' * 30}"
    found = excerpt([text], asked("wijk", "budget"))
    assert "In deze <mark>wijk</mark> kwam een <mark>budget</mark>." in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_a_short_text_stays_whole():
    assert excerpt(["Een budget voor de wijk."], asked("wijk")) == "Een budget voor de <mark>wijk</mark>."


def test_the_first_text_wins_when_another_holds_as_much():
    assert excerpt(["Over de wijk.", "De wijk, de wijk!"], asked("wijk")) == "Over de <mark>wijk</mark>."


def test_a_later_text_wins_when_it_holds_more_words():
    assert "Budget" in plain(excerpt(["Over de wijk.", "Budget per wijk."], asked("wijk", "budget")))


def test_without_a_hit_the_first_text_is_shown():
    assert excerpt(["", "Samenvatting.", "Meer."], asked("wijk")) == "Samenvatting."
    assert excerpt([], asked("wijk")) == ""


@given(words, words)
def test_marking_changes_nothing_but_the_marks(text_words, terms):
    text = " ".join(text_words)
    marked = mark(text, asked(*terms))
    assert plain(marked) == unicodedata.normalize("NFC", text)
    assert "<" not in re.sub(r"</?mark>", "", marked)


@given(words, st.data())
def test_an_excerpt_is_short_and_shows_a_hit(text_words, data):
    text = " ".join(["gent", *text_words, "wijk", *text_words])
    found = excerpt([text], asked(*data.draw(st.sampled_from([["gent"], ["wijk"], ["wijk", "gent"]]))))
    assert len(plain(found)) <= LENGTH + len("… " + " …")
    assert "<mark>" in found

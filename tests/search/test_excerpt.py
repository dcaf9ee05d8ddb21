import html
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from search.excerpt import LENGTH, excerpt, mark

words = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), max_size=60)


def plain(marked):
    return html.unescape(re.sub(r"</?mark>", "", marked))


def test_a_hit_is_marked_whatever_its_case_and_diacritics():
    assert mark("Wijkbudget Gent: ideeën", ["wijkbudget", "IDEEEN"]) == (
        "<mark>Wijkbudget</mark> Gent: <mark>ideeën</mark>"
    )


def test_decomposed_letters_are_marked_as_one_word():
    assert mark(unicodedata.normalize("NFD", "één"), ["een"]) == "<mark>één</mark>"


def test_part_of_a_word_is_no_hit():
    assert mark("wijkbudget", ["wijk"]) == "wijkbudget"


def test_markup_in_the_text_and_in_the_query_is_escaped():
    assert mark("<script>alert(1)</script> & co", ["script", "co", "<b>"]) == (
        "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt; &amp; <mark>co</mark>"
    )


def test_the_passage_with_most_words_is_chosen():
    text = f"Een wijk. {'Iets anders staat hier. ' * 30}In deze wijk kwam een budget. {'En nog meer tekst. ' * 30}"
    found = excerpt([text], ["wijk", "budget"])
    assert "In deze <mark>wijk</mark> kwam een <mark>budget</mark>." in found
    assert found.startswith("… ")
    assert found.endswith(" …")


def test_a_short_text_stays_whole():
    assert excerpt(["Een budget voor de wijk."], ["wijk"]) == "Een budget voor de <mark>wijk</mark>."


def test_the_first_text_wins_when_another_holds_as_much():
    assert excerpt(["Over de wijk.", "De wijk, de wijk!"], ["wijk"]) == "Over de <mark>wijk</mark>."


def test_a_later_text_wins_when_it_holds_more_words():
    assert "Budget" in plain(excerpt(["Over de wijk.", "Budget per wijk."], ["wijk", "budget"]))


def test_without_a_hit_the_first_text_is_shown():
    assert excerpt(["", "Samenvatting.", "Meer."], ["wijk"]) == "Samenvatting."
    assert excerpt([], ["wijk"]) == ""


@given(words, words)
def test_marking_changes_nothing_but_the_marks(text_words, terms):
    text = " ".join(text_words)
    marked = mark(text, terms)
    assert plain(marked) == unicodedata.normalize("NFC", text)
    assert "<" not in re.sub(r"</?mark>", "", marked)


@given(words, st.data())
def test_an_excerpt_is_short_and_shows_a_hit(text_words, data):
    text = " ".join(["gent", *text_words, "wijk", *text_words])
    found = excerpt([text], data.draw(st.sampled_from([["gent"], ["wijk"], ["wijk", "gent"]])))
    assert len(plain(found)) <= LENGTH + len("… " + " …")
    assert "<mark>" in found

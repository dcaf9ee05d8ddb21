"""Which word somebody meant who mistyped one."""

import pytest

from search.dutch import fold, words
from search.vocabulary import Vocabulary
from tests.search.test_dutch import NAMES


def test_no_municipality_is_a_mistake():
    """Whatever stands on the pages, here each name with a letter more."""
    known = Vocabulary({f"{fold(word)}x": 1 for name in NAMES for word in words(name)}, NAMES)
    assert {name: found for name in NAMES for word in words(name) if (found := known.nearest(word)) != ("", 0)} == {}


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("fietzones", ("fietszones", 1)),
        ("feitszones", ("fietszones", 1)),
        ("feitzones", ("fietszones", 2)),
        ("ftzones", ("", 0)),
        ("fietszones", ("", 0)),
        ("FIETSZÔNES", ("", 0)),
        ("rrad", ("raad", 1)),
        ("rrd", ("", 0)),
        ("radd", ("raad", 1)),
        ("rdaa", ("", 0)),
        ("fietsz0nes", ("", 0)),
        ("", ("", 0)),
    ],
)
def test_the_word_with_fewest_mistakes_is_the_nearest(typed, nearest):
    assert Vocabulary({"fietszones": 3, "raad": 1}).nearest(typed) == nearest


def test_of_equally_near_words_the_most_usual_is_meant():
    assert Vocabulary({"wijkraaf": 1, "wijkraad": 2}).nearest("wijkraab") == ("wijkraad", 1)

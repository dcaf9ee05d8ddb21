"""Corrections of mistyped words."""

import pytest
from wagtail.models import Page

from search.engine.corrections import corrected
from search.engine.dutch import fold, words
from search.engine.query import Query
from search.engine.vocabulary import Vocabulary, gather
from tests.search.test_dutch import NAMES


def test_no_municipality_is_a_mistake():
    """Whatever stands on the pages, here each name with a letter more."""
    known = Vocabulary({f"{fold(word)}x": 1 for name in NAMES for word in words(name)})
    assert {word for name in NAMES for word in words(name) if known.nearest(fold(word)) != ("", 0)} == set()


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
    assert Vocabulary({"fietszones": 3, "raad": 1}).nearest(fold(typed)) == nearest


@pytest.mark.parametrize(
    ("typed", "meant", "is_sure"),
    [
        ("leefstratten", "leefstraten", True),
        ("burgerpannel", "burgerpanel", True),
        ("wijkbuget", "wijkbudget", True),
        ("blorpeert", "blorpeer", False),
        ("blorpeer", "blorpeert", False),
        ("geblorpt", "geblorpd", False),
        ("blorpelde", "blorpelte", False),
    ],
)
def test_what_may_be_another_form_of_a_word_is_offered_and_not_taken_for_a_mistake(home, typed, meant, is_sure):
    home.introduction = meant
    home.title = meant
    home.save()
    gather()
    correction = corrected(Query.parse(typed), Page.objects.live())
    assert (correction.query.terms, correction.is_sure) == ((meant,), is_sure)


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("organiseer", "organiseert"),
        ("onderhoudt", "onderhoud"),
        ("verzameld", "verzamelde"),
        ("besteden", "besturen"),
        ("bezocht", "zocht"),
        ("ontworpen", "antwerpen"),
        ("heule", "hele"),
        ("verkozen", "gekozen"),
        ("overlegd", "overheid"),
        ("voorstanders", "voorstander"),
    ],
)
def test_a_dutch_word_is_not_a_mistake_though_no_page_holds_it(typed, like):
    assert Vocabulary({like: 9}).nearest(typed) == ("", 0)


def test_of_equally_near_words_the_most_usual_is_meant():
    assert Vocabulary({"wijkraaf": 1, "wijkraad": 2}).nearest("wijkraab") == ("wijkraad", 1)

"""Other words for what a visitor typed, as editors wrote them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.engine.models import SynonymGroup
from search.engine.query import Query
from search.engine.synonyms import MOST_ALTERNATIVES, expansions

pytestmark = pytest.mark.django_db

BUDGETS = {
    "burgerbudget",
    "burgerbegroting",
    "wijkbudget",
    "participatief budget",
    "participatieve begroting",
    "participatieve budgettering",
}


def group(*phrases, leads_to=""):
    group = SynonymGroup(phrases="\n".join(phrases), leads_to=leads_to)
    group.full_clean()
    group.save()
    return group


def others(text):
    """The alternatives of each span, as texts."""
    return [{" ".join(phrase) for phrase in span.alternatives} for span in expansions(Query.parse(text).words)]


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("burgerbudget", BUDGETS - {"burgerbudget"}),
        ("Participatief budget", BUDGETS - {"participatief budget"}),
        ("participatieve begroting", BUDGETS - {"participatieve begroting"}),
        ("participatieve begrotingen", BUDGETS - {"participatieve begroting"}),
        ("participatieve budgettering", BUDGETS - {"participatieve budgettering"}),
        ("r2c", {"right to challenge", "uitdaagrecht"}),
        ("Right to Challenge", {"r2c", "uitdaagrecht"}),
        ("uitdaagrecht", {"r2c", "right to challenge"}),
        ("cocreatie", {"co creatie", "coproductie", "co productie"}),
        ("co-creatie", {"cocreatie", "coproductie", "co productie"}),
        ("KROTTEGEM", {"roeselare"}),
    ],
)
def test_a_new_site_knows_the_words_of_the_field(typed, also):
    assert others(typed) == [also]


def test_a_neighbourhood_leads_to_its_municipality_and_not_back():
    assert others("roeselare") == []


def test_synonyms_are_not_of_synonyms():
    group("spiegelpaleis", "luchtkasteel")
    group("luchtkasteel", "zandkasteel")
    assert others("spiegelpaleis") == [{"luchtkasteel"}]
    assert others("luchtkasteel") == [{"spiegelpaleis", "zandkasteel"}]


def test_words_around_a_phrase_stay_what_they_are():
    spans = expansions(["het", "right", "to", "challenge", "in", "gent"])
    assert [(span.start, span.stop) for span in spans] == [(1, 4)]


def test_the_longest_span_wins_wherever_it_stands():
    group("blauwe fiets", "velo")
    group("fiets straat nacht", "nachtstraat")
    spans = expansions(["blauwe", "fiets", "straat", "nacht"])
    assert [(span.start, span.stop, span.alternatives) for span in spans] == [(1, 4, (("nachtstraat",),))]


def test_accents_and_capitals_do_not_matter():
    group("Coördinatie", "regie")
    assert others("COORDINATIE") == [{"regie"}]
    assert others("coördinatie") == [{"regie"}]


@pytest.mark.parametrize(
    ("typed", "also"),
    [
        ("burgerbudgetten", BUDGETS - {"burgerbudget"}),
        ("participatieve budgetten", BUDGETS - {"participatief budget"}),
    ],
)
def test_other_forms_of_a_word_are_known(typed, also):
    assert others(typed) == [also]


def test_an_alternative_that_only_says_more_is_left_out():
    group("melkweg", "melkweg ster")
    assert others("melkweg") == []
    assert others("melkweg ster") == [{"melkweg"}]


def test_a_change_is_seen_and_until_then_a_search_asks_nothing(shared_cache, committed):
    with committed():
        fresh = group("spiegelpaleis", "luchtkasteel")
    assert others("spiegelpaleis") == [{"luchtkasteel"}]
    with CaptureQueriesContext(connection) as queries:
        others("spiegelpaleis")
    assert not queries
    with committed():
        fresh.delete()
    assert others("spiegelpaleis") == []


def test_a_long_query_brings_along_a_bounded_number_of_phrases():
    words = [f"woord{letter}" for letter in "abcdefghijklmnopqrstuvwxyzéèëïöü"]
    for word in words:
        group(word, *[f"{word} anders{number}x" for number in range(2)], *[f"ander{word}{n}" for n in range(9)])
    spans = expansions(words)
    assert sum(len(span.alternatives) for span in spans) == MOST_ALTERNATIVES
    assert spans[0].start == 0


@pytest.mark.parametrize("words", [[], [""], ["x"] * 32, ["\x00"], ["İstanbul", "ß", "ﬁets"]])
def test_any_words_are_looked_up(words):
    assert expansions(words) == []


def refusal(phrases, leads_to=""):
    with pytest.raises(ValidationError) as refused:
        SynonymGroup(phrases=phrases, leads_to=leads_to).full_clean()
    return refused.value.message_dict


def test_one_word_alone_does_not_make_a_group():
    assert "minstens twee" in refusal("fiets\nFIETS\n\n")["phrases"][0]


def test_a_phrase_needs_letters_or_digits():
    assert "geen letters" in refusal("fiets\n---")["phrases"][0]


def test_a_phrase_is_more_than_a_stop_word():
    assert "laat" in refusal("fiets\nde")["phrases"][0]


def test_a_phrase_has_a_bounded_number_of_words_and_letters():
    assert "meer dan 5 woorden" in refusal("fiets\neen twee drie vier vijf zes")["phrases"][0]
    assert "langer dan 60 tekens" in refusal(f"fiets\n{'a' * 61}")["phrases"][0]
    assert "meer dan 5 woorden" in refusal("fiets", "een twee drie vier vijf zes")["leads_to"][0]


def test_a_group_has_a_bounded_number_of_phrases():
    assert "Hoogstens 12" in refusal("\n".join(f"woord{letter}" for letter in "abcdefghijklm"))["phrases"][0]


def test_a_group_is_stored_tidily_and_shown_in_one_line():
    tidy = group("  Blauwe   fiets ", "", "velo", "Velo")
    assert str(tidy) == "Blauwe fiets = velo"
    assert str(group("Krottegem", leads_to="Roeselare\n")) == "Krottegem → Roeselare"


def test_a_word_may_stand_in_two_groups():
    group("bank", "zitbank")
    group("bank", "kredietinstelling")
    assert others("bank") == [{"zitbank", "kredietinstelling"}]

"""Ours finds what Wagtail's own backend finds, on the database of this run. Run this at every upgrade of Wagtail."""

import random

import pytest
from django.db import NotSupportedError, connection, transaction
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText

from home.models import StandardPage
from search.engine.backends.expression import MOST_WORDS_IN_ALL, Syntax, express
from search.engine.backends.two_step import TwoStepCompiler
from tests.factories import StandardPageFactory
from tests.trials import tries

pytestmark = pytest.mark.django_db

VOCABULARY = [
    *["burger", "begroting", "wijk", "raad", "panel", "jongeren"],
    *["park", "plein", "straat", "school", "water", "markt"],
]
QUESTIONS = 240


@pytest.fixture
def pages(home):
    """Pages of a few words, so that most queries find some of them and leave some."""
    dice = random.Random(1)
    for number in range(40):
        StandardPageFactory(
            parent=home,
            title=" ".join([*dice.sample(VOCABULARY, 2), str(number)]),
            summary=" ".join(dice.sample(VOCABULARY, 3)),
            live=number % 4 > 0,
        )


@pytest.fixture
def stock():
    name = {"sqlite": "sqlite.sqlite", "postgresql": "postgres.postgres"}[connection.vendor]
    return get_search_backend(f"modelsearch.backends.database.{name}", SEARCH_CONFIG="simple")


def a_question(dice):
    """A query, a queryset and options that the stock backend answers rightly; what it does not is in docs/upstream/."""
    first, second, third = dice.sample(VOCABULARY, 3)
    one, two, three = map(PlainText, (first, second, third))
    query = dice.choice(
        [
            first,
            f"{first} {second}",
            PlainText(f"{first} {second}", operator="or"),
            Phrase(f"{first} {second}"),
            And([one, two]),
            And([one, Not(two)]),
            And([one, Not(two), Not(three)]),
            Or([one, two, three]),
            And([one, Or([two, three])]),
            Or([And([one, two]), three]),
            Not(one),
            Not(Or([one, two])),
            Not(And([one, two])),
            MatchAll(),
        ]
    )
    queryset = dice.choice(
        [
            StandardPage.objects.all(),
            StandardPage.objects.live(),
            StandardPage.objects.filter(live=False),
            StandardPage.objects.filter(title__gte="p"),
            StandardPage.objects.order_by("title"),
        ]
    )
    options = {"fields": ["title"]} if dice.random() < 0.25 else {}
    return query, queryset, options


def answer(results):
    return {page.pk for page in results}, results.count(), dict(results.facet("live"))


def test_the_same_is_found_and_counted_as_by_the_backend_of_wagtail(pages, stock):
    dice = random.Random(2)
    ours, differences, found_some = get_search_backend(), [], 0
    for _number in range(QUESTIONS):
        query, queryset, options = a_question(dice)
        expected = answer(stock.search(query, queryset, **options))
        found_some += bool(expected[1])
        if (found := answer(ours.search(query, queryset, **options))) != expected:
            differences.append((query, options, found, expected))
    assert differences == []
    assert found_some > QUESTIONS / 2


def test_the_same_is_completed_as_by_the_backend_of_wagtail(pages, stock):
    ours = get_search_backend()
    for start in ["b", "wij", "jong pl", "raad", "zzz"]:
        expected = answer(stock.autocomplete(start, StandardPage.objects.all()))
        assert answer(ours.autocomplete(start, StandardPage.objects.all())) == expected


def test_one_page_of_results_after_the_other_gives_all_in_order(pages):
    results = Page.objects.search("wijk")
    everything = results.keys()
    assert len(everything) == results.count() > 6
    assert [page.pk for start in range(0, len(everything), 4) for page in results[start : start + 4]] == everything
    assert [page.pk for page in results[3:9][1:3]] == everything[4:6] == results[3:9][1:3].keys()


def test_slices_counts_and_facets_of_the_same_results_ask_the_index_once(pages, django_assert_num_queries):
    with django_assert_num_queries(4):
        results = Page.objects.search("wijk")
        list(results[:3])
        results.count()
        results.facets("live", "content_type_id")
    with django_assert_num_queries(1):
        list(results[3:6])


def test_all_facets_count_as_they_do_one_by_one(pages):
    results = Page.objects.search("wijk")
    facets = results.facets("live", "content_type_id")
    assert facets == {name: results.facet(name) for name in ["live", "content_type_id"]}
    assert sum(facets["live"].values()) == results.count()


def test_unordered_results_keep_the_order_of_the_queryset(pages):
    results = Page.objects.order_by("title").search("wijk", order_by_relevance=False)
    titles = [page.title for page in results]
    assert titles == sorted(titles)
    newest = Page.objects.order_by().search("wijk", order_by_relevance=False).keys()
    assert newest == sorted(newest, reverse=True)


def test_a_word_in_the_title_scores_higher(home):
    body = StandardPageFactory(parent=home, title="Iets anders", summary="Over het krokodillenbos")
    title = StandardPageFactory(parent=home, title="Het krokodillenbos", summary="Over iets anders")
    found = Page.objects.search("krokodillenbos").annotate_score("score")
    assert [page.pk for page in found] == [title.pk, body.pk]
    assert found[0].score > found[1].score > 0


def test_pages_come_as_their_own_type(pages):
    assert {type(page) for page in Page.objects.specific().search("wijk")} == {StandardPage}


@pytest.mark.parametrize("typed", ["coordinatie", "coördinatie", "COÖRDINATIE", "coo\u0308rdinatie"])
@pytest.mark.parametrize("written", ["coördinatie", "coordinatie", "coo\u0308rdinatie"])
def test_accents_and_capitals_do_not_matter(home, written, typed):
    page = StandardPageFactory(parent=home, title=f"De {written} van het plein")
    assert list(StandardPage.objects.search(typed)) == list(StandardPage.objects.autocomplete(typed[:7])) == [page]


def test_a_common_word_is_found_in_titles_first_and_search_says_where_it_stops(pages, monkeypatch):
    monkeypatch.setattr(TwoStepCompiler, "MOST_HITS", 8)
    monkeypatch.setattr(TwoStepCompiler, "MOST_RANKED", 3)
    results = Page.objects.search("wijk")
    in_title = [page.pk for page in StandardPage.objects.order_by("-pk") if "wijk" in page.title.split()]
    assert results.is_capped
    assert results.count() == 8
    assert results.keys()[: len(in_title)] == in_title[:8]
    rest = results.keys()[len(in_title) :]
    assert rest == sorted(rest, reverse=True)


def test_an_empty_query_answers_all_that_results_answer(pages):
    nothing = Page.objects.search("")
    assert (list(nothing), nothing.keys(), nothing.count(), nothing.is_capped) == ([], [], 0, False)
    assert nothing.facets("live") == {"live": {}} and nothing.facet("live") == {}


def test_what_looks_like_a_word_is_found_or_the_missing_extension_is_named(pages):
    found = Page.objects.search(Fuzzy("wijk"))
    try:
        with transaction.atomic():
            assert set(Page.objects.search("wijk").keys()) <= set(found.keys())
    except NotSupportedError as error:
        assert connection.vendor == "postgresql" and "enable_trigram" in str(error)


def in_every_form(text):
    word = PlainText("wijk")
    return [
        PlainText(text),
        PlainText(text, operator="or"),
        Phrase(text),
        Boost(PlainText(text), 2),
        Not(PlainText(text)),
        And([word, PlainText(text)]),
        And([word, Not(Phrase(text))]),
        Or([Not(word), MatchAll(), PlainText(text)]),
        Not(And([Or([PlainText(text), Not(MatchAll())]), Not(Phrase(text))])),
    ]


# Anything that Python can hold in a string, lone halves of pairs and NUL too, up to 10,000 characters.
any_text = st.builds(
    lambda text, times: (text * times)[:10_000], st.text(st.characters(), max_size=80), st.integers(1, 800)
)


@tries(30)
@given(any_text)
@example('"')
@example("' OR 1=1 --")
@example('title : (a NEAR b) NOT "')
@example("\x00")
@example("wijk\x00raad")
@example("\ud800")
@example("a - b & c | !d <-> e:* \\")
@example("x" * 10_000)
@example("woord " * 1_600)
@example("ﷺ½№İß" * 2_000)
@example("{title} : wijk*")
def test_any_text_in_any_form_is_answered(pages, text):
    for query in in_every_form(text):
        Page.objects.search(query).count()
        Page.objects.search(query, fields=["title"]).count()
        Page.objects.autocomplete(query).count()


def nested(depth, *wraps):
    query = PlainText("wijk raad")
    for number in range(depth):
        query = wraps[number % len(wraps)](query)
    return query


@pytest.mark.parametrize("depth", [5, 5_000])
@pytest.mark.parametrize(
    "wraps",
    [
        [Not],
        [lambda query: And([query, PlainText("wijk")])],
        [lambda query: Or([query, PlainText("wijk")])],
        [lambda query: And([query, PlainText("wijk")]), lambda query: Or([query, PlainText("raad")]), Not],
        [lambda query: Not(And([query])), lambda query: Boost(Or([Not(query), MatchAll()]), 3)],
    ],
)
def test_any_nesting_is_answered(pages, depth, wraps):
    Page.objects.search(nested(depth, *wraps)).count()


def test_however_many_words_are_asked_the_index_is_asked_for_a_bounded_number():
    syntax = Syntax(" AND ", " OR ", " NOT ", str, str, " ".join)
    many = Or([PlainText(f"woord{number} " * 50) for number in range(200)])
    assert express(many, syntax).text.count("woord") == MOST_WORDS_IN_ALL

"""Results that editors put on top of a search."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query as PromotedQuery
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import PageViewRestriction

from search.engine.query import Query
from search.site.promotions import promoted
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def promote(text, page=None, **fields):
    query, _ = PromotedQuery.objects.get_or_create(query_string=text)
    return SearchPromotion.objects.create(query=query, page=page, **fields)


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, title="Draaiboek")


@pytest.mark.parametrize("typed", ["coordinatie wijk", "Coördinatie  wijk", "COÖRDINATIE-WIJK?"])
def test_capitals_accents_signs_and_spaces_do_not_matter(page, typed):
    promote("coördinatie wijk", page, description="Begin hier")
    (found,) = promoted(Query.parse(typed))
    assert (found.title, found.url, found.text, found.page) == ("Draaiboek", page.url, "Begin hier", page.pk)


@pytest.mark.parametrize("typed", ["coordinatie", "coordinatie wijken", "", "?!"])
def test_other_searches_have_nothing(page, typed):
    promote("coördinatie wijk", page)
    promote("?", page)
    assert promoted(Query.parse(typed)) == []


def test_an_address_elsewhere_is_shown_in_the_order_of_the_editors(page):
    promote("fiets", page, sort_order=1)
    promote("fiets", external_link_url="https://www.vvsg.be/", external_link_text="VVSG", sort_order=0)
    assert [(found.title, found.page) for found in promoted(Query.parse("fiets"))] == [
        ("VVSG", None),
        ("Draaiboek", page.pk),
    ]


def test_two_spellings_of_one_search_are_one(page):
    promote("coördinatie", page)
    promote("coordinatie", external_link_url="https://www.vvsg.be/", external_link_text="VVSG")
    assert len(promoted(Query.parse("coordinatie"))) == 2


def test_a_page_that_is_not_public_is_not_promoted(home, page):
    below = StandardPageFactory(parent=page)
    for shown in [page, below]:
        promote("fiets", shown)
    assert len(promoted(Query.parse("fiets"))) == 2
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert promoted(Query.parse("fiets")) == []
    restriction.delete()
    below.unpublish()
    assert [found.page for found in promoted(Query.parse("fiets"))] == [page.pk]


def test_it_costs_one_query_and_writes_nothing(page, shared_cache, rf):
    promote("fiets", page)
    promote("fiets", external_link_url="https://www.vvsg.be/", external_link_text="VVSG")
    request = rf.get("/zoeken/")
    promoted(Query.parse("fiets"), request)
    with CaptureQueriesContext(connection) as queries:
        assert len(promoted(Query.parse("fiets"), request)) == 2
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]
    with CaptureQueriesContext(connection) as queries:
        assert promoted(Query.parse("wat niemand uitlichtte"), request) == []
    assert not queries
    assert not PromotedQuery.objects.filter(query_string="wat niemand uitlichtte").exists()


def test_a_change_of_an_editor_is_seen(page, shared_cache, committed):
    with committed():
        chosen = promote("fiets", page)
    assert promoted(Query.parse("fiets"))
    with committed():
        chosen.delete()
    assert promoted(Query.parse("fiets")) == []

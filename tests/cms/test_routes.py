"""The addresses below pages: each has a name, says itself whether it is cached, and is not taken by a page."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch
from wagtail.models import Site

from cms.checks import our_page_types
from cms.forms.pages import refuse_reserved_slug
from cms.web.cache import FIVE_MINUTES, ONE_DAY
from events.models import EventIndexPage, EventKind, EventPage
from home.models import HomePage
from practices.models import PracticeIndexPage
from tests.factories import EventPageFactory, PracticePageFactory, StandardPageFactory
from tests.factories.tree import factories, grow

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

#: Arguments of routes that have any.
ARGUMENTS = {"kind_calendar_file": {"kind": EventKind.WORKSHOP.value}}
#: The only routes that may be cached, for so many seconds; a new one belongs here if its view says so.
CACHED = {
    (PracticeIndexPage, "map"): ONE_DAY,
    (PracticeIndexPage, "comparison"): ONE_DAY,
    (PracticeIndexPage, "like_mine"): ONE_DAY,
    (PracticeIndexPage, "white_spots"): ONE_DAY,
    (PracticeIndexPage, "codebook"): FIVE_MINUTES,
    (PracticeIndexPage, "submitted"): FIVE_MINUTES,
    (EventIndexPage, "calendar_file"): FIVE_MINUTES,
    (EventIndexPage, "kind_calendar_file"): FIVE_MINUTES,
    (EventPage, "calendar_file"): FIVE_MINUTES,
}
ROUTES = sorted(
    {(page_type, route.name) for page_type in our_page_types() for route in page_type.get_subpage_urls()}
    - {(page_type, "index_route") for page_type in our_page_types()},
    key=str,
)
every_route = pytest.mark.parametrize(
    ("page_type", "name"), ROUTES, ids=[f"{page_type.__name__}-{name}" for page_type, name in ROUTES]
)
every_page_type = pytest.mark.parametrize("page_type", our_page_types(), ids=lambda model: model.__name__)


def make(page_type):
    return HomePage.objects.get() if page_type is HomePage else grow(factories()[page_type])


def address_of(page_type, name):
    return make(page_type).route_url(name, **ARGUMENTS.get(name, {}))


def is_cached(address):
    """Whether the second visitor costs no query; an address that is not cached asks at least for its page."""
    response = Client().get(address)
    assert response.status_code == 200
    if response.streaming:
        response.getvalue()
    with CaptureQueriesContext(connection) as queries:
        Client().get(address)
    return not queries


@every_route
def test_only_the_view_of_a_route_says_for_how_long_it_may_be_cached(page_type, name):
    response = Client().get(address_of(page_type, name))
    assert getattr(response, "cache_seconds", None) == CACHED.get((page_type, name))


@every_route
def test_a_route_is_cached_only_where_its_view_says_so(page_type, name, shared_cache):
    address = address_of(page_type, name)
    assert is_cached(address) == ((page_type, name) in CACHED)


@every_page_type
def test_every_page_itself_is_cached(page_type, shared_cache):
    assert is_cached(make(page_type).url)


@every_route
def test_a_route_answers_to_the_methods_of_its_view(page_type, name):
    address = address_of(page_type, name)
    client = Client()
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    is_form = name in {"registration", "submission"}
    assert client.post(address).status_code == (200 if is_form else 405)


@every_route
def test_a_route_of_a_page_that_is_not_live_is_not_there(page_type, name):
    page = make(page_type)
    address = page.route_url(name, **ARGUMENTS.get(name, {}))
    page.unpublish()
    assert Client().get(address).status_code == 404


def test_a_file_has_no_slash_behind_it_and_the_rest_has(home):
    index = grow(PracticePageFactory).get_parent().specific
    assert index.route_url("csv") == "/praktijken/data.csv"
    assert index.route_url("map") == "/praktijken/kaart/"
    assert index.full_route_url("map") == f"{index.full_url}kaart/"
    for path in ["/praktijken/data.csv/", "/praktijken/kaart/data.csv", "/praktijken/kaart/kaart/", "/kaart/"]:
        assert Client().get(path).status_code == 404


def test_a_route_that_does_not_exist_is_an_error_and_no_empty_address(home):
    with pytest.raises(NoReverseMatch):
        grow(EventPageFactory).route_url("kaart")


def test_the_calendar_of_a_kind_that_does_not_exist_is_not_there(home):
    assert Client().get(f"{grow(EventPageFactory).get_parent().url}feest.ics").status_code == 404


def test_a_preview_of_a_page_whose_address_is_a_view_shows_the_draft(home):
    for factory in [PracticePageFactory, EventPageFactory]:
        page = grow(factory)
        page.title = "Nog niet klaar"
        assert "Nog niet klaar" in page.make_preview_request().content.decode()


#: What a page right below the home page may not be called, as it was kept by hand before.
TAKEN = {
    *["beheer", "documenten", "gezond", "inchecken", "inschrijving", "klaar", "media", "nakijken"],
    *["onderwerpen", "static", "zoeken"],
}


def test_the_home_page_reserves_what_the_site_answers_to(home):
    assert home.reserved_child_slugs >= TAKEN
    assert StandardPageFactory(parent=home).reserved_child_slugs == frozenset()


def test_a_page_that_is_the_root_of_another_site_reserves_it_as_well(home):
    page = StandardPageFactory(parent=home)
    Site.objects.create(hostname="buur.example.be", root_page=page)
    assert type(page).objects.get(pk=page.pk).reserved_child_slugs >= TAKEN


@every_route
def test_a_page_below_cannot_take_the_address_of_a_route(page_type, name):
    page = make(page_type)
    first_part = page.reverse_subpage(name, kwargs=ARGUMENTS.get(name, {})).split("/")[0]
    if "." in first_part:  # no slug has a dot
        return
    with pytest.raises(ValidationError, match="gebruikt de site zelf al"):
        refuse_reserved_slug(first_part, page.page_ptr)
    refuse_reserved_slug(f"{first_part}-2", page.page_ptr)

"""Finding the home page costs nothing once it is known, and nobody shares what a page computed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.web.sites import remember_site
from tests.factories import PracticeIndexPageFactory, PracticePageFactory, StandardPageFactory

pytestmark = pytest.mark.usefixtures("shared_cache")


def queries(path):
    with CaptureQueriesContext(connection) as captured:
        Client().get(path)
    return len(captured)


@pytest.mark.parametrize("path", ["/bestaat-niet/", "/bestaat-niet/nog-dieper/", "/praktijken/bestaat-niet/"])
def test_an_unknown_address_costs_three_queries_at_most(home, path):
    index = PracticeIndexPageFactory(parent=home, slug="praktijken")
    Client().get("/")
    few = queries(path)
    for _ in range(5):
        PracticePageFactory(parent=index)
        StandardPageFactory(parent=home)
    assert queries(path) == few <= 3


@pytest.fixture
def sites(rf):
    """``sites(host)``: the site that a request finds, as the middleware gives it."""

    def find(host="localhost"):
        request = rf.get("/", headers={"Host": host})
        remember_site(lambda request: None)(request)
        return Site.find_for_request(request)

    return find


def test_each_request_has_its_own_copy(home, sites, django_assert_num_queries):
    first = sites()
    first.root_page.title = "Alleen van mij"
    with django_assert_num_queries(0):
        second = sites()
        assert second.root_page.specific.title == home.title
    assert type(second.root_page) is type(home)
    assert second.root_page is not first.root_page


def test_a_changed_home_page_is_known_at_once(home, sites, committed):
    assert sites().root_page.title == home.title
    with committed():
        Page.objects.get(pk=home.pk).specific.save()
        home.title = "Nieuwe titel"
        home.save()
    assert sites().root_page.title == "Nieuwe titel"


def test_every_host_has_its_own_site(home, sites, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = StandardPageFactory(parent=home)
    Site.objects.create(hostname="buur.example.be", root_page=other)
    assert sites("localhost").root_page.pk == home.pk
    assert sites("buur.example.be").root_page.pk == other.pk


def test_a_host_without_a_site_has_none(db, sites, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Site.objects.all().delete()
    assert sites("nergens.example.be") is None

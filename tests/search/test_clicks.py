"""The address to which browsers tell which result was opened: it believes little and answers nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from search.site.insight import clicks
from search.site.insight.models import SearchClick, SearchDay, SearchTerm
from tests.factories import StandardPageFactory
from tests.search.visitors import search_on
from tests.trials import tries

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def searched():
    """Only what somebody searched for can be clicked."""
    search_on(2, "fiets")


@pytest.fixture(autouse=True)
def fresh_minute(monkeypatch):
    monkeypatch.setattr(clicks._Minute, "number", 0)
    monkeypatch.setattr(clicks._Minute, "count", 0)


def tell(body="q=Fiets&page=7&place=2", content_type=FORM, **headers):
    client = Client(enforce_csrf_checks=True)
    return client.generic("POST", "/zoeken/klik/", body, content_type, headers=headers or OURS)


def clicks_counted():
    return sum(SearchDay.objects.values_list("clicks", flat=True))


def test_a_click_is_counted_and_nothing_else_is_stored(home):
    page = StandardPageFactory(parent=home)
    response = tell(f"q=Fiets&page={page.pk}&place=2")
    assert (response.status_code, response.content) == (204, b"")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    day = SearchDay.objects.get(clicks__gt=0)
    assert (day.clicks, day.places) == (1, 2)
    assert list(SearchClick.objects.values_list("page", "clicks")) == [(page.pk, 1)]
    assert not SearchTerm.objects.exclude(text="").exists()


def test_a_click_asks_the_database_a_few_questions(home):
    page = StandardPageFactory(parent=home)
    with CaptureQueriesContext(connection) as queries:
        tell(f"q=Fiets&page={page.pk}&place=2")
    assert len(queries) <= 12


def test_a_browser_that_only_tells_its_origin_is_believed():
    tell(origin="http://testserver")
    assert clicks_counted() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"origin": "https://elders.example"},
        {"origin": "https://testserver"},
        {"origin": "null"},
        {"referer": "http://testserver/zoeken/"},
    ],
)
def test_other_sites_cannot_click(headers):
    assert tell(**headers).status_code == 204
    assert not clicks_counted()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "q=fiets",
        "q=fiets&page=1&place=",
        "q=fiets&page=-1&place=1",
        "q=fiets&page=1e3&place=1",
        "q=fiets&page=1%00&place=1",
        "q=fiets&page=%D9%A1&place=1",
        f"q=fiets&page={'9' * 10}&place=1",
        "q=jan%40example.org&page=1&place=1",
        "q=&page=1&place=1",
        "q=%00%ff%fe&page=1&place=1",
        "q=fiets&page=1&place=1%0Asearch",
        f"q={'a' * 900}&page=1&place=1",
        f"q=fiets&page=1&place=1&x={'a' * 1100}",
    ],
)
def test_anything_but_a_click_leaves_nothing(body):
    assert tell(body).status_code == 204
    assert not clicks_counted()


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        f"{FORM}; charset=x",
        f"{FORM}; charset=",
    ],
)
def test_only_a_form_is_read(content_type):
    assert tell(content_type=content_type).status_code == 204
    assert not clicks_counted()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_post_is_answered(client, method):
    assert getattr(client, method)("/zoeken/klik/").status_code == 405


def test_a_flood_is_counted_no_further(monkeypatch):
    monkeypatch.setattr(clicks, "MOST_A_MINUTE", 3)
    for _time in range(10):
        tell()
    assert clicks_counted() == 3


@tries(75)
@given(body=st.binary(max_size=300), kind=st.sampled_from([FORM, f"{FORM}; charset=utf-8", f"{FORM}; charset=utf-16"]))
def test_nothing_that_is_sent_is_an_error(body, kind):
    assert Client().generic("POST", "/zoeken/klik/", body, kind, headers=OURS).status_code in {204, 400}

"""The address to which browsers tell which result was opened: it believes little and answers nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from search.insight import clicks
from search.insight.terms import key_of
from tests.search.spooled import spooled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spool")]

FORM = "application/x-www-form-urlencoded"
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def fresh_minute(monkeypatch):
    monkeypatch.setattr(clicks._Minute, "number", 0)
    monkeypatch.setattr(clicks._Minute, "count", 0)


def tell(body="q=Fiets&page=7&place=2", content_type=FORM, **headers):
    client = Client(enforce_csrf_checks=True)
    return client.generic("POST", "/zoeken/klik/", body, content_type, headers=headers or OURS)


def test_a_click_is_a_line_in_the_spool_and_nothing_else():
    with CaptureQueriesContext(connection) as queries:
        response = tell()
    assert (response.status_code, response.content) == (204, b"")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not queries
    kind, _day, *rest = spooled().rstrip("\n").split("\t")
    assert (kind, rest) == ("click", [key_of("fiets"), "7", "2"])
    assert "fiets" not in spooled().lower()


def test_a_browser_that_only_tells_its_origin_is_believed():
    tell(origin="http://testserver")
    assert spooled()


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
    assert not clicks_exist()


def clicks_exist():
    try:
        return bool(spooled())
    except FileNotFoundError:
        return False


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
def test_what_is_no_click_leaves_nothing(body):
    assert tell(body).status_code == 204
    assert not clicks_exist()


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
    assert not clicks_exist()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_post_is_answered(client, method):
    assert getattr(client, method)("/zoeken/klik/").status_code == 405


def test_a_flood_is_counted_no_further(monkeypatch):
    monkeypatch.setattr(clicks, "MOST_A_MINUTE", 3)
    for _time in range(10):
        tell()
    assert spooled().count("\n") == 3


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300), kind=st.sampled_from([FORM, f"{FORM}; charset=utf-8", f"{FORM}; charset=utf-16"]))
def test_nothing_that_is_sent_is_an_error(body, kind):
    assert Client().generic("POST", "/zoeken/klik/", body, kind, headers=OURS).status_code in {204, 400}

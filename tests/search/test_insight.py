"""Searches are counted; nothing tells who made them, or what a single visitor looked for."""

import re
from datetime import UTC, datetime
from unittest.mock import Mock

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from search.engine.query import Query
from search.site.insight import counting, forgetting, recording, terms
from search.site.insight.models import SearchClick, SearchDay, SearchTerm
from tests.factories import PracticeIndexPageFactory, StandardPageFactory
from tests.search.visitors import BROWSER, click_on, search_on

pytestmark = pytest.mark.django_db

CANARY = "kanarievogel waterlanders"


def rows():
    """Everything in the tables of the insight, as one text."""
    models = [SearchTerm, SearchDay, SearchClick]
    return repr([list(model.objects.values()) for model in models])


def searches(text):
    return sum(SearchDay.objects.filter(term__text=text).values_list("searches", flat=True))


def counted():
    return sum(SearchDay.objects.values_list("searches", flat=True))


def record(text="fiets", found=1, method="get", data=None, **headers):
    make = getattr(RequestFactory(), method)
    request = make("/zoeken/", data or {"q": text}, headers={"user-agent": BROWSER} | headers)
    recording.record_search(request, Query.parse(text), has_results=bool(found))


def test_what_was_typed_is_in_no_table_or_log_before_the_third_day(caplog):
    caplog.set_level("DEBUG")
    for day in [2, 3]:
        search_on(day, CANARY, times=5)
        assert not any(word in rows() for word in CANARY.split())
    assert not any(word in caplog.text for word in CANARY.split())
    search_on(5, CANARY)
    assert CANARY in rows()
    # The days before it was known by its text count too.
    assert searches(CANARY) == 11


def test_many_searches_on_one_day_are_still_of_that_day():
    search_on(2, CANARY, times=50)
    search_on(2, CANARY, times=50)
    assert not SearchTerm.objects.exclude(text="").exists()


def test_clicks_do_not_make_a_day():
    search_on(2, CANARY)
    for day in [3, 4, 5]:
        click_on(day, CANARY)
    search_on(6, CANARY)
    assert not SearchTerm.objects.exclude(text="").exists()


def test_the_key_tells_nothing_without_the_secret_of_the_site(settings):
    ours = terms.hashed("fiets")
    settings.SECRET_KEY = "another"
    assert terms.hashed("fiets") != ours


@pytest.mark.parametrize(
    "text",
    [
        "jan.janssens@example.org",
        "jan @ example",
        "0478 12 34 56",
        "02/123.45.67",
        "930518-223.61",
        "BE71 0961 2345 6769",
        "123456",
        "a" * 61,
        "woord " * 11,
        "",
        " ?! ",
    ],
)
def test_what_looks_personal_or_says_nothing_is_never_counted(text):
    for day in [2, 3, 4]:
        search_on(day, text)
    assert not SearchTerm.objects.exists()


@pytest.mark.parametrize("text", ["meerjarenplan 2020-2025", "8800 roeselare", "r2c"])
def test_years_and_postal_codes_are_not_personal(text):
    search_on(2, text)
    assert SearchTerm.objects.count() == 1


def test_the_same_search_in_other_letters_is_one():
    for day, text in [(2, "Coördinatie  wijk"), (3, "COORDINATIE, wijk!"), (4, "coordinatie-wijk")]:
        search_on(day, text)
    assert searches("coordinatie wijk") == 3


def test_searches_that_find_nothing_are_told_apart():
    for day, found in [(2, 0), (3, 4), (4, 0)]:
        search_on(day, "fiets", found)
    assert sum(SearchDay.objects.values_list("empty", flat=True)) == 2


@pytest.mark.parametrize(
    "request_of",
    [
        {"data": {"q": "fiets", "p": "2"}},
        {"data": {"q": "fiets", "type": "praktijken"}},
        {"data": {"q": "fiets", "sort": "nieuwste"}},
        {"method": "head"},
        {"user-agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"user-agent": "curl/8.5"},
        {"user-agent": "python-requests/2.32"},
        {"user-agent": ""},
        {"sec-purpose": "prefetch;prerender"},
    ],
)
def test_programs_and_the_next_pages_of_a_search_do_not_count(request_of):
    record(**request_of)
    assert not counted()


HOME, RESULTS = "http://testserver/", "http://testserver/zoeken/?q=fiets"
NARROWED = {"q": "fiets", "type": "praktijken"}


def test_a_search_in_a_box_for_one_kind_counts(client, home):
    PracticeIndexPageFactory(parent=home)
    box = client.get(home.url).text.partition('role="search"')[2].partition("</form>")[0]
    hidden = re.search(r'type="hidden" name="(\w+)" value="([\w-]+)"', box)
    headers = {"user-agent": BROWSER, "referer": HOME}
    client.get("/zoeken/", {"q": "fiets", hidden[1]: hidden[2]}, headers=headers)
    assert counted() == 1


@pytest.mark.parametrize(
    ("data", "referer"),
    [
        (NARROWED, RESULTS),
        (NARROWED, f"{RESULTS}&type=videos&p=2"),
        (NARROWED, "https://example.org/"),
        (NARROWED, "https://example.org/zoeken/"),
        (NARROWED, "http://[half"),
        (NARROWED, ""),
        (NARROWED | {"p": "2"}, HOME),
        (NARROWED | {"thema": "zorg"}, HOME),
        ({"q": "fiets", "thema": "zorg"}, HOME),
        ({"q": "fiets", "sort": "nieuwste"}, HOME),
    ],
)
def test_narrowing_the_results_of_a_search_does_not_count(data, referer):
    record(data=data, referer=referer)
    assert not counted()


def test_a_search_asks_the_database_one_question_and_adds_to_one_row():
    record()
    with CaptureQueriesContext(connection) as queries:
        record()
    statements = [query["sql"].split()[0] for query in queries if "search_search" in query["sql"]]
    assert statements == ["SELECT", "INSERT"]
    assert counted() == 2


def test_the_search_page_counts_a_search_that_finds_nothing(client):
    client.get("/zoeken/", {"q": "spiegelpaleis"}, headers={"user-agent": BROWSER})
    assert list(SearchDay.objects.values_list("searches", "empty")) == [(1, 1)]


def test_a_database_that_refuses_does_not_stop_a_search(client, home, monkeypatch, caplog):
    monkeypatch.setattr(counting, "_execute", Mock(side_effect=OperationalError(f"no such thing as {CANARY}")))
    response = client.get("/zoeken/", {"q": CANARY}, headers={"user-agent": BROWSER})
    assert response.status_code == 200
    assert "not counted" in caplog.text
    assert CANARY not in caplog.text


def test_clicks_are_counted_by_page_and_by_place(home):
    page = StandardPageFactory(parent=home)
    search_on(2, "fiets")
    click_on(2, "fiets", page.pk, 3)
    click_on(2, "FIETS", page.pk, 5)
    click_on(2, "fiets", 0, 1)
    day = SearchDay.objects.get()
    assert (day.searches, day.clicks, day.places) == (1, 3, 9)
    assert list(SearchClick.objects.values_list("page", "clicks")) == [(page.pk, 2)]


def test_clicks_on_what_nobody_searched_for_or_on_no_page_leave_nothing():
    click_on(2, "fiets", 1, 1)
    assert not SearchTerm.objects.exists()
    search_on(3, "fiets")
    click_on(3, "fiets", 999_999, 1)
    assert not SearchClick.objects.exists()


def test_after_180_days_everything_is_gone(home):
    for day in [2, 3, 4]:
        search_on(day, "fiets")
    click_on(4, "fiets", home.pk)
    with time_machine.travel(datetime(2027, 5, 3, 12, tzinfo=UTC), tick=False):
        forgetting.purge()
        assert list(SearchDay.objects.values_list("searches", "clicks")) == [(1, 1)]
    with time_machine.travel(datetime(2027, 5, 4, 12, tzinfo=UTC), tick=False):
        forgetting.purge()
    assert rows() == "[[], [], []]"


def test_what_was_typed_is_forgotten_when_it_is_of_less_than_three_days_again(home):
    for day in [2, 3, 4, 5]:
        search_on(day, CANARY)
    click_on(6, CANARY, home.pk)
    with time_machine.travel(datetime(2027, 5, 2, 12, tzinfo=UTC), tick=False):
        forgetting.purge()
        assert searches(CANARY) == 3
    with time_machine.travel(datetime(2027, 5, 3, 12, tzinfo=UTC), tick=False):
        forgetting.purge()
        # A click is no search: two days of searches are left.
        assert SearchDay.objects.count() == 3
        assert CANARY not in rows()
        record(CANARY)
        assert searches(CANARY) == 3


def test_too_many_different_searches_give_way_to_newer_ones(monkeypatch):
    monkeypatch.setattr(counting, "MOST_TERMS", 4)
    monkeypatch.setattr(forgetting, "MOST_TERMS", 4)
    monkeypatch.setattr(forgetting, "ROOM", 1)
    for day in [2, 3, 4]:
        search_on(day, "bewaard")
    for day, text in enumerate(["een twee", "drie", "vier", "vijf"], start=5):
        search_on(day, text)
    assert SearchTerm.objects.count() == 4
    forgetting.purge()
    assert SearchTerm.objects.count() == 3
    assert SearchTerm.objects.filter(text="bewaard").exists()
    assert not SearchTerm.objects.filter(key=terms.hashed("een twee")).exists()


def test_counting_does_not_expire_the_pages_of_the_site(shared_cache, committed):
    from cms.web import cache

    before = cache.version()
    with committed():
        search_on(2, "fiets")
    cache._believed = ("", 0.0)
    assert cache.version() == before


def test_the_worker_forgets_searches():
    from cms.work import worker

    search_on(2, "fiets")
    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC), tick=False):
        worker._jobs["forget searches"].run()
    assert not SearchTerm.objects.exists()


def test_a_dump_of_the_data_does_not_hold_the_search_of_one_visitor(capsys):
    search_on(2, CANARY)
    call_command("dumpdata", "search")
    assert "searchterm" in (dump := capsys.readouterr().out)
    assert "kanarievogel" not in dump

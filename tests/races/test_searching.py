"""Searches that are counted while others write to the database."""

import contextlib
import time

import pytest
from django.db import connection

from cms.settings.environment import LOCK_TIMEOUT
from search.site.insight.counting import PATIENCE
from search.site.insight.models import SearchDay, SearchTerm
from tests.races.conftest import database_url
from tests.search.visitors import BROWSER, click_on, search_on

pytestmark = [
    pytest.mark.processes,
    # Processes see only what is committed; the rows of the migrations come back after each test.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

TIMES = 400


def counted():
    return sum(SearchDay.objects.values_list("searches", flat=True))


@pytest.fixture
def count_searches(start, settings):
    """``count_searches("fiets")``: a process of its own counts ``TIMES`` searches in the database of the test."""
    variables = {"DATABASE_URL": database_url(), "SECRET_KEY": settings.SECRET_KEY}
    return lambda text: start("-m", "tests.races.searching", text, str(TIMES), **variables)


@contextlib.contextmanager
def somebody_writing():
    """Another connection that holds the lock that a count needs, and keeps it."""
    other = connection.copy()
    begin = {
        "sqlite": ["BEGIN IMMEDIATE"],
        "postgresql": ["BEGIN", "LOCK TABLE search_searchday, search_searchclick IN EXCLUSIVE MODE"],
    }
    try:
        with other.cursor() as cursor:
            for statement in begin[connection.vendor]:
                cursor.execute(statement)
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def usual_patience():
    """Milliseconds that this connection waits for a lock."""
    ask = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'"}
    with connection.cursor() as cursor:
        cursor.execute(ask[connection.vendor])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("is_new", [True, False])
def test_nobody_waits_for_a_locked_database_and_the_count_is_dropped(client, caplog, is_new):
    if not is_new:
        search_on(2, "zeepaardje")
    before = counted()
    client.get("/zoeken/", {"q": "zeepaardje"})  # what is made at the first request
    with somebody_writing():
        started = time.monotonic()
        response = client.get("/zoeken/", {"q": "zeepaardje"}, headers={"user-agent": BROWSER})
        took = time.monotonic() - started
    assert response.status_code == 200
    assert took < 2 < LOCK_TIMEOUT
    assert counted() == before
    assert "not counted" in caplog.text
    client.get("/zoeken/", {"q": "zeepaardje"}, headers={"user-agent": BROWSER})
    assert counted() == before + 1


def test_counting_takes_no_longer_than_its_patience_and_leaves_that_of_others_as_it_was():
    search_on(2, "fiets")
    assert usual_patience() == LOCK_TIMEOUT * 1000
    with somebody_writing():
        for count in [search_on, click_on]:
            started = time.monotonic()
            count(2, "fiets")
            assert time.monotonic() - started < 0.5
    assert PATIENCE < 100
    assert usual_patience() == LOCK_TIMEOUT * 1000
    assert list(SearchDay.objects.values_list("searches", "clicks")) == [(1, 0)]


def test_processes_that_count_at_once_double_nothing_and_say_what_they_drop(count_searches):
    processes = [count_searches(text) for text in ["fiets", "fiets", "wijkbudget"]]
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], outputs
    dropped = sum(output.count("is not counted") for output in outputs)
    assert counted() == 3 * TIMES - dropped
    assert counted() > TIMES
    assert SearchTerm.objects.count() == 2


def test_a_process_that_is_killed_while_it_counts_leaves_no_lock(count_searches, eventually):
    process = count_searches("fiets")
    eventually(lambda: counted() > 5)
    process.kill()
    process.wait()
    before = counted()
    search_on(2, "fiets")
    assert counted() == before + 1

"""Searches that are recorded and counted at the same time, and workers that are killed while they count."""

import signal
import time

import pytest

from search.insight import counting
from search.models import SearchDay, SearchTerm, SpoolPosition
from tests.races.conftest import database_url

pytestmark = [
    pytest.mark.processes,
    # Processes see only what is committed; the rows of the migrations come back after each test.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

TIMES = 400


@pytest.fixture
def act(start, tmp_path, settings):
    """``act("record", "fiets", "9")`` does it in a process of its own, on the spool and database of the test."""
    settings.SEARCH_SPOOL = tmp_path / "searches"
    variables = {"DATABASE_URL": database_url(), "SECRET_KEY": settings.SECRET_KEY}
    return lambda *arguments: start("-m", "tests.races.searching", *arguments, **variables)


def counted():
    return sum(SearchDay.objects.values_list("searches", flat=True))


def test_nothing_is_lost_or_doubled_while_the_worker_takes_the_file_away(act):
    processes = [act("record", text, str(TIMES)) for text in ["fiets", "fiets", "wijkbudget"]]
    rounds = 0
    while any(process.poll() is None for process in processes):
        before = counted()
        counting.count_spool()
        rounds += counted() > before
        time.sleep(0.01)
    counting.count_spool()
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert rounds > 1, "The worker came when they were done."
    assert counted() == 3 * TIMES
    assert SearchTerm.objects.count() == 2


@pytest.mark.parametrize("point", ["read", "written", "committed", "unlinked"])
def test_a_worker_that_is_killed_counts_every_search_once(act, settings, point):
    assert act("record", "fiets", str(TIMES)).wait(60) == 0
    assert act("count_and_die", point).wait(60) == -signal.SIGKILL
    assert counted() == {"read": 0, "written": 0, "committed": counting.MOST_LINES, "unlinked": TIMES}[point]
    counting.count_spool()
    assert counted() == TIMES
    assert not list(settings.SEARCH_SPOOL.glob("*.closed"))


def test_a_web_process_that_is_killed_loses_at_most_one_search(act, settings, eventually):
    process = act("record", "fiets", "1000000")
    eventually(lambda: (settings.SEARCH_SPOOL / "open").exists() and counting.count_spool() is None and counted() > 50)
    process.kill()
    process.wait()
    counting.count_spool()
    before = counted()
    assert act("record", "fiets", "5").wait(60) == 0
    counting.count_spool()
    assert counted() == before + 5
    assert not SpoolPosition.objects.exists()


def test_two_workers_count_every_search_once(act):
    assert act("record", "fiets", str(TIMES)).wait(60) == 0
    with counting.spool.closed_files() as files:
        assert len(files) == 1
        counting.count_spool()
        assert counted() == 0
    counting.count_spool()
    assert counted() == TIMES

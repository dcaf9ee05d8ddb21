"""``python -m tests.races.searching``: a web process that records searches, or a worker that is killed as it counts."""

import os
import signal
import sys

import django


def record(text, times):
    from django.test import RequestFactory

    from search.insight.recording import record_search
    from tests.search.spooled import BROWSER

    request = RequestFactory().get("/zoeken/", {"q": text}, headers={"user-agent": BROWSER})
    for _time in range(int(times)):
        record_search(request, text, 1)


def count_and_die(point):
    """Killed after reading, after writing, after the commit, or after the file is gone."""
    from pathlib import Path

    from django.db import connection, connections

    from search.insight import counting

    doors = {
        "read": (counting._Tally, "__init__"),
        "written": (counting._Tally, "save"),
        "committed": (type(connections["default"]), "_commit"),
        "unlinked": (Path, "unlink"),
    }
    connection.ensure_connection()
    where, name = doors[point]
    work = getattr(where, name)

    def last_work(*arguments, **named):
        work(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(where, name, last_work)
    counting.count_spool()


if __name__ == "__main__":
    django.setup()
    {"record": record, "count_and_die": count_and_die}[sys.argv[1]](*sys.argv[2:])

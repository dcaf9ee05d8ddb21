"""Two hundred people who register for one meeting within a minute: the web server and the worker as on a real site."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connection

from cms.forms.guard import FASTEST
from events.models import Registration
from tests.bench.goals import p95
from tests.bench.measured import Broken, Measured
from tests.bench.site import say
from tests.bench.tables import Line, print_table
from tests.events.coming import open_event
from tests.races.conftest import database_url
from tests.races.visitors import open_form

PEOPLE, SECONDS = 200, 60
#: Half of the people get a seat, the others queue.
SEATS = PEOPLE // 2
#: Seconds between the form and the answer; the guard believes nobody who is faster than this.
FILLING_IN = FASTEST + 1
GOALS = {"postgresql": p95(0.5), "sqlite": p95(2)}
PORT = 8765

EXPLANATION = (
    f"Through gunicorn, with the worker beside it. Everybody comes in their turn, {PEOPLE} in {SECONDS} seconds,"
    "\nwhether or not those before were served: what waits counts. In milliseconds; who asks has the same processors."
)


@dataclass(frozen=True)
class Visit:
    """Of one person: seconds for each page, and the status of the last."""

    form: float
    sent: float
    status: int


def run() -> None:
    event = open_event(slug="vol-binnen-een-minuut", capacity=SEATS)
    with serving():
        say(f"Letting {PEOPLE} people register …")
        visits = everybody_visits(f"{event.url}inschrijven/")

    def sent():
        stored = Registration.objects.filter(event=event).count()
        if stored != PEOPLE:
            raise Broken(f"{stored} of {PEOPLE} are registered; answers: {sorted({visit.status for visit in visits})}")
        return Measured([visit.sent for visit in visits])

    print_table(
        f"{PEOPLE} registrations in {SECONDS} seconds",
        EXPLANATION,
        [
            Line("the form", lambda: Measured([visit.form for visit in visits]), (GOALS[connection.vendor],)),
            Line("sending it", sent, (GOALS[connection.vendor],)),
        ],
    )


@contextlib.contextmanager
def serving() -> Iterator[None]:
    """The web server and the worker, on the database of this process."""
    environment = os.environ | {"DATABASE_URL": database_url(), "PORT": str(PORT)}
    server = subprocess.Popen([sys.executable, "-m", "cms.serve"], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        if not any("The site is on" in line for line in iter(server.stdout.readline, "")):
            raise SystemExit("The server does not start.")
        yield
    finally:
        server.terminate()
        server.wait()


def everybody_visits(address: str) -> list[Visit]:
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=PEOPLE) as people:
        turns = [start + number * SECONDS / PEOPLE for number in range(PEOPLE)]
        return list(people.map(visit, [address] * PEOPLE, range(PEOPLE), turns))


def visit(address: str, number: int, turn: float) -> Visit:
    wait_until(turn)
    filled_in = open_form(PORT, address, number)
    form = time.perf_counter() - turn
    turn = turn + form + FILLING_IN
    wait_until(turn)
    status = filled_in.send()
    return Visit(form, time.perf_counter() - turn, status)


def wait_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.perf_counter()))

"""`make bench`: how fast the inventory is with 500 and with 10,000 practices. Prints a table, asserts nothing.

Everything happens on a throw-away site: a test database of the engine that DATABASE_URL names, and a directory of its
own for files, cache and static files. Requests go through Django's test client: the whole stack of middleware with
the settings of production, without a network and without gunicorn.
"""

import contextlib
import io
import os
import platform
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

SIZES = (500, 10_000)
IMPORT_ROWS = 5_000
#: Requests behind each p50 and p95.
WARM, COLD = 40, 15
#: The practices that a visitor asks for.
INDEX = "/praktijken/"

#: Different for each request, so that the page cache leaves it alone.
_numbers = count()


def main():
    with tempfile.TemporaryDirectory(prefix="labo-bench-") as directory:
        os.environ |= {"VAR_DIR": directory, "DJANGO_SETTINGS_MODULE": "cms.settings.bench"}
        for name in ("CACHE_URL", "EMAIL_URL"):
            os.environ[name] = ""
        import django

        django.setup()
        with throw_away_site():
            for size in SIZES:
                print_table(size)


@contextlib.contextmanager
def throw_away_site() -> Iterator[None]:
    from django.core.management import call_command
    from django.db import connection

    say("Making a site to measure on …")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            call_command("collectstatic", interactive=False, verbosity=0)
            call_command("prepare", demo=True)
        yield
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


class Broken(Exception):
    """Something does not answer; the other lines are measured all the same."""


@dataclass(frozen=True)
class Measured:
    """Times in seconds, by the clock and of the processor; memory in bytes; None where it is not measured."""

    times: list[tuple[float, float]]
    queries: int | None = None
    memory: int | None = None

    @property
    def p50(self) -> float:
        return statistics.median(clock for clock, _processor in self.times)

    @property
    def p95(self) -> float:
        clock = [clock for clock, _processor in self.times]
        return statistics.quantiles(clock, n=20, method="inclusive")[-1] if len(clock) > 1 else clock[0]

    @property
    def processor(self) -> float:
        """The median; far below p50 on a machine that is busy with something else."""
        return statistics.median(processor for _clock, processor in self.times)


@dataclass(frozen=True)
class Line:
    name: str
    measure: Callable[[], Measured]
    goal: str = ""


def print_table(size: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    say(f"Making {size:,} practices …")
    call_command("make_practices", size, stdout=io.StringIO())
    print(
        f"\n{size:,} practices · {connection.vendor} · Python {platform.python_version()} · {os.cpu_count()} processors"
        "\nIn process, with the settings of production. Times in milliseconds (CPU: median), past the page cache;"
        " cold = right after something was published."
    )
    print(f"\n{'':44}{'queries':>8}{'p50':>9}{'p95':>9}{'CPU':>9}{'memory':>10}  goal\n{'-' * 108}")
    for line in lines(Client(raise_request_exception=False, headers={"host": "localhost"}), size):
        try:
            measured = line.measure()
        except Broken as problem:
            print(f"{line.name:44}  {problem}", flush=True)
            continue
        queries = "" if measured.queries is None else str(measured.queries)
        memory = "" if measured.memory is None else f"{measured.memory / 2**20:.1f} MB"
        times = f"{measured.p50 * 1000:9.1f}{measured.p95 * 1000:9.1f}{measured.processor * 1000:9.1f}"
        print(f"{line.name:44}{queries:>8}{times}{memory:>10}  {line.goal}", flush=True)


def lines(client, size: int) -> Iterator[Line]:
    from practices.models import PracticePage

    keys = list(PracticePage.objects.order_by("pk").values_list("pk", flat=True))
    three = "&".join(f"p={pk}" for pk in keys[-3:])
    four = f"{three}&p={keys[0]}"
    practice = PracticePage.objects.get(pk=keys[-1])
    like_mine = f"zoals-mijn-gemeente/?gemeente={practice.municipalities.first().name}"
    chosen = "thema=mobiliteit&thema=wonen&provincie=antwerpen&status=lopend"
    p95 = "p95 ≤ 150 ms" if size <= SIZES[0] else "p95 ≤ 600 ms"

    def page(path, **kwargs):
        return lambda: measure_page(client, path, **kwargs)

    yield Line("listing with all counts, cold", page(INDEX, cold=True), f"≤ 15 queries, {p95}")
    yield Line("listing with all counts", page(INDEX), f"≤ 15 queries, {p95}")
    yield Line("listing, three facets chosen", page(f"{INDEX}?{chosen}"), f"≤ 15 queries, {p95}")
    yield Line("listing, two words", page(f"{INDEX}?q=moestuin+school"), f"≤ 15 queries, {p95}")
    yield Line(
        "listing, two words and three facets", page(f"{INDEX}?q=moestuin+school&{chosen}"), f"≤ 15 queries, {p95}"
    )
    yield Line("map, cold", page(f"{INDEX}kaart/", cold=True), "≤ 12 queries")
    yield Line("map", page(f"{INDEX}kaart/"), "≤ 12 queries")
    yield Line("map, three facets chosen", page(f"{INDEX}kaart/?{chosen}"), "≤ 12 queries")
    yield Line("white spots", page(f"{INDEX}witte-vlekken/"), "≤ 15 queries")
    yield Line("practices like mine", page(f"{INDEX}{like_mine}"), "≤ 15 queries")
    yield Line("comparison of four", page(f"{INDEX}vergelijken/?{four}"), "≤ 15 queries")
    yield Line("comparison of three, and a search", page(f"{INDEX}vergelijken/?{three}&zoek=moestuin"), "≤ 15 queries")
    yield Line("practice", page(practice.url), "≤ 15 queries")
    yield Line("listing from the page cache", lambda: measure_kept(client, INDEX), "0 queries")
    for extension, goal in [("csv", "streamed, constant memory"), ("json", "streamed"), ("geojson", ""), ("xlsx", "")]:
        yield Line(
            f"all of them as {extension}", lambda path=f"{INDEX}data.{extension}": measure_file(client, path), goal
        )
    if size >= IMPORT_ROWS:
        yield Line(f"import, dry run: {IMPORT_ROWS:,} practices we have", measure_import, "≤ 30 s")
        yield Line(f"import, dry run: {IMPORT_ROWS:,} new ones", lambda: measure_import(new=True), "≤ 30 s")


def measure_page(client, path: str, *, cold: bool = False) -> Measured:
    from cms import cache

    def ask():
        if cold:
            cache.expire()
        return lambda: read(client, f"{path}{'&' if '?' in path else '?'}niet-bewaren={next(_numbers)}")

    ask()()
    return Measured([timed(ask()) for _number in range(COLD if cold else WARM)], queries=queries_of(ask()))


def measure_kept(client, path: str) -> Measured:
    read(client, path)
    return Measured([timed(lambda: read(client, path)) for _n in range(WARM)], queries_of(lambda: read(client, path)))


def measure_file(client, path: str) -> Measured:
    """A whole file once for the time and the queries, once more for the memory, because watching that takes time."""
    read(client, path)
    times = [timed(lambda: read(client, path))]
    return Measured(times, queries_of(lambda: read(client, path)), peak_of(lambda: read(client, path)))


def measure_import(*, new: bool = False) -> Measured:
    """Reading and planning the whole inventory as editors export it, or the same rows as practices we do not have."""
    from cms.models import User
    from practices.services import imports

    content = exported(new=new)
    by = User.objects.filter(is_superuser=True).first()

    def propose():
        batches.append(imports.propose(content=content, file_name="praktijken.csv", by=by))

    batches = []
    try:
        return Measured([timed(propose)])
    finally:
        for batch in batches:
            batch.delete()


def exported(*, new: bool) -> bytes:
    from itertools import islice

    from practices.exchange.about import About
    from practices.exchange.columns import COLUMNS
    from practices.exchange.rows import latest_rows
    from practices.exchange.streams import csv_text
    from practices.models import PracticeIndexPage

    index = PracticeIndexPage.objects.get()
    columns = [column for column in COLUMNS if not (new and column.name == "sleutel")]
    text = "".join(csv_text(About.of(index), islice(latest_rows(index), IMPORT_ROWS), columns))
    return (text.replace("Voorbeeldpraktijk", "Nieuwe praktijk") if new else text).encode()


def read(client, path: str) -> None:
    """The whole answer; what is streamed is thrown away piece by piece."""
    response = client.get(path)
    if response.status_code != 200:
        raise Broken(f"{path} answers {response.status_code}")
    if response.streaming:
        for _piece in response.streaming_content:
            pass
    response.close()


def timed(action) -> tuple[float, float]:
    clock, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - clock, time.process_time() - processor


def queries_of(action) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def peak_of(action) -> int:
    """How much more memory Python held, at its highest, than before."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

"""Search on 500, 10,000 and 50,000 pages, or as many as ``SIZES`` says, beside plain SQL on the same data."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from unittest import mock

from django.db import connection, transaction
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.search.backends import get_search_backend

from practices.models import PracticePage
from search import vocabulary
from search.fields import Completions, Stems
from tests.bench import raw_search
from tests.bench.in_process import measured, queries_of, read, timed
from tests.bench.site import say
from tests.bench.tables import Line, Measured, print_table
from tests.bench.wordy import COMMON, MID, RARE, STOP_WORD, WordySite

SIZES = "500 10000 50000"
#: How much longer a whole page may take than its plain SQL.
MOST = {"postgresql": "≤ 5 × raw", "sqlite": "≤ 10 × raw"}
MISTAKE = "moestiun"
INDEXED = 200
#: Times that a page is asked, each time with its plain SQL.
ROUNDS = 20

EXPLANATION = (
    "In process, with the settings of production. Times in milliseconds (CPU: median, of this process alone)."
    "\nRaw: the ten best, their number and the counts of five facets in plain SQL, asked in turn with the page;"
    "\ncompared by CPU on SQLite and by p50 on PostgreSQL, most of whose work is in another process."
    f"\n“{STOP_WORD}” is on every page, “{COMMON}” on half of them, “{MID}” on 6 %, “{RARE}” on 0.2 %."
)

_numbers = count()


def run() -> None:
    site = WordySite()
    for size in map(int, os.environ.get("SIZES", SIZES).split()):
        say(f"Making {size:,} pages …")
        site.grow(size)
        print_table(f"Search on {size:,} pages", EXPLANATION, lines())


def lines() -> Iterator[Line]:
    goal = MOST[connection.vendor]
    yield Line("gathering all words for “Bedoelde u”", lambda: measured([timed(vocabulary.gather)]))
    yield Line("the page without a search", lambda: beside(address("search", q="")))
    mid = page_of(MID)
    yield Line(f"results: {MID}", lambda: mid, goal)
    for words, goal_of_words in [
        (RARE, goal),
        (f"{MID} {COMMON}", ""),
        (COMMON, "≤ 3 × mid"),
        (STOP_WORD, "≤ 3 × mid"),
    ]:
        yield Line(f"results: {words}", lambda words=words: compared(page_of(words), mid), goal_of_words)
    yield Line(f"results: {MID}, narrowed to a theme", lambda: page_of(MID, thema="mobiliteit"))
    yield Line(f"results: {MID}, second page", lambda: page_of(MID, p=2))
    yield Line(f"results: {MISTAKE}, a mistake", lambda: beside(address("search", q=MISTAKE)))
    for beginning in ("m", "moes", "gem", "zwaluwn"):
        yield Line(f"suggestions: {beginning}", lambda beginning=beginning: suggestions_of(beginning), "p95 ≤ 30 ms")
    yield Line(f"indexing {INDEXED} practices", measure_indexing, "≤ 4 × without stems")


def page_of(words: str, **chosen) -> Measured:
    return beside(address("search", q=words, **chosen), lambda: raw_search.whole_page(*words.split()))


def suggestions_of(beginning: str) -> Measured:
    return beside(address("search_suggestions", q=beginning), lambda: raw_search.suggestions(beginning))


def address(name: str, **asked) -> str:
    return f"{reverse(name)}?{urlencode(asked)}"


def beside(path: str, raw: Callable[[], None] | None = None) -> Measured:
    """The page and the plain SQL in turn, so that a machine that is busy with something else is so for both."""

    def ask():
        read(f"{path}&niet-bewaren={next(_numbers)}")

    ask()
    times, raw_times = [], []
    for _number in range(ROUNDS):
        times.append(timed(ask))
        if raw:
            raw_times.append(timed(raw))
    found = measured(times, queries=queries_of(ask))
    if not raw:
        return found
    bare = measured(raw_times)
    return replace(found, note=f"raw {basis(bare) * 1000:.1f}: {basis(found) / basis(bare):.1f} ×")


def basis(measured: Measured) -> float:
    """What is compared. SQLite works in this process; another clock would also tell what else the machine does."""
    return measured.processor if connection.vendor == "sqlite" else measured.p50


def compared(page: Measured, mid: Measured) -> Measured:
    return replace(page, note=f"{page.note}, {basis(page) / basis(mid):.1f} × mid")


def measure_indexing() -> Measured:
    """The same pages without and with stems; they are indexed again and stay what they were."""
    index = get_search_backend().get_index_for_model(PracticePage)
    pages = list(
        PracticePage.objects.order_by("-pk").prefetch_related("municipalities", "themes", "instruments", "topics")[
            :INDEXED
        ]
    )
    fields = PracticePage.get_search_fields()
    plain = [field for field in fields if not isinstance(field, (Stems, Completions))]

    def add():
        with transaction.atomic():
            index.add_items(PracticePage, pages)

    add()
    with mock.patch.object(PracticePage, "get_search_fields", lambda *_page: plain):
        without = timed(add)
    took = timed(add)
    speed, speed_without = INDEXED / took[0], INDEXED / without[0]
    note = f"{speed:.0f} pages a second, {speed_without:.0f} without stems: {took[0] / without[0]:.1f} ×"
    return measured([took], note=note)

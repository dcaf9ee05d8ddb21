"""Search on 500, 10,000 and 50,000 pages, or as many as ``SIZES`` says, beside plain SQL on the same data."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from unittest import mock

from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.search.backends import get_search_backend

from practices.models import PracticePage
from search.engine import dutch, vocabulary
from search.engine.fields import Completions, Stems
from search.engine.index_texts import index_texts, plain_words
from search.engine.query import Query
from search.site.asked import Asked, find_pages
from search.site.results import Results
from tests.bench import raw_search
from tests.bench.goals import p95, times
from tests.bench.in_process import measured, queries_of, read, timed
from tests.bench.measured import Measured
from tests.bench.site import say
from tests.bench.tables import Line, print_table
from tests.bench.wordy import COMMON, MID, RARE, STOP_WORD, WordySite

SIZES, LARGE = "500 10000 50000", 10_000
#: How much longer a whole page may take than its plain SQL.
MOST = {"postgresql": times(5, "raw"), "sqlite": times(10, "raw")}
MISTAKE = "moestiun"
INDEXED, INDEXING_ROUNDS = 200, 5
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
        print_table(f"Search on {size:,} pages", EXPLANATION, lines(size))


def lines(size: int) -> Iterator[Line]:
    # On a small site plain SQL is done before a page of HTML is half made.
    beside_raw = (MOST[connection.vendor],) if size >= LARGE else ()
    yield Line("gathering all words for “Bedoelde u”", lambda: measured([timed(vocabulary.gather)]))
    yield Line("the page without a search", lambda: beside(address("search", q="")))
    mid = page_of(MID)
    yield Line(f"results: {MID}", lambda: mid, beside_raw)
    for words, goals in [
        (RARE, beside_raw),
        (f"{MID} {COMMON}", ()),
        (COMMON, (times(3, "mid"),)),
        (STOP_WORD, (times(3, "mid"),)),
    ]:
        yield Line(f"results: {words}", lambda words=words: compared(page_of(words), mid), goals)
    yield Line(f"results: {MID}, narrowed to a theme", lambda: page_of(MID, thema="mobiliteit"))
    yield Line(f"results: {MID}, second page", lambda: page_of(MID, p=2))
    for words in (MID, RARE):
        yield Line(f"rows and facets: {words}, not yet a page", lambda words=words: rows_of(words))
    yield Line(f"facets: {MID}", lambda: facets_of(MID))
    yield Line(f"facets: {COMMON}", lambda: facets_of(COMMON))
    yield Line(f"results: {MISTAKE}, a mistake", lambda: beside(address("search", q=MISTAKE)))
    for beginning in ("m", "moes", "gem", "zwaluwn"):
        yield Line(f"suggestions: {beginning}", lambda beginning=beginning: suggestions_of(beginning), (p95(0.03),))
    for name, is_cold in [("", False), (", words not met before", True)]:
        goals = (times(4, "without stems"),)
        yield Line(f"indexing {INDEXED} practices{name}", lambda is_cold=is_cold: measure_indexing(is_cold), goals)


def page_of(words: str, **chosen) -> Measured:
    return beside(address("search", q=words, **chosen), lambda: raw_search.whole_page(*words.split()))


def suggestions_of(beginning: str) -> Measured:
    return beside(address("search_suggestions", q=beginning), lambda: raw_search.suggestions(beginning))


def rows_of(words: str) -> Measured:
    """All that a page of results shows, before a template makes a page of it."""
    asked, request = Asked(Query.parse(words)), RequestFactory().get("/")

    def ask():
        results = Results(asked, find_pages(asked), request)
        return results[0:10], len(results), results.blocks

    return in_turn(ask, lambda: raw_search.whole_page(*words.split()))


def facets_of(words: str) -> Measured:
    """What is found and how much there is of each, without a page around it."""
    asked, request = Asked(Query.parse(words)), RequestFactory().get("/")
    return in_turn(lambda: Results(asked, find_pages(asked), request).blocks, lambda: raw_search.facets(words))


def address(name: str, **asked) -> str:
    return f"{reverse(name)}?{urlencode(asked)}"


def beside(path: str, raw: Callable[[], None] | None = None) -> Measured:
    """The page and the plain SQL in turn, so that a machine that is busy with something else is so for both."""

    return in_turn(lambda: read(f"{path}&niet-bewaren={next(_numbers)}"), raw)


def in_turn(ask: Callable[[], object], raw: Callable[[], None] | None = None) -> Measured:
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
    ratio = basis(found) / basis(bare)
    return replace(found, times_as_long={"raw": ratio}, note=f"raw {basis(bare) * 1000:.1f}: {ratio:.1f} ×")


def basis(measured: Measured) -> float:
    """What is compared. SQLite works in this process; another clock would also tell what else the machine does."""
    return measured.processor if connection.vendor == "sqlite" else measured.p50


def compared(page: Measured, mid: Measured) -> Measured:
    ratio = basis(page) / basis(mid)
    return replace(page, times_as_long={**page.times_as_long, "mid": ratio}, note=f"{page.note}, {ratio:.1f} × mid")


def measure_indexing(is_cold: bool) -> Measured:
    """The same pages without and with stems, and their texts in plain SQL, in turn; they stay what they were.

    ``is_cold``: no word was analysed before, as in a worker that just started.
    """
    index = get_search_backend().get_index_for_model(PracticePage)
    newest = PracticePage.objects.order_by("-pk").prefetch_related("municipalities", "themes", "instruments", "topics")
    pages = list(newest[:INDEXED])
    fields = PracticePage.get_search_fields()
    plain = [field for field in fields if not isinstance(field, (Stems, Completions))]
    texts = [
        (" ".join(plain_words(title)), " ".join(plain_words(body)))
        for title, body in index_texts([page.pk for page in pages]).values()
    ]

    def add():
        with transaction.atomic():
            index.add_items(PracticePage, pages)

    def add_raw():
        with transaction.atomic():
            raw_search.index(texts)

    add()
    took, without, raw = [], [], []
    for _round in range(INDEXING_ROUNDS):
        raw.append(timed(add_raw))
        with mock.patch.object(PracticePage, "get_search_fields", lambda *_page: plain):
            without.append(timed(add))
        if is_cold:
            for remembered in (dutch.stem, dutch.tokens_of, dutch._split):
                remembered.cache_clear()
        took.append(timed(add))
    found, plainly, bare = measured(took), measured(without), measured(raw)
    ratio = found.p50 / plainly.p50
    speeds = [f"{INDEXED / one.p50:,.0f}" for one in (found, plainly, bare)]
    note = "{} pages a second, {} without stems, {} in plain SQL".format(*speeds)
    return replace(found, times_as_long={"without stems": ratio}, note=f"{ratio:.1f} × without stems: {note}")

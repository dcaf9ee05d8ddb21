"""Requests through Django's test client: the whole stack of middleware, without a network and without gunicorn."""

import statistics
import time
import tracemalloc
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.web import cache
from tests.bench.measured import Broken, Measured

#: Requests behind each p50 and p95.
WARM, COLD = 40, 15

EXPLANATION = (
    "In process, with the settings of production. Times in milliseconds (CPU: median), past the page cache;"
    " cold = right after something was published."
)

client = Client(raise_request_exception=False, headers={"host": "localhost"})
#: Different for each request, so that the page cache leaves it alone.
_numbers = count()


def measure_page(path: str, *, cold: bool = False) -> Measured:
    def ask():
        if cold:
            cache.expire()
        return lambda: read(f"{path}{'&' if '?' in path else '?'}niet-bewaren={next(_numbers)}")

    ask()()
    times = [timed(ask()) for _number in range(COLD if cold else WARM)]
    return measured(times, queries=queries_of(ask()))


def measure_cached(path: str) -> Measured:
    read(path)
    return measured([timed(lambda: read(path)) for _n in range(WARM)], queries=queries_of(lambda: read(path)))


def measure_file(path: str) -> Measured:
    """A whole file once for the time and the queries, once more for the memory, because watching that takes time."""
    read(path)
    times = [timed(lambda: read(path))]
    return measured(times, queries=queries_of(lambda: read(path)), memory=peak_of(lambda: read(path)))


def measured(times: list[tuple[float, float]], **others) -> Measured:
    """Of times by the clock and of the processor."""
    clock, processor = zip(*times, strict=True)
    return Measured(list(clock), statistics.median(processor), **others)


def read(path: str) -> None:
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

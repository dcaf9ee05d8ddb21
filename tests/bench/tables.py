"""What was measured, in lines under each other."""

import os
import platform
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection


class Broken(Exception):
    """Something does not answer; the other lines are measured all the same."""


@dataclass(frozen=True)
class Measured:
    """Times in seconds, by the clock and of the processor; memory in bytes; None where it is not measured."""

    times: list[float]
    #: The median; far below p50 on a machine that is busy with something else.
    processor: float | None = None
    queries: int | None = None
    memory: int | None = None
    #: What else was seen, behind the figures.
    note: str = ""

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1] if len(self.times) > 1 else self.times[0]


@dataclass(frozen=True)
class Line:
    name: str
    measure: Callable[[], Measured]
    goal: str = ""


def print_table(title: str, explanation: str, lines: Iterable[Line]) -> None:
    machine = f"{connection.vendor} · Python {platform.python_version()} · {os.cpu_count()} processors"
    print(f"\n{title} · {machine}\n{explanation}")
    print(f"\n{'':44}{'queries':>8}{'p50':>9}{'p95':>9}{'CPU':>9}{'memory':>10}  goal\n{'-' * 108}")
    for line in lines:
        try:
            measured = line.measure()
        except Broken as problem:
            print(f"{line.name:44}  {problem}", flush=True)
            continue
        queries = "" if measured.queries is None else str(measured.queries)
        processor = "" if measured.processor is None else f"{measured.processor * 1000:.1f}"
        memory = "" if measured.memory is None else f"{measured.memory / 2**20:.1f} MB"
        times = f"{measured.p50 * 1000:9.1f}{measured.p95 * 1000:9.1f}{processor:>9}"
        remarks = " · ".join(text for text in (measured.note, line.goal) if text)
        print(f"{line.name:44}{queries:>8}{times}{memory:>10}  {remarks}", flush=True)

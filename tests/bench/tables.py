"""What was measured, in lines under each other, and whether it is what it should be."""

import os
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection

from tests.bench.goals import Goal
from tests.bench.measured import Broken, Measured

HELD, MISSED = "held", "MISSED"


@dataclass(frozen=True)
class Line:
    name: str
    measure: Callable[[], Measured]
    goals: tuple[Goal, ...] = ()
    #: What else it should be, of which no figure tells.
    wish: str = ""


def print_table(title: str, explanation: str, lines: Iterable[Line]) -> None:
    machine = f"{connection.vendor} · Python {platform.python_version()} · {os.cpu_count()} processors"
    print(f"\n{title} · {machine}\n{explanation}")
    print(f"\n{'':44}{'queries':>8}{'p50':>9}{'p95':>9}{'CPU':>9}{'memory':>10}  {'':6}  goal\n{'-' * 116}")
    missed = []
    for line in lines:
        try:
            measured = line.measure()
        except Broken as problem:
            missed.append(line.name)
            print(f"{line.name:44}  {MISSED}  {problem}", flush=True)
            continue
        not_held = [goal for goal in line.goals if not goal.is_held_by(measured)]
        if not_held:
            missed.append(line.name)
        print(_row(line, measured, not_held), flush=True)
    print(f"\n{MISSED}: {', '.join(missed)}" if missed else f"\nAll goals are {HELD}.", flush=True)


def _row(line: Line, measured: Measured, not_held: list[Goal]) -> str:
    queries = "" if measured.queries is None else str(measured.queries)
    processor = "" if measured.processor is None else f"{measured.processor * 1000:.1f}"
    memory = "" if measured.memory is None else f"{measured.memory / 2**20:.1f} MB"
    times = f"{measured.p50 * 1000:9.1f}{measured.p95 * 1000:9.1f}{processor:>9}"
    verdict = MISSED if not_held else HELD if line.goals else ""
    goals = [f"{goal.text}{' ✗' if goal in not_held else ''}" for goal in line.goals]
    remarks = " · ".join(text for text in (*goals, line.wish, measured.note) if text)
    return f"{line.name:44}{queries:>8}{times}{memory:>10}  {verdict:6}  {remarks}".rstrip()

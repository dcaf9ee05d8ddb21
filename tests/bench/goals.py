"""What the figures of a line should be at most. A table says of each line whether it is so; nothing fails by it.

Figures tell what else the machine does as well. Who measures on a quiet machine sees at once what is slow, and a busy
one breaks no build.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.measured import Measured


@dataclass(frozen=True)
class Goal:
    text: str
    most: float
    figure: Callable[[Measured], float]

    def is_held_by(self, measured: Measured) -> bool:
        return self.figure(measured) <= self.most


def p95(seconds: float) -> Goal:
    return Goal(f"p95 ≤ {_in_words(seconds)}", seconds, lambda measured: measured.p95)


def lasting(seconds: float) -> Goal:
    """Of something that is done once."""
    return Goal(f"≤ {_in_words(seconds)}", seconds, lambda measured: measured.p50)


def queries(most: int) -> Goal:
    return Goal(f"≤ {most} queries" if most else "0 queries", most, lambda measured: measured.queries)


def times(most: float, what: str) -> Goal:
    """So many times as long as something else that the line was compared with."""
    return Goal(f"≤ {most} × {what}", most, lambda measured: measured.times_as_long[what])


def _in_words(seconds):
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.0f} s"

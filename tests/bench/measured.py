import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field


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
    #: As what else, such as plain SQL for the same.
    times_as_long: Mapping[str, float] = field(default_factory=dict)
    #: What else was seen, behind the figures.
    note: str = ""

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20, method="inclusive")[-1] if len(self.times) > 1 else self.times[0]

"""The hero drawing in numbers: how many practices began on which step and stand on which step now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from practices.drawings.continuum import STEPS, ContinuumPositions


@dataclass(frozen=True, slots=True)
class CrosstabRow:
    start: int
    #: Practices per step now, from step 1 to step 5.
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Crosstab:
    rows: tuple[CrosstabRow, ...]
    totals: tuple[int, ...]
    total: int
    #: Practices whose start or present step is unknown; in no row.
    unknown: int


def crosstab(practices: Iterable[ContinuumPositions]) -> Crosstab:
    pairs = Counter((positions.start, positions.now) for positions in practices)
    table = [[pairs[start, now] for now in STEPS] for start in STEPS]
    known = sum(map(sum, table))
    return Crosstab(
        rows=tuple(CrosstabRow(start, tuple(row), sum(row)) for start, row in zip(STEPS, table, strict=True)),
        totals=tuple(sum(column) for column in zip(*table, strict=True)),
        total=known,
        unknown=pairs.total() - known,
    )

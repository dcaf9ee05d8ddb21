"""The hero drawing of many practices: an arc per pair of steps, as wide as its number of practices, a disc per step."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from practices.drawings.continuum import STEPS
from practices.drawings.crosstab import Crosstab
from practices.drawings.field_size import WIDE, FieldArc, FieldDisc, FieldSize
from practices.drawings.shapes import arc_path, short


@dataclass(frozen=True, slots=True)
class Count:
    """A number of practices, written on a disc or beside an arc. y counts from the line."""

    x: str
    y: str
    number: int
    is_on_disc: bool


def bundles(size: FieldSize, table: Crosstab) -> tuple[tuple[FieldArc, ...], tuple[FieldDisc, ...], tuple[Count, ...]]:
    flows = Counter(
        {
            (row.start, now): count
            for row in table.rows
            for now, count in zip(STEPS, row.counts, strict=True)
            if count and now != row.start
        }
    )
    # The longest move takes all the height there is.
    longest = max((abs(now - start) for start, now in flows), default=1)
    rise = min(size.tallest * 0.93 / longest, size.tallest * 0.4)
    arcs, counts = [], []
    for (start, now), count in flows.most_common():
        width = (2 + 26 * count / max(flows.values())) * _unit(size)
        height = abs(now - start) * rise * (1 if now > start else 0.5)
        arcs.append(FieldArc(arc_path(size.x(start), size.x(now), height), short(width)))
        # Thin arcs would drown in numbers; the table has them.
        if size.has_text and width >= 4:
            edge = height + width / 2
            y = -edge - 6 if now > start else edge + 18
            counts.append(Count(short(size.x((start + now) / 2)), short(y), count, is_on_disc=False))
    if size.has_text:
        totals = zip(STEPS, table.totals, strict=True)
        counts += [Count(short(size.x(step)), "6", total, is_on_disc=True) for step, total in totals if total]
    return tuple(arcs), tuple(_discs(size, table)), tuple(counts)


def _unit(size: FieldSize) -> float:
    """Everything shrinks with the dots of the single drawing."""
    return size.dot / WIDE.dot


def _discs(size: FieldSize, table: Crosstab) -> Iterator[FieldDisc]:
    """The larger, the more practices stand there now; with a ring if some of them never left."""
    unit = _unit(size)
    for step, total in zip(STEPS, table.totals, strict=True):
        if not total:
            continue
        x = short(size.x(step))
        radius = (16 + 18 * sqrt(total / max(table.totals))) * unit
        yield FieldDisc("now", step, x, short(radius), short(3 * unit))
        if table.rows[step - 1].counts[step - 1]:
            yield FieldDisc("halo", step, x, short(radius + 6 * unit), short(2 * unit))

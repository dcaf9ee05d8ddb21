"""The hero drawing with a dot per practice.

Dots of one kind stand side by side, so a row of them is drawn as one thick line whose dashes are round dots: sixty
practices then weigh as little as five.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from practices.drawings.continuum import STEPS, ContinuumPositions
from practices.drawings.field_size import FieldArc, FieldDisc, FieldSize
from practices.drawings.shapes import arc_path, short

#: Per kind the diameter of the whole dot and of what lies under it (or, in a ring, in it), in diameters of a "now" dot.
DIAMETERS = {"start": (0.92, 0.58), "mid": (0.58, 0.75), "now": (1, 1.25)}


@dataclass(frozen=True, slots=True)
class DotRow:
    step: int
    path: str


@dataclass(frozen=True, slots=True)
class DotKind:
    """All dots of one kind, see ``continuum.Disc``. They are cut out of line and arcs with a stroke of the paper's
    colour along ``path``: around discs, inside rings."""

    is_ring: bool
    dashes: str
    width: str
    cut_width: str
    rows: tuple[DotRow, ...]

    @property
    def path(self) -> str:
        return "".join(row.path for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Seats:
    """Where the dots stand. A practice is known by its number; it has a dot per step that it was on."""

    pitch: float
    dot: float
    xs: dict[tuple[int, str], float]
    rows: dict[tuple[str, int], list[float]]


def single_dots(
    size: FieldSize, placed: Sequence[ContinuumPositions]
) -> tuple[tuple[FieldArc, ...], tuple[FieldDisc, ...], tuple[DotKind, ...]]:
    seats = _seats(size, placed)
    return tuple(_arcs(size, placed, seats)), tuple(_halos(placed, seats)), tuple(_dots(seats))


def _seats(size: FieldSize, placed: Sequence[ContinuumPositions]) -> _Seats:
    """On every step first those that are here now (from furthest right at the left), then those that passed, then
    those that began here: so arcs cross little."""
    guests: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for number, positions in enumerate(placed):
        start, during, now = positions.start, positions.during, positions.now
        guests[now].append((-start, number, "now"))
        if during not in (None, start, now):
            guests[during].append((0, number, "mid"))
        if start != now:
            guests[start].append((now, number, "start"))

    crowd = max(map(len, guests.values()), default=1)
    pitch = min(size.width / 5 * 0.94 / crowd, size.pitch)
    xs: dict[tuple[int, str], float] = {}
    rows: dict[tuple[str, int], list[float]] = defaultdict(list)
    for step, here in guests.items():
        for place, (_order, number, kind) in enumerate(sorted(here)):
            x = size.x(step) + (place - (len(here) - 1) / 2) * pitch
            xs[number, kind] = x
            rows[kind, step].append(x)
    return _Seats(pitch, min(size.dot, pitch * 0.84), xs, rows)


def _arcs(size: FieldSize, placed: Sequence[ContinuumPositions], seats: _Seats) -> Iterator[FieldArc]:
    paths: dict[bool, list[str]] = {True: [], False: []}
    for number, positions in enumerate(placed):
        trail = [seats.xs[number, kind] for kind in ("start", "mid", "now") if (number, kind) in seats.xs]
        if positions.start == positions.now:
            # Back where it began: one dot is both ends.
            trail = [seats.xs[number, "now"], *trail]
        for origin, target in pairwise(trail):
            if origin == target:
                continue
            height = min(abs(target - origin) * (size.rise if target > origin else size.fall), size.tallest)
            paths[positions.during is not None].append(arc_path(origin, target, height))
    for is_certain, path in paths.items():
        if path:
            yield FieldArc("".join(path), short(size.arc_width), is_certain)


def _halos(placed: Sequence[ContinuumPositions], seats: _Seats) -> Iterator[FieldDisc]:
    """A ring around those that never moved."""
    for number, positions in enumerate(placed):
        if positions.start == positions.during == positions.now:
            x = short(seats.xs[number, "now"])
            yield FieldDisc("halo", positions.now, x, short(seats.dot * 0.85), short(seats.dot * 0.11))


def _dots(seats: _Seats) -> Iterator[DotKind]:
    for kind, (diameter, cut) in DIAMETERS.items():
        rows = tuple(DotRow(step, _row(seats.rows[kind, step])) for step in STEPS if seats.rows[kind, step])
        if rows:
            yield DotKind(
                is_ring=kind == "start",
                dashes=f"0 {seats.pitch:.2f}",
                width=short(seats.dot * diameter),
                cut_width=short(seats.dot * cut),
                rows=rows,
            )


def _row(xs: list[float]) -> str:
    # A tenth of a unit longer than the last dash, or rounding would lose it.
    return f"M{short(xs[0])} 0h{short(xs[-1] - xs[0] + 0.1)}"

"""The continuum mark: where one practice stood and stands between government (left) and citizens (right)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from practices.drawings.shapes import RulerMarks, arc_path, ruler, short

STEPS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Move:
    """A practice went from one step to another. Not certain if the moment between the two is unknown."""

    origin: int
    target: int
    is_certain: bool


@dataclass(frozen=True, slots=True)
class ContinuumPositions:
    """The steps (1–5) of a practice at its start, during the implementation and now; None where nobody knows."""

    start: int | None
    during: int | None
    now: int | None

    @property
    def is_known(self) -> bool:
        return None not in (self.start, self.during, self.now)

    @property
    def moves(self) -> Iterator[Move]:
        steps = [step for step in (self.start, self.during, self.now) if step is not None]
        is_certain = self.during is not None
        for origin, target in pairwise(steps):
            if origin != target:
                yield Move(origin, target, is_certain)


@dataclass(frozen=True, slots=True)
class Disc:
    """A moment on the line: ``start`` is a ring, ``mid`` a small disc, ``now`` a large one, ``halo`` "stayed here"."""

    kind: str
    step: int
    x: str
    radius: str
    stroke_width: str


@dataclass(frozen=True, slots=True)
class Arc:
    path: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class MarkSize:
    """The measures of one kind of mark. Discs, rings and strokes scale with ``radius``, that of the disc for now."""

    name: str
    gradient: str
    width: int
    #: x of the first and the last step.
    first: float
    last: float
    radius: int
    #: How tall an arc is that goes 1, 2, 3 or 4 steps to the right or to the left.
    rise: tuple[int, int, int, int]
    fall: tuple[int, int, int, int]
    #: Room above the line, and below it with and without an arc there.
    above: int
    below: int
    below_empty: int
    #: Room above the line of a mark without an arc there; as much as with one when not given.
    above_empty: int = 0
    has_ruler: bool = False

    def x(self, step: int) -> float:
        return self.first + (self.last - self.first) * (step - 1) / 4


CARD = MarkSize("card-mark", "gm", 320, 20, 300, 10, (21, 30, 34, 34), (21, 24, 24, 24), 46, 34, 34)
PLATE = MarkSize("wide", "gp", 1200, 120, 1080, 20, (84, 84, 84, 84), (62, 62, 62, 62), 118, 87, 42, has_ruler=True)
PLATE_NARROW = MarkSize(
    "narrow", "gpn", 560, 56, 504, 20, (84, 84, 84, 84), (62, 62, 62, 62), 118, 87, 42, has_ruler=True
)
LANE = MarkSize("wide", "gc", 1000, 100, 900, 16, (52, 52, 52, 52), (52, 52, 52, 52), 78, 74, 44, above_empty=44)
LANE_NARROW = MarkSize(
    "narrow", "gcn", 460, 46, 414, 16, (52, 52, 52, 52), (52, 52, 52, 52), 78, 74, 44, above_empty=44
)


@dataclass(frozen=True, slots=True)
class ContinuumMark:
    """A drawn mark. The line lies on y = 0 of a group that is moved down by ``line_y``.

    The line is dotted as long as one of the three moments is unknown, and so is an arc over an unknown moment.
    """

    size: MarkSize
    height: int
    line_y: int
    is_known: bool
    ticks: tuple[tuple[int, str], ...]
    arcs: tuple[Arc, ...]
    discs: tuple[Disc, ...]

    @property
    def ruler(self) -> tuple[RulerMarks, ...]:
        return ruler(self.size.width, marks=100, every=10, length=8, long=14) if self.size.has_ruler else ()

    @property
    def arc_width(self) -> str:
        return short(self.size.radius * 0.4)

    @property
    def arc_dashes(self) -> str:
        """Of an arc that is not certain: round dots, as far apart as they are wide."""
        return f"0 {short(self.size.radius * 0.8)}"

    @property
    def tick_width(self) -> str:
        return short(self.size.radius * 0.28)

    @property
    def tick_path(self) -> str:
        """Behind the x of a tick: as far above the line as below it."""
        reach = short(self.size.radius * 0.45 + 0.5)
        return f"-{reach}V{reach}"


def _mark(size: MarkSize, positions: ContinuumPositions) -> ContinuumMark:
    moves = list(positions.moves)
    below = size.below if any(move.target < move.origin for move in moves) else size.below_empty
    rises = any(move.target > move.origin for move in moves)
    above = size.above if rises or not size.above_empty else size.above_empty
    return ContinuumMark(
        size=size,
        height=above + below,
        line_y=above,
        is_known=positions.is_known,
        ticks=tuple((step, short(size.x(step))) for step in STEPS),
        arcs=tuple(_arc(size, move) for move in moves),
        discs=tuple(_discs(size, positions)),
    )


def _arc(size: MarkSize, move: Move) -> Arc:
    heights = size.rise if move.target > move.origin else size.fall
    height = heights[abs(move.target - move.origin) - 1]
    return Arc(arc_path(size.x(move.origin), size.x(move.target), height), move.is_certain)


def _discs(size: MarkSize, positions: ContinuumPositions) -> Iterator[Disc]:
    start, during, now = positions.start, positions.during, positions.now

    def disc(kind: str, step: int, scale: float, stroke: float) -> Disc:
        return Disc(kind, step, short(size.x(step)), short(size.radius * scale), short(size.radius * stroke))

    stayed_at_start = start is not None and start == during != now
    if start is not None and start != now:
        yield disc("start", start, 0.9 if stayed_at_start else 0.72, 0.3)
    if during is not None and during != now:
        yield disc("mid", during, 0.45 if stayed_at_start else 0.6, 0.2)
    if now is not None:
        yield disc("now", now, 1, 0.2)
        # One ring for every earlier moment on the same step: it stayed here.
        if during == now:
            yield disc("halo", now, 1.45, 0.175)
        if start == now:
            yield disc("halo", now, 1.9, 0.175)


def card_mark(positions: ContinuumPositions) -> ContinuumMark:
    """The mark on the upper edge of a card, 320 units wide."""
    return _mark(CARD, positions)


def plate_marks(positions: ContinuumPositions) -> tuple[ContinuumMark, ContinuumMark]:
    """The mark across a practice's page: 1200 units wide, and 560 for small screens."""
    return _mark(PLATE, positions), _mark(PLATE_NARROW, positions)


def lane_marks(positions: ContinuumPositions) -> tuple[ContinuumMark, ContinuumMark]:
    """A line of a comparison, one of several under each other: 1000 units wide, and 460 for small screens."""
    return _mark(LANE, positions), _mark(LANE_NARROW, positions)

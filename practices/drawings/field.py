"""The hero drawing: all practices of the inventory on one line, from government (left) to citizens (right).

Up to ``MOST_DOTS`` practices each is a dot with its own arcs. Beyond that single dots say nothing any more, so the
practices are bundled: an arc per pair of steps, as wide as its number of practices, and a disc per step. Either way
the drawing stays below 15 KB, and the crosstab says the same in numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from practices.drawings.continuum import STEPS, ContinuumPositions
from practices.drawings.crosstab import Crosstab, crosstab
from practices.drawings.shapes import RulerMarks, arc_path, ruler, short

MOST_DOTS = 60
MOST_UNKNOWN_DOTS = 12


@dataclass(frozen=True, slots=True)
class FieldSize:
    name: str
    gradient: str
    width: int
    height: int
    #: y of the line.
    line_y: int
    #: The largest dot and the widest space between two.
    radius: float
    pitch: float
    arc_width: float
    #: Height of an arc per unit of width, to the right and to the left, and the tallest arc.
    rise: float
    fall: float
    tallest: int
    line_width: int
    #: Length of the marks of the ruler, and of every fifth one.
    tick: int
    long_tick: int
    #: How far below the line the dotted rings stand.
    unknown_y: int
    #: More practices than this are bundled.
    most_dots: int
    has_text: bool

    def x(self, step: float) -> float:
        return self.width / 5 * (step - 0.5)

    @property
    def arc_dashes(self) -> str:
        """Of an arc that is not certain: round dots."""
        return f"0 {short(self.arc_width * 2)}"


WIDE = FieldSize("wide", "gf", 1360, 328, 196, 8.5, 26, 2.75, 0.33, 0.175, 172, 2, 9, 16, 98, MOST_DOTS, has_text=True)
# A small screen has room for fewer dots.
NARROW = FieldSize(
    "narrow", "gfn", 360, 162, 104, 2.9, 9, 1.1, 0.5, 0.26, 92, 1, 4, 8, 50, MOST_DOTS // 2, has_text=False
)


@dataclass(frozen=True, slots=True)
class FieldArc:
    path: str
    width: str
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Dots:
    """Dots of one kind on one step; kinds as in ``continuum.Disc``."""

    kind: str
    step: int
    radius: str
    stroke_width: str
    xs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of practices, written on a disc or beside an arc. y counts from the line."""

    x: str
    y: str
    number: int
    is_on_disc: bool


@dataclass(frozen=True, slots=True)
class FieldDrawing:
    """One width of the drawing. The line lies on y = 0 of a group that is moved down by ``size.line_y``."""

    size: FieldSize
    arcs: tuple[FieldArc, ...]
    dots: tuple[Dots, ...]
    counts: tuple[Count, ...]
    #: x of a dotted ring per practice whose step is unknown, below the line's right end; at most a dozen.
    unknown: tuple[str, ...]

    @property
    def ruler(self) -> tuple[RulerMarks, ...]:
        return ruler(self.size.width, marks=50, every=5, length=self.size.tick, long=self.size.long_tick)

    @property
    def unknown_text_x(self) -> str:
        """Where the words beside the dotted rings end."""
        return short(float(self.unknown[-1]) - self.size.radius * 2)


@dataclass(frozen=True, slots=True)
class Field:
    wide: FieldDrawing
    narrow: FieldDrawing
    #: Practices are bundled in the wide drawing.
    is_bundled: bool
    table: Crosstab


def field(practices: Iterable[ContinuumPositions]) -> Field:
    """All practices in one picture, in both widths, with the table that says the same."""
    practices = list(practices)
    placed = [positions for positions in practices if positions.start and positions.now]
    table = crosstab(practices)
    return Field(
        wide=_drawing(WIDE, placed, table),
        narrow=_drawing(NARROW, placed, table),
        is_bundled=len(placed) > WIDE.most_dots,
        table=table,
    )


def _drawing(size: FieldSize, placed: Sequence[ContinuumPositions], table: Crosstab) -> FieldDrawing:
    spacing = size.radius * 2.4
    shown = min(table.unknown, MOST_UNKNOWN_DOTS)
    unknown = tuple(short(size.width - size.radius - spacing * place) for place in range(shown))
    if len(placed) > size.most_dots:
        return FieldDrawing(size, *_bundles(size, table), unknown)
    return FieldDrawing(size, *_single_dots(size, placed), (), unknown)


def _single_dots(
    size: FieldSize, placed: Sequence[ContinuumPositions]
) -> tuple[tuple[FieldArc, ...], tuple[Dots, ...]]:
    """Every practice stands on its step beside the others there: first those that are here now (those that came from
    furthest right at the left), then those that passed, then those that began here, so that arcs cross little."""
    guests: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for number, positions in enumerate(placed):
        start, during, now = positions.start, positions.during, positions.now
        guests[now].append((-start, number, "now"))
        if during not in (None, start, now):
            guests[during].append((0, number, "mid"))
        if start != now:
            guests[start].append((now, number, "start"))

    crowd = max(map(len, guests.values()), default=1)
    pitch = min(size.width / 5 * 0.86 / crowd, size.pitch)
    radius = min(size.radius, pitch * 0.8)
    place: dict[tuple[int, str], float] = {}
    for step, here in guests.items():
        for index, (_order, number, kind) in enumerate(sorted(here)):
            place[number, kind] = size.x(step) + (index - (len(here) - 1) / 2) * pitch

    paths: dict[bool, list[str]] = {True: [], False: []}
    groups: dict[tuple[str, int], list[str]] = defaultdict(list)
    for number, positions in enumerate(placed):
        stops = [(kind, place[number, kind]) for kind in ("start", "mid", "now") if (number, kind) in place]
        is_certain = positions.during is not None
        for (_kind, origin), (_next, target) in pairwise(stops):
            slope = size.rise if target > origin else size.fall
            paths[is_certain].append(arc_path(origin, target, min(abs(target - origin) * slope, size.tallest)))
        for kind, x in stops:
            groups[kind, getattr(positions, "during" if kind == "mid" else kind)].append(short(x))
        if positions.start == positions.during == positions.now:
            groups["halo", positions.now].append(short(place[number, "now"]))

    scales = {"start": (0.66, 0.3), "mid": (0.62, 0.2), "halo": (1.5, 0.2), "now": (1, 0.24)}
    arcs = tuple(FieldArc("".join(path), short(size.arc_width), certain) for certain, path in paths.items() if path)
    dots = tuple(
        Dots(kind, step, short(radius * scale), short(radius * stroke), tuple(groups[kind, step]))
        for kind, (scale, stroke) in scales.items()
        for step in STEPS
        if groups[kind, step]
    )
    return arcs, dots


def _bundles(size: FieldSize, table: Crosstab) -> tuple[tuple[FieldArc, ...], tuple[Dots, ...], tuple[Count, ...]]:
    unit = size.radius / WIDE.radius
    flows = Counter(
        {
            (row.start, now): count
            for row in table.rows
            for now, count in zip(STEPS, row.counts, strict=True)
            if count and now != row.start
        }
    )
    arcs, counts = [], []
    for (start, now), count in flows.most_common():
        width = (2 + 26 * count / max(flows.values())) * unit
        height = abs(now - start) * (40 if now > start else 20) * size.tallest / WIDE.tallest
        arcs.append(FieldArc(arc_path(size.x(start), size.x(now), height), short(width)))
        # Thin arcs would drown in numbers; the table has them.
        if size.has_text and width >= 4:
            edge = height + width / 2
            y = -edge - 6 if now > start else edge + 18
            counts.append(Count(short(size.x((start + now) / 2)), short(y), count, is_on_disc=False))
    discs = list(_bundle_discs(size, table, unit))
    if size.has_text:
        counts += [
            Count(short(size.x(step)), "6", count, is_on_disc=True)
            for step, count in zip(STEPS, table.totals, strict=True)
            if count
        ]
    return tuple(arcs), tuple(discs), tuple(counts)


def _bundle_discs(size: FieldSize, table: Crosstab, unit: float) -> Iterator[Dots]:
    """A disc per step, its area after the practices that stand there now; a ring if some never left."""
    most = max(table.totals)
    for step, total in zip(STEPS, table.totals, strict=True):
        x = (short(size.x(step)),)
        if not total:
            continue
        radius = (16 + 18 * sqrt(total / most)) * unit
        yield Dots("now", step, short(radius), short(3 * unit), x)
        if table.rows[step - 1].counts[step - 1]:
            yield Dots("halo", step, short(radius + 6 * unit), short(2 * unit), x)

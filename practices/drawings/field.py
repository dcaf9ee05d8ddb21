"""The hero drawing: all practices of the inventory on one line, from government (left) to citizens (right).

Up to ``MOST_DOTS`` practices each is a dot with its own arcs (``field_dots``). Beyond that single dots say nothing any
more, so the practices are bundled (``field_bundles``). Either way both widths together stay below 15 KB, and the
crosstab says the same in numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from practices.drawings.continuum import ContinuumPositions
from practices.drawings.crosstab import Crosstab, crosstab
from practices.drawings.field_bundles import Count, bundles
from practices.drawings.field_dots import DotKind, single_dots
from practices.drawings.field_size import NARROW, WIDE, FieldArc, FieldDisc, FieldSize
from practices.drawings.shapes import RulerMarks, ruler, short

MOST_DOTS = 60
MOST_UNKNOWN_DOTS = 12


@dataclass(frozen=True, slots=True)
class FieldDrawing:
    """One width of the drawing. The line lies on y = 0 of a group that is moved down by ``size.line_y``."""

    size: FieldSize
    #: x of a dotted ring per practice whose step is unknown, below the line's right end; at most a dozen.
    unknown: tuple[str, ...]
    arcs: tuple[FieldArc, ...]
    discs: tuple[FieldDisc, ...]
    dots: tuple[DotKind, ...] = ()
    counts: tuple[Count, ...] = ()

    @property
    def ruler(self) -> tuple[RulerMarks, ...]:
        return ruler(self.size.width, marks=50, every=5, length=self.size.tick, long=self.size.long_tick)

    @property
    def unknown_radius(self) -> str:
        return short(self.size.dot / 2)

    @property
    def unknown_dashes(self) -> str:
        return f"{short(self.size.dot * 0.14)} {short(self.size.dot * 0.2)}"

    @property
    def unknown_text_x(self) -> str:
        """Where the words beside the dotted rings end."""
        return short(float(self.unknown[-1]) - self.size.dot)


@dataclass(frozen=True, slots=True)
class Field:
    wide: FieldDrawing
    narrow: FieldDrawing
    #: Practices are bundled, see above.
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
        is_bundled=len(placed) > MOST_DOTS,
        table=table,
    )


def _drawing(size: FieldSize, placed: Sequence[ContinuumPositions], table: Crosstab) -> FieldDrawing:
    shown = min(table.unknown, MOST_UNKNOWN_DOTS)
    unknown = tuple(short(size.width - size.dot * (0.5 + 1.5 * place)) for place in range(shown))
    if len(placed) > MOST_DOTS:
        arcs, discs, counts = bundles(size, table)
        return FieldDrawing(size, unknown, arcs, discs, counts=counts)
    arcs, discs, dots = single_dots(size, placed)
    return FieldDrawing(size, unknown, arcs, discs, dots)

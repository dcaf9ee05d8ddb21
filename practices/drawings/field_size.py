"""The two widths of the hero drawing, and what its two ways of drawing have in common."""

from dataclasses import dataclass

from practices.drawings.shapes import short


@dataclass(frozen=True, slots=True)
class FieldSize:
    name: str
    gradient: str
    width: int
    height: int
    #: y of the line.
    line_y: int
    #: The largest dot (diameter) and the widest space from dot to dot.
    dot: float
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
    has_text: bool

    def x(self, step: float) -> float:
        return self.width / 5 * (step - 0.5)

    @property
    def arc_dashes(self) -> str:
        """Of an arc that is not certain: round dots."""
        return f"0 {short(self.arc_width * 2)}"


WIDE = FieldSize("wide", "gf", 1360, 328, 196, 15, 26, 2.75, 0.33, 0.175, 172, 2, 9, 16, 98, has_text=True)
NARROW = FieldSize("narrow", "gfn", 360, 162, 104, 5.1, 9, 1.1, 0.5, 0.26, 92, 1, 4, 8, 50, has_text=False)


@dataclass(frozen=True, slots=True)
class FieldArc:
    path: str
    width: str
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class FieldDisc:
    """A disc or ring on the line; kinds as in ``continuum.Disc``."""

    kind: str
    step: int
    x: str
    radius: str
    stroke_width: str

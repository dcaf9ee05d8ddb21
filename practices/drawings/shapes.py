"""Shared by the drawings: short numbers, the arc that shows a move along the continuum, the ruler under the line."""

from dataclasses import dataclass


def short(number: float) -> str:
    """A number in as few characters as a tenth of a unit takes: 12, 12.5, -3."""
    return f"{round(number, 1) + 0.0:g}"


def arc_path(origin: float, target: float, height: float) -> str:
    """The path of a move on the line y = 0, ``height`` units tall.

    Above the line (negative y) if it goes to the right, towards the citizen; below it if it goes to the left,
    towards the government.
    """
    lean = (target - origin) * 0.22
    # A Bézier curve reaches three quarters of the height of its control points.
    control = height * 1.32 * (-1 if target > origin else 1)
    points = [origin + lean, control, target - lean, control, target, 0]
    return f"M{short(origin)} 0C{' '.join(short(point) for point in points)}".replace(" -", "-")


@dataclass(frozen=True, slots=True)
class RulerMarks:
    """Marks under the line as the dashes of one thick stroke, so that a hundred of them weigh nothing."""

    y: str
    length: str
    dashes: str


def ruler(width: float, marks: int, every: int, length: int, long: int) -> tuple[RulerMarks, RulerMarks]:
    """``marks`` spaces over ``width`` units, a mark of ``length`` at each and of ``long`` at every so many-th."""
    space = width / marks
    return _ruler_marks(space, length), _ruler_marks(space * every, long)


def _ruler_marks(space: float, length: int) -> RulerMarks:
    # A hair of one unit and then the rest of the space: not rounded, the error would add up along the line.
    return RulerMarks(short(length / 2), str(length), f"1 {space - 1:g}")

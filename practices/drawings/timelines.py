"""The timeline of an experiment line, true to time: a year is everywhere as wide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from practices.drawings.shapes import short

WIDTH = 1344
HEIGHT = 168
LINE_Y = 52
#: The part of the width behind the last date, for what is still to come.
TAIL = 0.12
#: With more milestones the columns get too narrow to read: the list then stands without a drawing.
MOST_COLUMNS = 7


class Milestone(Protocol):
    """The facts of a milestone that the drawing uses. Without a date it is still to come."""

    date: date | None
    is_key: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A milestone and how it is drawn: ``key`` (a turning point), ``next`` (still to come) or nothing special."""

    milestone: Milestone
    kind: str


@dataclass(frozen=True, slots=True)
class Point:
    """Where a milestone stands on the line, and the leader that brings the eye to its column."""

    x: str
    leader: str
    kind: str


@dataclass(frozen=True, slots=True)
class Year:
    x: str
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries in order of time. Without ``points`` there is no drawing, only the list."""

    entries: tuple[Entry, ...]
    points: tuple[Point, ...] = ()
    years: tuple[Year, ...] = ()
    #: Path of the marks of the months.
    months: str = ""
    #: x where the past ends and the dotted future begins.
    until: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    line_y: int = LINE_Y


def timeline(milestones: Iterable[Milestone], until: date) -> Timeline:
    """The timeline of these milestones. The line is drawn through up to ``until`` and dotted after it."""
    ordered = sorted(milestones, key=lambda milestone: milestone.date or date.max)
    entries = tuple(Entry(milestone, _kind(milestone, until)) for milestone in ordered)
    dates = [milestone.date for milestone in ordered if milestone.date]
    if not dates or not 2 <= len(entries) <= MOST_COLUMNS:
        return Timeline(entries)

    first = dates[0].year
    last = max(dates[-1], until)
    undated = len(entries) - len(dates)
    scale = WIDTH * (1 - TAIL) / max(_year(last) - first, 0.5)

    def x(day: date) -> float:
        return (_year(day) - first) * scale

    xs = [x(day) for day in dates]
    xs += [WIDTH * (1 - TAIL) + WIDTH * TAIL * (place + 0.5) / undated for place in range(undated)]
    # The drawing and the list below it share their columns; a leader ends one unit into its column.
    points = tuple(
        Point(short(at), _leader(at, WIDTH / len(entries) * column + 1), entry.kind)
        for column, (at, entry) in enumerate(zip(xs, entries, strict=True))
    )
    return Timeline(
        entries,
        points,
        years=tuple(_years(first, last.year, scale)),
        months=_months(scale, x(last)),
        until=short(x(until)) if until > dates[0] else "0",
    )


def _kind(milestone: Milestone, until: date) -> str:
    if milestone.date is None or milestone.date > until:
        return "next"
    return "key" if milestone.is_key else ""


def _year(day: date) -> float:
    """A day as a year with a fraction: 2020.5 is the first of July, near enough."""
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _leader(at: float, column: float) -> str:
    return f"M{short(at)} 0C{short(at)} 70 {short(column)} 46 {short(column)} 116"


def _years(first: int, last: int, scale: float) -> Iterator[Year]:
    """A mark every year, or every few where labels would touch."""
    stride = next(stride for stride in (1, 2, 5, 10, 25, 100) if stride * scale >= 64 or stride == 100)
    for year in range(first, last + 1, stride):
        yield Year(short((year - first) * scale), str(year))


def _months(scale: float, end: float) -> str:
    """Marks of the months up to ``end``; none where they would be closer than four units."""
    month = scale / 12
    if month < 4:
        return ""
    return "".join(f"M{short(number * month)} 0v-6" for number in range(int(end / month) + 1))

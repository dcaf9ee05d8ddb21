"""The large map: a disc per municipality, as large as its number of practices, divided by their step now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from practices.drawings.shapes import short
from practices.places.reference import project

#: Radius of a disc for one practice, and of the largest on the map. Units of the map, which is 870 wide.
SINGLE, LARGEST = 9, 34
#: A disc of this radius has room for its number.
NUMBERED = 15
HOLE = 0.56
#: The smallest radius of what answers to a pointer: 24 pixels across on a map that is 640 wide.
TARGET = 16.5
#: The counts whose sizes the legend shows, up to the largest on the map.
SAMPLES = (1, 5, 20, 100)


@dataclass(frozen=True, slots=True)
class PlacedPractices:
    """The practices of one municipality. Latitude and longitude in degrees (WGS 84)."""

    slug: str
    name: str
    latitude: float
    longitude: float
    #: Practices per step now, from step 1 to step 5; the first number is for those whose step is unknown.
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def steps(self) -> list[tuple[int, int]]:
        """The steps with practices, and how many there are; 0, for unknown, comes last."""
        return [(step, self.counts[step]) for step in [1, 2, 3, 4, 5, 0] if self.counts[step]]


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a disc for one step, 0 if unknown. Without a path it is the whole disc."""

    step: int
    path: str


@dataclass(frozen=True, slots=True)
class Pie:
    place: PlacedPractices
    x: str
    y: str
    radius: str
    #: Radius of a ring around the disc, shown on hover and keyboard focus.
    halo: str
    slices: tuple[Slice, ...]
    #: Radius of the middle that holds the number; empty if there is no room.
    hole: str


@dataclass(frozen=True, slots=True)
class SampleDisc:
    """A disc of the legend, standing on the line y = 0."""

    x: str
    y: str
    radius: str
    number: int
    text_x: str


@dataclass(frozen=True, slots=True)
class PieMap:
    #: The largest first, so that a small disc lies on a large one and none is hidden.
    pies: tuple[Pie, ...]
    samples: tuple[SampleDisc, ...]
    #: Of the samples, in the same units as the map.
    samples_width: str
    samples_height: str


def pie_map(places: Iterable[PlacedPractices]) -> PieMap:
    """A disc per municipality with practices; its area says how many there are."""
    drawn = sorted((place for place in places if place.total), key=lambda place: (-place.total, place.slug))
    most = drawn[0].total if drawn else 1
    single = min(SINGLE, LARGEST / sqrt(most))
    samples = _samples([number for number in SAMPLES if number <= most], single)
    return PieMap(
        pies=tuple(_pie(place, single) for place in drawn),
        samples=tuple(samples),
        samples_width=short(float(samples[-1].text_x) + 60) if samples else "0",
        samples_height=short(2 * float(samples[-1].radius) + 4) if samples else "0",
    )


def _pie(place: PlacedPractices, single: float) -> Pie:
    x, y = project(place.latitude, place.longitude)
    radius = single * sqrt(place.total)
    return Pie(
        place=place,
        x=short(x),
        y=short(y),
        radius=short(radius),
        halo=short(max(radius + 5, TARGET)),
        slices=tuple(_slices(place, x, y, radius)),
        hole=short(radius * HOLE) if radius >= NUMBERED else "",
    )


def _slices(place: PlacedPractices, x: float, y: float, radius: float) -> Iterator[Slice]:
    """Clockwise from the top, from government to citizens; unknown last."""
    if len(place.steps) == 1:
        yield Slice(place.steps[0][0], "")
        return
    turned = 0.0
    for step, number in place.steps:
        share = number / place.total
        start, end = (_on_circle(x, y, radius, angle) for angle in (turned, turned + share))
        is_large = int(share > 0.5)
        yield Slice(step, f"M{short(x)} {short(y)}L{start}A{short(radius)} {short(radius)} 0 {is_large} 1 {end}Z")
        turned += share


def _on_circle(x: float, y: float, radius: float, turn: float) -> str:
    """The point after so many turns, clockwise from the top."""
    angle = 2 * pi * turn
    return f"{short(x + radius * sin(angle))} {short(y - radius * cos(angle))}"


def _samples(numbers: list[int], single: float) -> list[SampleDisc]:
    samples, left = [], 2.0
    for number in numbers:
        radius = single * sqrt(number)
        text_x = left + 2 * radius + 8
        samples.append(SampleDisc(short(left + radius), short(-radius - 1), short(radius), number, short(text_x)))
        left = text_x + 14 + 10 * len(str(number))
    return samples

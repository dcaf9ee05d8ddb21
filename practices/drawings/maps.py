"""The map of Flanders: a dot per practice, on its municipality."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from practices.drawings.shapes import short
from practices.places.reference import project

#: More practices in one municipality than this become one dot with a number.
TALLEST_STACK = 5
#: More municipalities than this leave no place for stacks.
CROWDED = 80
#: A dot of this radius has room for its number.
ROOM = 11


@dataclass(frozen=True, slots=True)
class MappedPractice:
    """A practice in one municipality. Latitude and longitude in degrees (WGS 84); step now, None if unknown."""

    place: str
    latitude: float
    longitude: float
    title: str
    step: int | None


@dataclass(frozen=True, slots=True)
class MapDot:
    x: str
    y: str
    radius: str
    #: The step now, 0 if unknown. None for a dot that stands for many practices.
    step: int | None
    #: Empty where dots are too many and too small to point at.
    title: str
    #: How many practices the dot stands for, if more than one.
    count: int | None = None


def map_dots(practices: Iterable[MappedPractice]) -> tuple[MapDot, ...]:
    """The dots, from north to south, so that a southern stack stands before a northern one.

    Practices of one municipality stand on each other, the lowest on its point. The more municipalities, the smaller
    the dots; when there are more than ``CROWDED``, each has one dot with an area for its number.
    """
    places: dict[tuple[str, float, float], list[MappedPractice]] = defaultdict(list)
    for practice in practices:
        places[practice.place, practice.latitude, practice.longitude].append(practice)
    radius = 12 if len(places) <= 40 else 9
    dots: list[MapDot] = []
    for (place, latitude, longitude), here in sorted(places.items(), key=lambda item: -item[0][1]):
        x, y = project(latitude, longitude)
        if len(places) > CROWDED:
            size = min(2 + 2.5 * sqrt(len(here)), 20)
            dots.append(MapDot(short(x), short(y), short(size), None, "", len(here) if size >= ROOM else None))
            continue
        if len(here) > TALLEST_STACK:
            size = min(radius + 2.5 * sqrt(len(here)), 30)
            dots.append(MapDot(short(x), short(y), short(size), None, place, len(here)))
            continue
        for level, practice in enumerate(sorted(here, key=lambda practice: practice.step or 0)):
            title = f"{place}: {practice.title}"
            dots.append(MapDot(short(x), short(y - level * radius * 1.6), short(radius), practice.step or 0, title))
    return tuple(dots)

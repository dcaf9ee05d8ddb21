"""The poster of a video without a picture of its own: the moves of the practices, drawn thick."""

from collections.abc import Iterable
from dataclasses import dataclass

from practices.drawings.continuum import ContinuumPositions
from practices.drawings.shapes import arc_path, short

STATIONS = (64, 192, 320, 448, 576)
WIDTHS = (2, 5, 9, 3, 14)
MOST_ARCS = 40


@dataclass(frozen=True, slots=True)
class PosterArc:
    path: str
    width: int


@dataclass(frozen=True, slots=True)
class Poster:
    """640 × 360 units, the line on y = 196. The arcs are real moves; their spread and width are only looks."""

    arcs: tuple[PosterArc, ...]
    #: Step and x of the five stations.
    stations: tuple[tuple[int, int], ...] = tuple(enumerate(STATIONS, start=1))


def poster(practices: Iterable[ContinuumPositions], variant: int = 0) -> Poster:
    """The poster of these practices. Every ``variant`` (the id of the video, say) shuffles the arcs another way."""
    moves = [move for positions in practices for move in positions.moves][:MOST_ARCS]
    return Poster(tuple(_arc(move.origin, move.target, place + variant) for place, move in enumerate(moves)))


def _arc(origin: int, target: int, place: int) -> PosterArc:
    # Beside the station, so that equal moves do not hide each other.
    x1 = STATIONS[origin - 1] + (place * 7 % 11 - 5) * 7.5
    x2 = STATIONS[target - 1] + (place * 5 % 11 - 5) * 7.5
    height = abs(x2 - x1) * (0.5 if target > origin else 0.22) * (0.8 + 0.05 * (place % 6))
    return PosterArc(arc_path(float(short(x1)), float(short(x2)), height), WIDTHS[place % len(WIDTHS)])

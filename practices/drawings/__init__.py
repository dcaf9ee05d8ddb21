"""The site's drawings as geometry: pure functions from facts to numbers, which the templates write down as SVG.

Lengths are units of the drawing's own viewBox. Numbers are short strings, ready for an attribute: a drawing
is part of the page and weighs what its digits weigh.
"""

from practices.drawings.continuum import (
    ContinuumMark,
    ContinuumPositions,
    card_mark,
    lane_marks,
    plate_marks,
)
from practices.drawings.crosstab import Crosstab, crosstab
from practices.drawings.field import Field, field
from practices.drawings.maps import MapDot, MappedPractice, map_dots
from practices.drawings.posters import Poster, poster
from practices.drawings.timelines import Timeline, timeline

__all__ = [
    "ContinuumMark",
    "ContinuumPositions",
    "Crosstab",
    "Field",
    "MapDot",
    "MappedPractice",
    "Poster",
    "Timeline",
    "card_mark",
    "crosstab",
    "field",
    "lane_marks",
    "map_dots",
    "plate_marks",
    "poster",
    "timeline",
]

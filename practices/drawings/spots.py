"""Discs in the cells of a table: as large as the number in them, so that the empty cells show as white spots."""

from math import sqrt

from practices.drawings.shapes import short

#: A cell's drawing is a square of this many units; the disc of the largest number nearly fills it.
SIZE, LARGEST, SMALLEST = 40, 19, 3


def spot_radius(number: int, most: int) -> str:
    """The radius of a disc whose area says ``number``, if ``most`` is the largest number of all. Empty for zero."""
    return short(max(LARGEST * sqrt(number / most), SMALLEST)) if number else ""

"""Where the inventory is empty: themes against the size or the province of the municipalities.

Every number counts a practice once. A practice of several municipalities or with several themes stands in each of their
cells, so the cells of a row may add up to more than its total.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from practices.drawings.spots import spot_radius
from practices.explore.facets import UNKNOWN, Bits
from practices.explore.inventory import Inventory
from practices.models import Province, SizeClass

#: Facets that can be the columns, each with the heading above them.
BY_SIZE, BY_PROVINCE = "grootte", "provincie"


@dataclass(frozen=True, slots=True)
class Column:
    slug: str
    #: Above the column, and in full.
    short_label: str
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    number: int
    #: Of the disc that draws the number; empty for zero and for totals.
    radius: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    #: Empty for the practices without a theme.
    slug: str
    label: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Themes (rows) against sizes or provinces (columns)."""

    #: The facet of the columns.
    per: str
    columns: tuple[Column, ...]
    #: The themes with most practices first.
    rows: tuple[Row, ...]
    totals: tuple[Cell, ...]
    total: int

    @property
    def cell_count(self) -> int:
        return len(self.rows) * len(self.columns)

    @property
    def empty_count(self) -> int:
        return sum(not cell.number for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the practices whose size we know are of municipalities of some classes."""

    number: int
    #: Practices with at least one municipality whose size is known.
    known: int

    @property
    def percentage(self) -> int:
        """Rounded to a whole number; 0 without practices."""
        return (200 * self.number + self.known) // (2 * self.known) if self.known else 0


@dataclass(frozen=True, slots=True)
class StripPart:
    #: "large" (more than 100,000 inhabitants), "half" (from 50,000) or "rest".
    kind: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class LargeCities:
    #: Of municipalities with more than 100,000 inhabitants.
    large: Share
    #: Of municipalities with more than 50,000 inhabitants.
    at_least_fifty_thousand: Share
    #: Practices of which no municipality has a known size.
    unknown: int

    @property
    def strip(self) -> tuple[StripPart, ...]:
        """All practices of known size as one strip of 1000 units: the large cities first."""
        ends = [round(1000 * share.number / (share.known or 1)) for share in (self.large, self.at_least_fifty_thousand)]
        edges = zip(("large", "half", "rest"), [0, *ends], [*ends, 1000], strict=True)
        return tuple(StripPart(kind, start, end - start) for kind, start, end in edges)


def matrix(inventory: Inventory, *, per: str, themes: Iterable[tuple[str, str]]) -> Matrix:
    """``themes`` are slugs and names of all themes, because the inventory only knows those with practices."""
    columns = _columns(inventory, per)
    by_theme = inventory.facets["thema"]
    lines = [(slug, label, by_theme.union([slug])) for slug, label in themes]
    lines.sort(key=lambda line: -line[2].bit_count())
    if bare := inventory.all & ~by_theme.union(by_theme.values):
        lines.append(("", _("without a theme"), bare))

    def numbers(bits: Bits) -> list[int]:
        return [(bits & inventory.facets[per].union([column.slug])).bit_count() for column in columns]

    table = [numbers(bits) for _slug, _label, bits in lines]
    most = max((number for row in table for number in row), default=0)
    rows = [
        Row(
            slug, label, tuple(map(Cell, columns, row, [spot_radius(number, most) for number in row])), bits.bit_count()
        )
        for (slug, label, bits), row in zip(lines, table, strict=True)
    ]
    totals = tuple(map(Cell, columns, numbers(inventory.all)))
    return Matrix(per, columns, tuple(rows), totals, len(inventory))


def _columns(inventory: Inventory, per: str) -> tuple[Column, ...]:
    if per == BY_PROVINCE:
        return tuple(Column(province.value, str(province.label), str(province.label)) for province in Province)
    sizes = [Column(size.value.lower(), _short_sizes()[size], str(size.label)) for size in SizeClass]
    if UNKNOWN in inventory.facets[BY_SIZE].values:
        sizes.append(Column(UNKNOWN, _("size unknown"), _("number of inhabitants unknown")))
    return tuple(sizes)


def _short_sizes():
    return {
        SizeClass.XS: _("below 10,000"),
        SizeClass.S: _("10–20,000"),
        SizeClass.M: _("20–50,000"),
        SizeClass.L: _("50–100,000"),
        SizeClass.XL: _("above 100,000"),
    }


def large_cities(inventory: Inventory) -> LargeCities:
    """The share of large cities. A practice of several municipalities counts as soon as one of them is that large."""
    facet = inventory.facets[BY_SIZE]
    known = facet.union([size.value.lower() for size in SizeClass])

    def share(*sizes: SizeClass) -> Share:
        return Share(facet.union([size.value.lower() for size in sizes]).bit_count(), known.bit_count())

    return LargeCities(share(SizeClass.XL), share(SizeClass.L, SizeClass.XL), (inventory.all & ~known).bit_count())

"""The practices of a selection by municipality: what the large map draws and the list beside it says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from practices.drawings.pies import PieMap, PlacedPractices, pie_map
from practices.explore.filters import Selection
from practices.explore.inventory import Entry
from practices.models import ContinuumStep

#: Practices that the list names per municipality; a link leads to all of them.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality with practices."""

    placed: PlacedPractices
    #: The first practices, by title.
    entries: list[Entry]
    #: Query string of the listing with these practices and no others.
    address: str

    @property
    def has_more(self) -> bool:
        return self.placed.total > len(self.entries)


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A step of the continuum, 0 if unknown, and how many practices stand on it now."""

    step: int
    label: str
    number: int


class OnMap:
    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.inventory = selection.inventory

    @cached_property
    def municipalities(self) -> list[Municipality]:
        """In the order of the alphabet. A practice of several municipalities stands in each of them."""
        chosen = self.selection.choice.get("gemeente")
        found = []
        for slug, value in self.inventory.facets["gemeente"].values.items():
            # A visitor who chose a municipality does not ask where else its practices are.
            if (bits := value.bits & self.selection.bits) and (not chosen or slug in chosen):
                entries = self.inventory.entries_of(bits)
                address = self.selection.address(gemeente=[slug])
                found.append(Municipality(self._placed(slug, entries), entries[:SHOWN], address))
        return found

    @cached_property
    def drawing(self) -> PieMap:
        return pie_map(municipality.placed for municipality in self.municipalities)

    @property
    def legend(self) -> Iterator[LegendLine]:
        numbers = Counter(entry.positions.now or 0 for entry in self.inventory.entries_of(self.selection.bits))
        for step in ContinuumStep:
            yield LegendLine(step.value, str(step.label), numbers[step.value])
        if numbers[0]:
            yield LegendLine(0, str(capfirst(_("not yet determined"))), numbers[0])

    @property
    def several(self) -> int:
        """Practices that stand on the map more than once."""
        slugs = self.inventory.facets["gemeente"].slugs
        return sum(len(slugs[position]) > 1 for position in self.inventory.positions(self.selection.bits))

    @property
    def nowhere(self) -> int:
        """Practices without a municipality, which are not on the map."""
        slugs = self.inventory.facets["gemeente"].slugs
        return sum(not slugs[position] for position in self.inventory.positions(self.selection.bits))

    def _placed(self, slug: str, entries: list[Entry]) -> PlacedPractices:
        place = self.inventory.places[slug]
        numbers = Counter(entry.positions.now or 0 for entry in entries)
        counts = tuple(numbers[step] for step in range(6))
        return PlacedPractices(slug, place.name, place.latitude, place.longitude, counts)

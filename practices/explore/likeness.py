"""Practices that are like another one, with the reason in words.

Both answers come from the inventory in memory and ask the database nothing.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from itertools import product
from math import log2

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.explore.facets import UNKNOWN
from practices.explore.inventory import Entry, Inventory

#: How much it says that two practices share a value of a facet, per bit of information in that value: a theme that one
#: in a hundred practices has tells more than one that half of them have. What a practice is about comes before where
#: it took place. Two practices of one municipality share its province and size as well; those do not count again.
WEIGHTS = {
    "thema": 3.0,
    "instrument": 3.0,
    "onderwerp": 1.5,
    "grootte": 1.5,
    "provincie": 1,
    "gemeente": 1,
    "beweging": 1,
}
PLACE_FACETS = ("grootte", "provincie")


@dataclass(frozen=True, slots=True)
class Match:
    """A practice like another one, with all that its card shows."""

    entry: Entry
    #: Names.
    places: str
    tags: tuple[str, ...]
    #: Why it is here: sentences without a full stop, the most telling one first.
    reasons: tuple[str, ...]


def related(inventory: Inventory, pk: int, *, limit: int = 3, beside: Collection[int] = ()) -> list[Match]:
    """The practices that have most in common with this one, the closest first; equal ones in the order of titles.

    Those whose keys are in ``beside`` are left out: they stand on the page already.
    """
    own = inventory.position_of.get(pk)
    if own is None:
        return []
    scores = _scores(inventory, own)
    for position in {inventory.position_of.get(key) for key in beside}:
        scores.pop(position, None)
    closest = sorted(scores, key=lambda position: (-scores[position], position))[:limit]
    return [match(inventory, position, _reasons(inventory, own, position)) for position in closest]


def match(inventory: Inventory, position: int, reasons: list[str]) -> Match:
    tags = [*labels(inventory, "instrument", position), *labels(inventory, "thema", position)]
    places = ", ".join(labels(inventory, "gemeente", position))
    return Match(inventory.entries[position], places, tuple(tags), tuple(reasons))


def labels(inventory: Inventory, name: str, position: int) -> list[str]:
    """The values that a practice has in a facet, in words."""
    facet = inventory.facets[name]
    return [str(facet.values[slug].label) for slug in facet.slugs[position]]


def _scores(inventory: Inventory, own: int) -> dict[int, float]:
    """How much each other practice shares with this one, by position; those that share nothing are left out."""
    scores: dict[int, float] = defaultdict(float)
    neighbours = inventory.facets["gemeente"].union(inventory.facets["gemeente"].slugs[own])
    for name, weight in WEIGHTS.items():
        facet = inventory.facets[name]
        for slug in facet.slugs[own]:
            if slug == UNKNOWN:
                continue
            bits = facet.values[slug].bits
            # One more practice than there are: even what all of them share counts a little.
            information = log2((len(inventory) + 1) / bits.bit_count())
            if name in PLACE_FACETS:
                bits &= ~neighbours
            for position in inventory.positions(bits & ~(1 << own)):
                scores[position] += weight * information
    # Rounded, as sums of the same numbers in another order differ in their last digits.
    return {position: round(score, 6) for position, score in scores.items()}


def _reasons(inventory: Inventory, own: int, other: int) -> list[str]:
    """The values that two practices share, the most telling first."""

    def shared(name: str) -> list[str]:
        facet = inventory.facets[name]
        slugs = [slug for slug in facet.slugs[own] if slug in facet.slugs[other] and slug != UNKNOWN]
        return [str(facet.values[slug].label) for slug in slugs]

    reasons = []
    if names := shared("instrument"):
        text = ngettext("Same instrument: %(names)s", "Same instruments: %(names)s", len(names))
        reasons.append(text % {"names": ", ".join(names)})
    if names := shared("thema"):
        text = ngettext("Same theme: %(names)s", "Same themes: %(names)s", len(names))
        reasons.append(text % {"names": ", ".join(names)})
    if names := shared("gemeente"):
        text = ngettext("Same municipality: %(names)s", "Same municipalities: %(names)s", len(names))
        reasons.append(text % {"names": ", ".join(names)})
    else:
        reasons += _places_in_common(inventory, own, other, shared("provincie"), shared("grootte"))
    if names := shared("onderwerp"):
        text = ngettext("Same topic: %(names)s", "Same topics: %(names)s", len(names))
        reasons.append(text % {"names": ", ".join(names)})
    if inventory.facets["beweging"].slugs[own] == inventory.facets["beweging"].slugs[other]:
        reasons += [text for move, text in _moves() if move in inventory.facets["beweging"].slugs[own]]
    return reasons


def _places_in_common(inventory, own, other, provinces, sizes) -> list[str]:
    here, there = (
        [inventory.places[slug] for slug in inventory.facets["gemeente"].slugs[position]] for position in (own, other)
    )
    alike = any(a.province == b.province and a.size_class == b.size_class is not None for a, b in product(here, there))
    if alike and len(sizes) == 1:
        return [_("Same province and just as large: %(size)s") % {"size": sizes[0]}]
    reasons = []
    if sizes:
        reasons.append(_("Just as large: %(size)s") % {"size": ", ".join(sizes)})
    if provinces:
        reasons.append(_("Same province: %(names)s") % {"names": ", ".join(provinces)})
    return reasons


def _moves():
    return [
        ("burger", _("Moved towards the citizen as well")),
        ("bestuur", _("Moved towards the government as well")),
        ("gebleven", _("Stayed where it was as well")),
    ]

"""Inventories without a database, for tests that count on random ones."""

from collections.abc import Iterable, Mapping

from practices.drawings import ContinuumPositions
from practices.explore.facets import UNKNOWN, Facet, Value
from practices.explore.inventory import Entry, Inventory, Place

FACETS = ["positie", "beweging", "thema", "instrument", "provincie", "grootte", "gemeente", "onderwerp"]


def inventory_of(rows: Iterable[Mapping], places: Mapping[str, Place]) -> Inventory:
    """A practice per row, which gives its slugs in each facet; its municipalities give its provinces and sizes.

    "positie" is the step now or None. The label of a value is the name of its facet and its slug.
    """
    facets = {name: Facet(name, name) for name in FACETS}
    entries = []
    for position, row in enumerate(rows):
        here = [places[slug] for slug in row.get("gemeente", [])]
        step = row.get("positie")
        slugs = {
            **row,
            "positie": [str(step or UNKNOWN)],
            "provincie": [place.province for place in here],
            "grootte": [(place.size_class or UNKNOWN).lower() for place in here],
        }
        for name, facet in facets.items():
            facet.slugs.append(tuple(dict.fromkeys(slugs.get(name, []))))
            for slug in facet.slugs[-1]:
                facet.values.setdefault(slug, Value(slug, f"{name} {slug}")).bits |= 1 << position
        positions = ContinuumPositions(None, None, step)
        entries.append(Entry(position, f"{position:02}", f"{position}", positions, False, None, None))
    return Inventory(entries, list(facets.values()), dict(places))

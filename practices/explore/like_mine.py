"""Practices for one municipality, those that fit it best first, each with the reason in words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, log2, radians, sin, sqrt
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.explore.facets import Bits
from practices.explore.inventory import Count, Inventory, Place
from practices.explore.likeness import Match, labels, match
from practices.models import Province, SizeClass

#: Kilometres, as the crow flies between the centres, within which municipalities are called neighbours.
NEARBY = 25
EARTH_RADIUS = 6371
#: Practices that the first group shows, and each of the others; a link leads to the rest.
FIRST_SHOWN, SHOWN = 6, 3


@dataclass(frozen=True)
class Group:
    """Practices that fit a municipality for the same reason."""

    heading: str
    bits: Bits
    matches: list[Match]
    #: Query string of the listing that shows all of the group, and perhaps some that stand in a group before it.
    address: str

    @property
    def number(self) -> int:
        return self.bits.bit_count()

    @property
    def has_more(self) -> bool:
        return self.number > len(self.matches)


def kilometres(one: Place, other: Place) -> float:
    """The distance between the centres of two municipalities, along the earth's surface."""
    latitude, other_latitude = radians(one.latitude), radians(other.latitude)
    half_north = (other_latitude - latitude) / 2
    half_east = radians(other.longitude - one.longitude) / 2
    chord = sin(half_north) ** 2 + cos(latitude) * cos(other_latitude) * sin(half_east) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(chord))


class LikeMine:
    """The practices of the inventory that fit ``home``, a municipality that need not have practices itself.

    ``theme`` is the slug of the theme to which a visitor limits the answer, or empty.
    """

    def __init__(self, inventory: Inventory, home: Place, theme: str = "") -> None:
        self.inventory = inventory
        self.home = home
        self.theme = theme if theme in inventory.facets["thema"].values else ""
        places = [place for place in inventory.places.values() if place.slug != home.slug]
        self._distances = {place.slug: kilometres(home, place) for place in places}
        self.own: Bits = inventory.facets["gemeente"].union([home.slug])

    @property
    def size_label(self) -> str:
        """Empty if nobody counted the inhabitants."""
        return str(SizeClass(self.home.size_class).label) if self.home.size_class else ""

    @property
    def province_label(self) -> str:
        return str(Province(self.home.province).label)

    @cached_property
    def own_entries(self):
        """The practices of the municipality itself, which are no answer to the question."""
        return self.inventory.entries_of(self.own)

    @cached_property
    def own_themes(self) -> dict[str, float]:
        """The themes of those practices, with how much each says: a rare theme tells more than a common one."""
        facet = self.inventory.facets["thema"]
        return {
            slug: log2((len(self.inventory) + 1) / value.bits.bit_count())
            for slug, value in facet.values.items()
            if value.bits & self.own
        }

    @cached_property
    def groups(self) -> list[Group]:
        """The groups that have practices, the best first. Each practice stands in the first group that it fits."""
        groups, placed = [], self.own
        within = self.inventory.facets["thema"].union([self.theme]) if self.theme else self.inventory.all
        for heading, choice in self._kinds():
            found = self.inventory.matching(choice, within=within) & ~placed
            placed |= found
            if found:
                limited = {**choice, "thema": [self.theme]} if self.theme else choice
                best = self._best(found)[: SHOWN if groups else FIRST_SHOWN]
                matches = [match(self.inventory, position, self._reasons(position)) for position in best]
                groups.append(Group(heading, found, matches, f"?{urlencode(limited, doseq=True)}"))
        return groups

    @cached_property
    def themes(self) -> list[Count]:
        """The themes of what fits, however limited: the chosen one, then those of the municipality's own practices."""
        everything = 0
        for _heading, choice in self._kinds():
            everything |= self.inventory.matching(choice)
        chosen = {"thema": [self.theme]} if self.theme else {}
        counts = self.inventory.counts("thema", chosen, within=everything & ~self.own)
        found = [count for count in counts if count.number or count.is_chosen]
        return sorted(found, key=lambda count: (not count.is_chosen, count.slug not in self.own_themes, -count.number))

    def _kinds(self) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """The headings of the groups, with what a practice has in the facets to belong to it."""
        province = [self.home.province]
        if self.home.size_class:
            size = [self.home.size_class.lower()]
            yield _("Just as large, in the same province"), {"grootte": size, "provincie": province}
        near = [slug for slug, distance in self._distances.items() if distance <= NEARBY]
        if near:
            yield _("Of neighbours within %(km)d km") % {"km": NEARBY}, {"gemeente": sorted(near)}
        if self.home.size_class:
            yield _("Just as large, elsewhere in Flanders"), {"grootte": size}
        yield _("Further away in the same province"), {"provincie": province}
        if self.own_themes:
            yield _("Elsewhere, about a theme of %(name)s") % {"name": self.home.name}, {"thema": list(self.own_themes)}

    def _best(self, bits: Bits) -> list[int]:
        """Shared themes first, then near before far; no municipality twice before the others had their turn."""
        themes, places = self.inventory.facets["thema"].slugs, self.inventory.facets["gemeente"].slugs

        def fit(position: int) -> tuple[float, float]:
            shared = sum(self.own_themes.get(slug, 0) for slug in themes[position])
            return -round(shared, 6), min((self._distances[slug] for slug in places[position]), default=EARTH_RADIUS)

        turns: Counter[tuple[str, ...]] = Counter()
        ordered = []
        for position in sorted(self.inventory.positions(bits), key=lambda position: (fit(position), position)):
            turns[places[position]] += 1
            ordered.append((turns[places[position]], position))
        ordered.sort(key=lambda turn: turn[0])
        return [position for _turn, position in ordered]

    def _reasons(self, position: int) -> list[str]:
        here = [self.inventory.places[slug] for slug in self.inventory.facets["gemeente"].slugs[position]]
        reasons = []
        if self.home.size_class and any(place.size_class == self.home.size_class for place in here):
            reasons.append(_("Just as large as %(name)s: %(size)s") % {"name": self.home.name, "size": self.size_label})
        distance = min((self._distances[place.slug] for place in here), default=NEARBY + 1)
        if distance <= NEARBY:
            reasons.append(_("%(km)d km from %(name)s") % {"km": max(round(distance), 1), "name": self.home.name})
        if any(place.province == self.home.province for place in here):
            reasons.append(_("In the same province: %(province)s") % {"province": self.province_label})
        own = {str(self.inventory.facets["thema"].values[slug].label) for slug in self.own_themes}
        if names := [name for name in labels(self.inventory, "thema", position) if name in own]:
            text = ngettext(
                "Same theme as a practice of %(home)s: %(names)s",
                "Same themes as practices of %(home)s: %(names)s",
                len(names),
            )
            reasons.append(text % {"home": self.home.name, "names": ", ".join(names)})
        return reasons

"""The inventory in memory: all public practices and what each of them can be found by.

A set of practices is an integer with one bit per practice (``Bits``). The count behind each of hundreds of values of a
facet is then an "and" and a ``bit_count()``: all facets of 10,000 practices are counted in less time than one query
takes, and filters, map, matrix and likeness are the same few operations on the same sets.
"""

import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cms.web.cache import per_version
from practices.drawings import ContinuumPositions
from practices.explore.facets import (
    FACETS_OF_THE_PROFILE,
    MOVES,
    UNKNOWN,
    Bits,
    Facet,
    Terms,
    bits_at,
    facet_of,
    move,
    profile_facet,
    related_facet,
    steps,
    topic_facet,
)
from practices.models import (
    Municipality,
    PracticeIndexPage,
    PracticePage,
    PracticeStatus,
    Province,
    SizeClass,
)
from search.engine.dutch import fold

STATUS_SLUGS = {
    PracticeStatus.PLANNED: "gepland",
    PracticeStatus.RUNNING: "lopend",
    PracticeStatus.FINISHED: "afgerond",
    PracticeStatus.STOPPED: "gestopt",
    PracticeStatus.ABSORBED: "opgegaan",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One practice, at its position in the order of titles."""

    pk: int
    title: str
    #: Below the index page.
    slug: str
    positions: ContinuumPositions
    #: Nobody of the municipality confirmed where it stands now.
    is_provisional: bool
    published_at: datetime | None
    checked_on: date | None
    summary: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet with the number of practices that a visitor gets when choosing it alone in its facet."""

    slug: str
    label: str
    number: int
    is_chosen: bool

    @property
    def is_empty(self) -> bool:
        """Leads nowhere, so it cannot be chosen; a chosen one can still be taken away."""
        return not self.number and not self.is_chosen


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with practices. Latitude and longitude in degrees (WGS 84)."""

    slug: str
    name: str
    province: str
    size_class: str | None
    latitude: float
    longitude: float


Choice = Mapping[str, Collection[str]]


class Inventory:
    """The public practices below one index page, as they are in one version of the site."""

    def __init__(self, entries: list[Entry], facets: list[Facet], places: dict[str, Place]) -> None:
        self.entries = entries
        self.facets = {facet.name: facet for facet in facets}
        #: By slug.
        self.places = places
        self.all: Bits = (1 << len(entries)) - 1
        self.position_of = {entry.pk: position for position, entry in enumerate(entries)}

    @classmethod
    def of(cls, index: PracticeIndexPage) -> "Inventory":
        """Read in a fixed number of queries; remembered until something public changes."""
        return per_version(("inventory", index.pk), lambda: read_inventory(index))

    def __len__(self) -> int:
        return len(self.entries)

    def matching(self, choice: Choice, *, within: Bits | None = None, without: str = "") -> Bits:
        """The practices that have, in every facet with a choice, one of the values chosen there.

        ``within`` limits them further, ``without`` names a facet whose choice does not count.
        """
        bits = self.all if within is None else within
        for name, slugs in choice.items():
            if slugs and name != without and name in self.facets:
                bits &= self.facets[name].union(slugs)
        return bits

    def counts(self, name: str, choice: Choice, *, within: Bits | None = None) -> list[Count]:
        """Each value of a facet, counted under what is chosen in the other facets."""
        base = self.matching(choice, within=within, without=name)
        chosen = choice.get(name, ())
        return [
            Count(value.slug, value.label, (base & value.bits).bit_count(), value.slug in chosen)
            for value in self.facets[name].values.values()
        ]

    def bits_of(self, pks: Collection[int]) -> Bits:
        """The set of the practices with these keys; keys that are not public are left out."""
        return bits_at((self.position_of[pk] for pk in pks if pk in self.position_of), len(self))

    @cached_property
    def provisional(self) -> Bits:
        """The practices whose position now is our estimate."""
        return bits_at((at for at, entry in enumerate(self.entries) if entry.is_provisional), len(self))

    def positions(self, bits: Bits) -> Iterator[int]:
        """The positions of a set's practices, in the order of titles."""
        return (position for position, bit in enumerate(reversed(f"{bits:b}")) if bit == "1")

    def entries_of(self, bits: Bits) -> list[Entry]:
        return [self.entries[position] for position in self.positions(bits)]


@contextmanager
def _no_collection():
    """Python looks for garbage as objects pile up; here they all stay, and looking takes as long as the reading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_no_collection()
def read_inventory(index: PracticeIndexPage) -> Inventory:
    """The inventory as the database has it now: one query for the practices, one for each relation."""
    rows = list(
        index.practices.order_by().values(
            "pk",
            "title",
            "slug",
            "summary",
            "is_example",
            "continuum_start",
            "continuum_during",
            "continuum_now",
            "continuum_confirmed_on",
            "status",
            *(field.name for field in FACETS_OF_THE_PROFILE),
            "start_year",
            "end_year",
            "first_published_at",
            "upkeep__checked_on",
        )
    )
    rows.sort(key=lambda row: (fold(row["title"]), row["pk"]))
    position_of = {row["pk"]: position for position, row in enumerate(rows)}
    here = _places_of(position_of)
    places = {place.slug: place for own in here for place in own}
    terms = Terms(timezone.localdate().year)

    facets = [
        facet_of("positie", _("Position now"), steps(), [[row["continuum_now"] or UNKNOWN] for row in rows]),
        facet_of(
            "beweging",
            _("Moved along the continuum"),
            MOVES,
            [[move(row["continuum_start"], row["continuum_now"])] for row in rows],
        ),
        related_facet("thema", _("Theme"), PracticePage.themes, "theme", position_of),
        related_facet("instrument", _("Instrument"), PracticePage.instruments, "instrument", position_of),
        facet_of("provincie", _("Province"), Province.choices, [[place.province for place in own] for own in here]),
        facet_of(
            "grootte",
            _("Size of the municipality"),
            [*((size.lower(), label) for size, label in SizeClass.choices), (UNKNOWN, _("unknown"))],
            [[(place.size_class or UNKNOWN).lower() for place in own] for own in here],
        ),
        facet_of(
            "gemeente",
            _("Municipality"),
            sorted(((place.slug, place.name) for place in places.values()), key=lambda pair: fold(pair[1])),
            [[place.slug for place in own] for own in here],
        ),
        facet_of(
            "status",
            _("Status"),
            [(STATUS_SLUGS[status], status.label) for status in PracticeStatus],
            [[STATUS_SLUGS[row["status"]]] for row in rows],
        ),
        *(profile_facet(field, rows) for field in FACETS_OF_THE_PROFILE),
        facet_of(
            "periode",
            _("Period"),
            terms.values(),
            [terms.of(row["start_year"], row["end_year"], row["status"]) for row in rows],
        ),
        topic_facet("onderwerp", _("Topic"), position_of),
    ]
    return Inventory([_entry(row) for row in rows], facets, places)


def _places_of(position_of) -> list[list[Place]]:
    """The municipalities of each practice, by its position."""
    places = {
        pk: Place(slugify(name), name, *rest)
        for pk, name, *rest in Municipality.objects.values_list(
            "pk", "name", "province", "size_class", "latitude", "longitude"
        )
    }
    here: dict[int, list[Place]] = defaultdict(list)
    for pk, place in PracticePage.municipalities.through.objects.values_list("practicepage_id", "municipality_id"):
        here[pk].append(places[place])
    return [here[pk] for pk in position_of]


def _entry(row) -> Entry:
    return Entry(
        pk=row["pk"],
        title=row["title"],
        slug=row["slug"],
        positions=ContinuumPositions(row["continuum_start"], row["continuum_during"], row["continuum_now"]),
        is_provisional=row["continuum_now"] is not None and row["continuum_confirmed_on"] is None,
        published_at=row["first_published_at"],
        checked_on=row["upkeep__checked_on"],
        summary=row["summary"],
        is_example=row["is_example"],
    )

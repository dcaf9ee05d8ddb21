"""The inventory in memory: all public practices and what each of them can be found by.

A set of practices is an integer with one bit per practice (``Bits``). The count behind each of hundreds of values of a
facet is then an "and" and a ``bit_count()``: all facets of 10,000 practices are counted in less time than one query
takes, and filters, map, matrix and likeness are the same few operations on the same sets.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cms.cache import per_version
from cms.models import PageTopic
from practices.drawings import ContinuumPositions
from practices.models import (
    ContinuumStep,
    Influence,
    Municipality,
    Partner,
    PracticeIndexPage,
    PracticePage,
    PracticeStatus,
    Province,
    SizeClass,
)
from search.query import fold

Bits = int

UNKNOWN = "onbekend"
#: Terms of municipal councils: the periods in which local governments think. A term begins in January.
FIRST_TERM, TERM_YEARS = 2007, 6
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
    is_provisional: bool
    published_at: datetime | None
    checked_on: date | None


@dataclass(slots=True)
class Value:
    """One value of a facet, and the practices that have it."""

    slug: str
    label: str
    bits: Bits = 0


@dataclass(slots=True)
class Facet:
    """One way to divide the practices; ``name`` is the parameter in the address."""

    name: str
    label: str
    #: In the order in which visitors see them.
    values: dict[str, Value] = field(default_factory=dict)
    #: The slugs of each practice, by its position; kept for likeness and exports.
    slugs: list[tuple[str, ...]] = field(default_factory=list)

    def union(self, slugs: Collection[str]) -> Bits:
        """The practices with any of these values; unknown slugs are nothing."""
        bits = 0
        for slug in slugs:
            if value := self.values.get(slug):
                bits |= value.bits
        return bits


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

    def __init__(self, entries: list[Entry], facets: list[Facet], places: dict[str, Place]):
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
        bits = 0
        for pk in pks:
            if (position := self.position_of.get(pk)) is not None:
                bits |= 1 << position
        return bits

    def positions(self, bits: Bits) -> Iterator[int]:
        """The positions of a set's practices, in the order of titles."""
        return (position for position, bit in enumerate(reversed(f"{bits:b}")) if bit == "1")

    def entries_of(self, bits: Bits) -> list[Entry]:
        return [self.entries[position] for position in self.positions(bits)]


def read_inventory(index: PracticeIndexPage) -> Inventory:
    """The inventory as the database has it now: one query for the practices, one for each relation."""
    rows = list(
        index.practices.order_by().values(
            "pk",
            "title",
            "slug",
            "continuum_start",
            "continuum_during",
            "continuum_now",
            "continuum_confirmed_on",
            "status",
            "influence",
            "partners",
            "start_year",
            "end_year",
            "first_published_at",
            "upkeep__checked_on",
        )
    )
    rows.sort(key=lambda row: (fold(row["title"]), row["pk"]))
    position_of = {row["pk"]: position for position, row in enumerate(rows)}
    municipalities = {place.pk: place for place in Municipality.objects.exclude(practices=None).distinct()}
    places = {slugify(place.name): _place(place) for place in municipalities.values()}
    here = [[] for _row in rows]
    for pk, place in PracticePage.municipalities.through.objects.values_list("practicepage_id", "municipality_id"):
        if pk in position_of:
            here[position_of[pk]].append(municipalities[place])
    periods = _periods(timezone.localdate().year)

    facets = [
        _facet("positie", _("Position now"), _steps(), [[row["continuum_now"] or UNKNOWN] for row in rows]),
        _facet("beweging", _("Moved along the continuum"), MOVES, [[_move(row)] for row in rows]),
        _related("thema", _("Theme"), PracticePage.themes, "theme", position_of),
        _related("instrument", _("Instrument"), PracticePage.instruments, "instrument", position_of),
        _facet("provincie", _("Province"), Province.choices, [[place.province for place in row] for row in here]),
        _facet(
            "grootte",
            _("Size of the municipality"),
            [*((size.lower(), label) for size, label in SizeClass.choices), (UNKNOWN, _("unknown"))],
            [[(place.size_class or UNKNOWN).lower() for place in row] for row in here],
        ),
        _facet(
            "gemeente",
            _("Municipality"),
            sorted(((slug, place.name) for slug, place in places.items()), key=lambda pair: fold(pair[1])),
            [[slugify(place.name) for place in row] for row in here],
        ),
        _facet(
            "status",
            _("Status"),
            [(STATUS_SLUGS[status], status.label) for status in PracticeStatus],
            [[STATUS_SLUGS[row["status"]]] for row in rows],
        ),
        _facet("invloed", _("Influence"), _with_unknown(Influence), [[row["influence"] or UNKNOWN] for row in rows]),
        _facet("partners", _("Partners"), _with_unknown(Partner), [row["partners"] or [UNKNOWN] for row in rows]),
        _facet("periode", _("Period"), _period_values(periods), [_terms(row, periods) for row in rows]),
        _topics(position_of),
    ]
    return Inventory([_entry(row) for row in rows], facets, places)


def _entry(row) -> Entry:
    return Entry(
        pk=row["pk"],
        title=row["title"],
        slug=row["slug"],
        positions=ContinuumPositions(row["continuum_start"], row["continuum_during"], row["continuum_now"]),
        is_provisional=row["continuum_now"] is not None and row["continuum_confirmed_on"] is None,
        published_at=row["first_published_at"],
        checked_on=row["upkeep__checked_on"],
    )


def _place(municipality) -> Place:
    return Place(
        slugify(municipality.name),
        municipality.name,
        municipality.province,
        municipality.size_class,
        municipality.latitude,
        municipality.longitude,
    )


def _facet(name, label, values, slugs) -> Facet:
    """A facet of known values; the ones that no practice has are left out."""
    facet = Facet(name, label, {str(slug): Value(str(slug), text) for slug, text in values})
    for position, own in enumerate(slugs):
        own = tuple(dict.fromkeys(map(str, own)))
        facet.slugs.append(own)
        for slug in own:
            facet.values[slug].bits |= 1 << position
    facet.values = {slug: value for slug, value in facet.values.items() if value.bits}
    return facet


def _related(name, label, relation, word, position_of) -> Facet:
    rows = relation.through.objects.values_list("practicepage_id", f"{word}__slug", f"{word}__name")
    return _words(name, label, rows, position_of)


def _topics(position_of) -> Facet:
    rows = PageTopic.objects.filter(content_object__practicepage__isnull=False)
    return _words("onderwerp", _("Topic"), rows.values_list("content_object_id", "tag__slug", "tag__name"), position_of)


def _words(name, label, rows, position_of) -> Facet:
    labels, slugs = {}, [[] for _practice in position_of]
    for pk, slug, text in rows:
        if pk in position_of:
            labels[slug] = text
            slugs[position_of[pk]].append(slug)
    return _facet(name, label, sorted(labels.items(), key=lambda pair: fold(pair[1])), slugs)


def _steps():
    return [*((step.value, step.label) for step in ContinuumStep), (UNKNOWN, _("not yet determined"))]


def _with_unknown(enum):
    return [*enum.choices, (UNKNOWN, _("not known"))]


MOVES = [
    ("burger", _("towards the citizen")),
    ("bestuur", _("towards the government")),
    ("gebleven", _("stayed where it was")),
    (UNKNOWN, _("not known")),
]


def _move(row) -> str:
    start, now = row["continuum_start"], row["continuum_now"]
    if start is None or now is None:
        return UNKNOWN
    return "gebleven" if start == now else "burger" if now > start else "bestuur"


def _periods(this_year: int) -> list[tuple[int, int]]:
    """First and last year of each term of the councils, the running one last."""
    return [(first, first + TERM_YEARS - 1) for first in range(FIRST_TERM, this_year + 1, TERM_YEARS)]


def _period_values(periods):
    before = (f"voor-{FIRST_TERM}", _("before %(year)d") % {"year": FIRST_TERM})
    return [before, *((f"{first}-{last}", f"{first}–{last}") for first, last in periods), (UNKNOWN, _("not known"))]


def _terms(row, periods) -> list[str]:
    """The terms in which a practice ran. One that still runs reaches into the present one."""
    start, end = row["start_year"], row["end_year"]
    if start is None and end is None:
        return [UNKNOWN]
    start = start or end
    end = end or (periods[-1][1] if row["status"] == PracticeStatus.RUNNING else start)
    before = [f"voor-{FIRST_TERM}"] if start < FIRST_TERM else []
    return before + [f"{first}-{last}" for first, last in periods if start <= last and end >= first]

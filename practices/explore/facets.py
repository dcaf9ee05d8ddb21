"""The facets of the inventory: what practices can be divided by, and which practices have which value."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.models import PageTopic
from practices.models import ContinuumStep, PracticeStatus
from practices.models.profile import PROFILE, ProfileField
from search.engine.dutch import fold

#: A set of practices: one bit per practice, at its position in the inventory.
Bits = int

UNKNOWN = "onbekend"
#: The fields of the profile that visitors filter by.
FACETS_OF_THE_PROFILE = [field for field in PROFILE.values() if field.facet]
#: Terms of municipal councils: the periods in which local governments think. A term begins in January.
FIRST_TERM, TERM_YEARS = 2007, 6
MOVES = [
    ("burger", _("towards the citizen")),
    ("bestuur", _("towards the government")),
    ("gebleven", _("stayed where it was")),
    (UNKNOWN, _("not known")),
]


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
    label: str | Promise
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


def facet_of(name: str, label: str | Promise, values: Iterable, slugs: Iterable[Iterable]) -> Facet:
    """A facet from its values, in order, and the slugs of each practice.

    Values that no practice has are left out, and so are slugs that are no value: a word that a list had once may still
    stand in the database.
    """
    positions: dict[str, list[int]] = {}
    facet = Facet(name, label, {str(slug): Value(str(slug), text) for slug, text in values})
    for position, own in enumerate(slugs):
        own = tuple(slug for slug in dict.fromkeys(map(str, own)) if slug in facet.values)
        facet.slugs.append(own)
        for slug in own:
            positions.setdefault(slug, []).append(position)
    facet.values = {slug: value for slug, value in facet.values.items() if slug in positions}
    for slug, value in facet.values.items():
        value.bits = bits_at(positions[slug], len(facet.slugs))
    return facet


def bits_at(positions: Iterable[int], length: int) -> Bits:
    """The set with these positions, out of so many."""
    # As digits, because adding bit by bit copies the whole number each time.
    digits = bytearray(b"0") * length
    for position in positions:
        digits[length - 1 - position] = 49  # "1"
    return int(digits, 2) if length else 0


def related_facet(name: str, label: str | Promise, relation, word: str, position_of: Mapping[int, int]) -> Facet:
    """The words of a vocabulary, in the order of the alphabet."""
    rows = relation.through.objects.values_list("practicepage_id", f"{word}__slug", f"{word}__name")
    return _of_words(name, label, rows, position_of)


def topic_facet(name: str, label: str | Promise, position_of: Mapping[int, int]) -> Facet:
    rows = PageTopic.objects.filter(content_object__practicepage__isnull=False)
    return _of_words(name, label, rows.values_list("content_object_id", "tag__slug", "tag__name"), position_of)


def _of_words(name, label, rows, position_of):
    labels, slugs = {}, [[] for _practice in position_of]
    for pk, slug, text in rows:
        if pk in position_of:
            labels[slug] = text
            slugs[position_of[pk]].append(slug)
    return facet_of(name, label, sorted(labels.items(), key=lambda pair: fold(pair[1])), slugs)


def steps():
    return [*((step.value, step.short_label) for step in ContinuumStep), (UNKNOWN, _("not yet determined"))]


def profile_facet(field: ProfileField, rows: Iterable[Mapping]) -> Facet:
    values = [*field.choices.choices, (UNKNOWN, _("not known"))]
    own = ((row[field.name] if field.is_list else [row[field.name]]) for row in rows)
    return facet_of(field.column, field.facet, values, [chosen if any(chosen) else [UNKNOWN] for chosen in own])


def move(start: int | None, now: int | None) -> str:
    """The slug of how a practice moved along the continuum."""
    if start is None or now is None:
        return UNKNOWN
    return "gebleven" if start == now else "burger" if now > start else "bestuur"


@dataclass(frozen=True)
class Terms:
    """The terms of the councils up to the one that runs in ``this_year``, and what lies before and after them."""

    this_year: int

    @property
    def spans(self) -> list[tuple[int, int]]:
        """First and last year of each term, the running one last."""
        return [(first, first + TERM_YEARS - 1) for first in range(FIRST_TERM, self.this_year + 1, TERM_YEARS)]

    def values(self) -> list[tuple[str, str]]:
        after = self.spans[-1][1] + 1
        return [
            (f"voor-{FIRST_TERM}", _("before %(year)d") % {"year": FIRST_TERM}),
            *((f"{first}-{last}", f"{first}–{last}") for first, last in self.spans),
            (f"vanaf-{after}", _("from %(year)d") % {"year": after}),
            (UNKNOWN, _("not known")),
        ]

    def of(self, start: int | None, end: int | None, status: str) -> Sequence[str]:
        """The terms in which a practice ran. One that still runs reaches into the present one."""
        if start is None and end is None:
            return [UNKNOWN]
        spans = self.spans
        present = spans[-1][1]
        start = end if start is None else start
        if end is None:
            end = max(start, present) if status == PracticeStatus.RUNNING else start
        before = [f"voor-{FIRST_TERM}"] if start < FIRST_TERM else []
        after = [f"vanaf-{present + 1}"] if end > present else []
        return before + [f"{first}-{last}" for first, last in spans if start <= last and end >= first] + after

"""By what results can be narrowed, and how many there are of each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from cms.models import PageTopic
from cms.web.cache import per_version
from events.models import EventPage
from practices.models import Municipality, PracticePage
from search.engine.keys import one_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The facet that every page has; its values are counted without a query.
KIND = "type"


@dataclass(frozen=True)
class Rows:
    """Where pages and their values of a facet stand together: the lookups of the page's key, the value and its name.

    A page and a value stand together at most once.
    """

    queryset: QuerySet
    page: str
    slug: str
    label: str


@dataclass(frozen=True)
class Facet:
    """Something by which results can be narrowed; ``name`` is the parameter in the address."""

    name: str
    label: "StrOrPromise"
    rows: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, with the number of results that have it."""

    slug: str
    label: str
    count: int


FACETS = (
    Facet(
        "gemeente",
        _("Municipality"),
        (
            # No slug: names of municipalities are unique and read well in an address.
            Rows(
                PracticePage.municipalities.through.objects.all(),
                "practicepage_id",
                "municipality__name",
                "municipality__name",
            ),
            Rows(
                EventPage.objects.exclude(host_municipality=None),
                "pk",
                "host_municipality__name",
                "host_municipality__name",
            ),
        ),
    ),
    Facet(
        "thema",
        _("Theme"),
        (Rows(PracticePage.themes.through.objects.all(), "practicepage_id", "theme__slug", "theme__name"),),
    ),
    Facet(
        "instrument",
        _("Instrument"),
        (
            Rows(
                PracticePage.instruments.through.objects.all(),
                "practicepage_id",
                "instrument__slug",
                "instrument__name",
            ),
        ),
    ),
    Facet("onderwerp", _("Topic"), (Rows(PageTopic.objects.all(), "content_object_id", "tag__slug", "tag__name"),)),
)


def keys_with(choice: Mapping[str, str], keys: Collection[int]) -> dict[str, set[int]]:
    """Which of these pages have the chosen value of each facet; without facets whose value no page has. One query."""
    having = [
        rows.queryset.filter(**{rows.slug: slug, f"{rows.page}__in": one_of(keys)})
        .order_by()
        .values_list(Value(facet.name), F(rows.page))
        for facet in FACETS
        # NUL is an error in PostgreSQL.
        if keys and (slug := choice.get(facet.name)) and "\0" not in slug
        for rows in facet.rows
    ]
    found = defaultdict(set)
    for name, key in _all_of(having):
        found[name].add(key)
    return dict(found)


def labels(keys: Collection[int]) -> dict[int, list[str]]:
    """Of each of these pages the names of its values, of all facets, former names of municipalities too. One query."""
    held = [
        rows.queryset.filter(**{f"{rows.page}__in": one_of(keys)}).order_by().values_list(F(rows.page), F(rows.label))
        for facet in FACETS
        if keys
        for rows in facet.rows
    ]
    former_names = per_version(("search", "former names"), _former_names)
    found = defaultdict(list)
    for key, label in _all_of(held):
        found[key] += [label, *former_names.get(label, ())]
    return found


def _former_names() -> dict[str, list[str]]:
    return dict(Municipality.objects.exclude(former_names=[]).values_list("name", "former_names"))


def count(keys: Mapping[str, Sequence[int]]) -> dict[str, list[Choice]]:
    """The values of each facet among the pages given for it, those of most pages first. One query for all of them."""
    counted = [
        rows.queryset.filter(**{f"{rows.page}__in": one_of(keys[facet.name])})
        .order_by()
        .values_list(Value(facet.name), F(rows.slug), F(rows.label))
        .annotate(count=Count(rows.page))
        for facet in FACETS
        if keys[facet.name]
        for rows in facet.rows
    ]
    labels, counts = {}, defaultdict(Counter)
    for name, slug, label, number in _all_of(counted):
        labels[name, slug] = label
        counts[name][slug] += number
    return {
        name: sorted(
            (Choice(slug, labels[name, slug], number) for slug, number in counter.items()),
            key=lambda choice: (-choice.count, choice.label),
        )
        for name, counter in counts.items()
    }


def _all_of(querysets: Sequence[QuerySet]) -> Iterable[tuple]:
    """The rows of all of them in one query; no query when there is nothing to ask."""
    if not querysets:
        return []
    first, *others = querysets
    return first.union(*others, all=True) if others else first

"""By what results can be narrowed, and how many there are of each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Value

from search.keys import one_of
from search.registry import Facet, facets


@dataclass(frozen=True)
class Choice:
    """A value of a facet, with the number of results that have it."""

    slug: str
    label: str
    count: int


def keys_with(facet: Facet, slug: str, keys: Collection[int]) -> set[int]:
    """Which of these pages have the value. A query per source of the facet."""
    if "\0" in slug:  # An error in PostgreSQL.
        return set()
    found = set()
    for rows in facet.rows:
        having = rows.queryset().filter(**{rows.slug: slug, f"{rows.page}__in": one_of(keys)})
        found.update(having.values_list(rows.page, flat=True))
    return found


def count(keys: Mapping[str, Sequence[int]]) -> dict[str, list[Choice]]:
    """The values of each facet among the pages given for it, those of most pages first. One query for all of them."""
    counted = [
        rows.queryset()
        .filter(**{f"{rows.page}__in": one_of(keys[facet.name])})
        .order_by()
        .values_list(Value(facet.name), F(rows.slug), F(rows.label))
        .annotate(count=Count(rows.page))
        for facet in facets()
        for rows in facet.rows
    ]
    labels, counts = {}, defaultdict(Counter)
    if counted:
        for name, slug, label, number in counted[0].union(*counted[1:], all=True):
            labels[name, slug] = label
            counts[name][slug] += number
    return {
        name: sorted(
            (Choice(slug, labels[name, slug], number) for slug, number in counter.items()),
            key=lambda choice: (-choice.count, choice.label),
        )
        for name, counter in counts.items()
    }

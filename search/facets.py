"""By what results can be narrowed, and how many there are of each."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Value

from search.engine.keys import one_of
from search.registry import facets


@dataclass(frozen=True)
class Choice:
    """A value of a facet, with the number of results that have it."""

    slug: str
    label: str
    count: int


def keys_with(choice: Mapping[str, str], keys: Collection[int]) -> dict[str, set[int]]:
    """Which of these pages have the chosen value of each facet; without facets of which none has it. One query."""
    having = [
        rows.queryset()
        .filter(**{rows.slug: slug, f"{rows.page}__in": one_of(keys)})
        .order_by()
        .values_list(Value(facet.name), F(rows.page))
        for facet in facets()
        # NUL is an error in PostgreSQL.
        if keys and (slug := choice.get(facet.name)) and "\0" not in slug
        for rows in facet.rows
    ]
    found = defaultdict(set)
    for name, key in _all_of(having):
        found[name].add(key)
    return dict(found)


def labels(keys: Collection[int]) -> dict[int, list[str]]:
    """Of each of these pages the names of its values, of all facets. One query."""
    held = [
        rows.queryset().filter(**{f"{rows.page}__in": one_of(keys)}).order_by().values_list(F(rows.page), F(rows.label))
        for facet in facets()
        if keys
        for rows in facet.rows
    ]
    found = defaultdict(list)
    for key, label in _all_of(held):
        found[key].append(label)
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
    """The rows of all of them in one query; none when there is none to ask."""
    first, *others = querysets or [()]
    return first.union(*others, all=True) if others else first

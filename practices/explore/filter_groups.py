"""The facets as a visitor sees them: which values stand first, which come after a click, which groups are open."""

from collections.abc import Iterator
from dataclasses import dataclass

from practices.explore.facets import Facet
from practices.explore.filters import Selection
from practices.explore.inventory import Count

#: A facet with more values than this shows its most used ones first.
SHORT = 12
#: How many it shows then.
FIRST = 8
#: Open without a choice in them; the others open with a click.
OPEN = {"positie", "thema", "instrument", "provincie", "grootte"}


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """One facet with its counts; ``rest`` are the values behind a click, in the order of the alphabet."""

    name: str
    label: str
    first: list[Count]
    rest: list[Count]
    chosen: int

    @property
    def is_open(self) -> bool:
        return bool(self.chosen) or self.name in OPEN

    @property
    def has_chosen_rest(self) -> bool:
        """Something behind the click was chosen, so it must show."""
        return any(count.is_chosen for count in self.rest)

    @property
    def has_steps(self) -> bool:
        """The values are the steps of the continuum, and are drawn as such."""
        return self.name == "positie"


def filter_groups(selection: Selection) -> Iterator[FilterGroup]:
    """The facets that practices differ in, in their order."""
    for facet, counts in selection.facets():
        if counts:
            leading = _leading(facet)
            by_slug = {count.slug: count for count in counts}
            yield FilterGroup(
                facet.name,
                facet.label,
                [by_slug[slug] for slug in leading],
                [count for count in counts if count.slug not in leading],
                sum(count.is_chosen for count in counts),
            )


def _leading(facet: Facet) -> list[str]:
    """The values that stand first. Counted over all practices, so that nothing moves while somebody chooses."""
    if len(facet.values) <= SHORT:
        return list(facet.values)
    return sorted(facet.values, key=lambda slug: -facet.values[slug].bits.bit_count())[:FIRST]

"""Practices as a set: in lists, on the continuum and on the map."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat

from django.db.models import Count, Prefetch

from cms.models import BasePageQuerySet
from practices.drawings import ContinuumPositions, MappedPractice


@dataclass(frozen=True)
class Overview:
    """Where practices stand on the continuum, all together."""

    #: How many practices have these positions.
    counts: tuple[tuple[ContinuumPositions, int], ...]
    #: Some positions are our estimate: no municipality confirmed them.
    is_provisional: bool

    @property
    def total(self) -> int:
        return sum(number for _positions, number in self.counts)

    @property
    def positions(self) -> Iterator[ContinuumPositions]:
        for positions, number in self.counts:
            yield from repeat(positions, number)


class PracticeQuerySet(BasePageQuerySet):
    def with_places(self):
        # Lists instead of querysets: making one for each of two dozen practices takes longer than the queries.
        return self.prefetch_related(Prefetch("municipalities", to_attr="places"))

    def for_listing(self):
        """All that a card shows, in a fixed number of queries."""
        return self.with_places().prefetch_related(
            Prefetch("instruments", to_attr="shown_instruments"), Prefetch("themes", to_attr="shown_themes")
        )

    def for_comparison(self):
        """All that stands in a comparison, in a fixed number of queries."""
        return self.for_listing().select_related("upkeep").prefetch_related("figures", "lessons", "documents__document")

    def overview(self) -> Overview:
        """Where all these practices stand, in one query that returns at most a row per combination of steps."""
        steps = ["continuum_start", "continuum_during", "continuum_now"]
        rows = (
            self.order_by(*steps)
            .values_list(*steps)
            .annotate(number=Count("pk"), confirmed=Count("continuum_confirmed_on"))
        )
        counts = [(ContinuumPositions(*steps), number) for *steps, number, _confirmed in rows]
        is_provisional = any(now is not None and confirmed < number for *_, now, number, confirmed in rows)
        return Overview(tuple(counts), is_provisional)

    def on_map(self) -> Iterator[MappedPractice]:
        """Each practice once per municipality, in one query."""
        rows = self.order_by().values_list(
            "municipalities__name",
            "municipalities__latitude",
            "municipalities__longitude",
            "title",
            "continuum_now",
        )
        return (MappedPractice(*row) for row in rows.exclude(municipalities=None))

"""Practices as a set: in lists, on the continuum and on the map."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from cms.models import BasePageQuerySet
from practices.drawings import ContinuumPositions, MappedPractice


@dataclass(frozen=True)
class Overview:
    """Where practices stand on the continuum, all together."""

    positions: list[ContinuumPositions]
    #: Some positions are our estimate: no municipality confirmed them.
    is_provisional: bool


class PracticeQuerySet(BasePageQuerySet):
    def for_listing(self):
        """All that a card shows, in a fixed number of queries."""
        return self.prefetch_related("municipalities", "themes", "instruments")

    def with_known_position(self):
        return self.exclude(continuum_now=None)

    def overview(self) -> Overview:
        """Where all these practices stand, in one query that returns at most a row per combination of steps."""
        rows = (
            self.order_by()
            .values_list("continuum_start", "continuum_during", "continuum_now")
            .annotate(number=Count("pk"), confirmed=Count("continuum_confirmed_on"))
        )
        positions, is_provisional = [], False
        for start, during, now, number, confirmed in rows:
            positions += [ContinuumPositions(start, during, now)] * number
            is_provisional |= now is not None and confirmed < number
        return Overview(positions, is_provisional)

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

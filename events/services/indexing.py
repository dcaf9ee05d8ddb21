"""Brings what came of an event into search. An event ends by itself: nobody saves its page at that moment."""

from django.db.models import QuerySet
from wagtail.search.query import Not, PlainText

from events.models import EventPage
from events.models.afterwards import OVER_MARK
from events.services.seats import in_turn
from search.engine.keys import one_of
from search.engine.searchable import reindex_on_commit


def index_what_is_over() -> int:
    """Indexes the events that ended since they were indexed. Returns how many.

    The index itself tells which, so a worker that was away for long misses none.
    """
    return in_turn(_index, _indexed_before_the_end())


def _indexed_before_the_end() -> QuerySet[EventPage]:
    without_mark = EventPage.objects.search(Not(PlainText(OVER_MARK)))
    return EventPage.objects.past().filter(pk__in=one_of(without_mark.keys()))


def _index(pk: int) -> bool:
    reindex_on_commit([pk])
    return True

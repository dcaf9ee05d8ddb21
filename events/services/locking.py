"""One writer at a time per event: the row of its ledger is the lock, on SQLite and on PostgreSQL alike."""

from collections.abc import Generator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from events.models import EventLedger, EventPage, Registration


class EventGone(Exception):
    """The event was deleted meanwhile."""


@contextmanager
def locked(event_id: int) -> Generator[EventLedger]:
    """A transaction of its own in which nobody else changes who comes to this event.

    ``durable``, because inside another transaction the seat would only be taken when that one ends. Raises
    ``OperationalError`` when the lock does not come within the timeout of the database.
    """
    with transaction.atomic(durable=True):
        take_lock(event_id)
        yield EventLedger.objects.select_related("event").get(event_id=event_id)


@contextmanager
def locked_by(registration_id: int) -> Generator[tuple[EventLedger, Registration]]:
    """As ``locked``, for one registration, read after the lock was taken."""
    event_id = Registration.objects.values_list("event_id", flat=True).get(pk=registration_id)
    with locked(event_id) as ledger:
        registration = Registration.objects.get(pk=registration_id)
        registration.event = ledger.event
        yield ledger, registration


def take_lock(event_id: int) -> None:
    """The first statement of the transaction, and an UPDATE: reading first would let two read the same free seat."""
    if not EventLedger.objects.filter(event_id=event_id).update(queue_counter=F("queue_counter")):
        raise EventGone(EventPage.__name__, event_id)

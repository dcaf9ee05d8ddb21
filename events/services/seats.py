"""The seats of an event: the lock, the steps from state to state, and the waiting list.

Who comes to an event changes in one way only. ``locked`` takes the row of the event's ledger, so that one writer at a
time changes it; ``begin`` and ``move`` take a registration from one state to the next, and the seat, the queue and the
log follow; ``fill_free_seats`` gives what came free to the first in the queue. Except for the two locks and
``in_turn``, callers hold the lock.
"""

import logging
import traceback
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from cms.models import User
from events import emails
from events.models import EventLedger, EventPage, Reason, Registration, RegistrationLog, RegistrationState
from events.models.registrations import FIRST_STATES, HOLDS_SEAT, TRANSITIONS

logger = logging.getLogger(__name__)


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


def in_turn(work: Callable[[int], object], rows: QuerySet) -> int:
    """Does ``work(pk)`` for each of the ``rows`` of a queryset; returns how often it had something to do.

    ``work`` is a transaction of its own and looks again whether there is something to do. Raises what says that the
    database is not there: then the others cannot go on either.
    """
    done = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        try:
            done += bool(work(pk))
        except (EventGone, Registration.DoesNotExist):
            continue  # deleted meanwhile
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            # Where and what kind, but not the message: databases repeat the row in it, and the row is of a person.
            place = "".join(traceback.format_tb(error.__traceback__))
            name = getattr(work, "__name__", "work").strip("_")
            logger.error("%s failed for row %d: %s\n%s", name, pk, type(error).__name__, place)
    return done


class NotPossible(Exception):
    """A registration cannot go from its state to the one asked for."""


class MeetingOff(NotPossible):
    """It could, were the event not cancelled or over."""


def begin(ledger: EventLedger, registration: Registration, state: RegistrationState, **kwargs) -> None:
    """Stores a new registration in its first state."""
    if state not in FIRST_STATES:
        raise NotPossible(f"– → {state}")
    _enter(ledger, registration, "", state, **kwargs)


def move(ledger: EventLedger, registration: Registration, state: RegistrationState, **kwargs) -> None:
    """Changes the state of a stored registration. Raises ``NotPossible`` unless the table of transitions allows it.

    A registration whose person was erased can only be cancelled.
    """
    is_refused = registration.is_anonymous and state != RegistrationState.CANCELLED
    if is_refused or state not in TRANSITIONS[registration.state]:
        raise NotPossible(f"{registration.state} → {state}")
    _enter(ledger, registration, registration.state, state, **kwargs)


def _enter(
    ledger: EventLedger,
    registration: Registration,
    old: str,
    new: RegistrationState,
    *,
    reason: Reason,
    by: User | None = None,
    expires_at: datetime | None = None,
    beyond_capacity: bool = False,
) -> None:
    _count_seat(ledger, (new in HOLDS_SEAT) - (old in HOLDS_SEAT), beyond_capacity)
    registration.state, registration.state_at, registration.expires_at = new, timezone.now(), expires_at
    registration.queue_position = None
    if new == RegistrationState.WAITLISTED:
        ledger.queue_counter += 1
        registration.queue_position = ledger.queue_counter
    registration.cancelled_because = reason if new == RegistrationState.CANCELLED else ""
    write(ledger)
    registration.save()
    RegistrationLog.objects.create(
        event_id=ledger.event_id,
        registration=registration.public_id,
        from_state=old,
        to_state=new,
        reason=reason,
        by=by,
    )


def _count_seat(ledger: EventLedger, change: int, beyond_capacity: bool) -> None:
    ledger.seats_taken += change
    if ledger.capacity is None:
        ledger.overbooked = 0
    elif beyond_capacity:
        ledger.overbooked = max(ledger.overbooked, ledger.seats_taken - ledger.capacity)
    elif change < 0:
        ledger.overbooked = min(ledger.overbooked, max(0, ledger.seats_taken - ledger.capacity))


def write(ledger: EventLedger) -> None:
    """Stores the counts without signals: no page in the cache shows them."""
    EventLedger.objects.filter(pk=ledger.pk).update(
        capacity=ledger.capacity,
        seats_taken=ledger.seats_taken,
        overbooked=ledger.overbooked,
        queue_counter=ledger.queue_counter,
    )


#: Hours to answer for somebody who never proved to read the address, whatever the event says about offers.
UNVERIFIED_HOURS = 24


def fill_free_seats(ledger: EventLedger) -> int:
    """Gives or offers the free seats to the first in the queue; returns to how many."""
    promoted = 0
    if not ledger.goes_ahead or has_begun(ledger):
        return promoted
    for registration in Registration.objects.filter(event_id=ledger.event_id).queue():
        if not ledger.has_free_seat:
            break
        registration.event = ledger.event
        promote(ledger, registration)
        promoted += 1
    return promoted


def promote(ledger: EventLedger, registration: Registration, *, is_sure: bool = False, **kwargs) -> None:
    """From the queue to a seat: confirmed at once, or held for a time in which the person must accept it."""
    hours = ledger.offer_hours or (None if registration.verified_at else UNVERIFIED_HOURS)
    kwargs = {"reason": Reason.QUEUE, **kwargs}
    # Once the event began there is no time left to accept it in.
    if hours is None or is_sure or has_begun(ledger):
        move(ledger, registration, RegistrationState.CONFIRMED, **kwargs)
        emails.send_promoted(registration)
    else:
        until = timezone.now() + timedelta(hours=hours)
        move(ledger, registration, RegistrationState.PENDING, expires_at=until, **kwargs)
        emails.send_offered(registration)


def give_back(ledger: EventLedger, registration: Registration) -> None:
    """Ends a seat that was held and not confirmed in time; the first in the queue moves up."""
    registration.event = ledger.event
    move(ledger, registration, RegistrationState.CANCELLED, reason=Reason.EXPIRED)
    emails.send_cancelled(registration)
    fill_free_seats(ledger)


def newcomer_gets_seat(ledger: EventLedger) -> bool:
    """Newcomers never pass the queue: a seat that is free while somebody waits is not theirs."""
    return ledger.has_free_seat and not Registration.objects.filter(event_id=ledger.event_id).queue().exists()


def why_not_moving(ledger: EventLedger) -> str:
    """Names what keeps the queue where it is: ``cancelled``, ``begun``, ``full``, ``offers`` or "" when it moves."""
    if not ledger.goes_ahead:
        return "cancelled"
    if has_begun(ledger):
        return "begun"
    if not ledger.has_free_seat:
        pending = Registration.objects.filter(event_id=ledger.event_id, state=RegistrationState.PENDING)
        return "offers" if pending.exists() else "full"
    return ""


def has_begun(ledger: EventLedger) -> bool:
    return ledger.event.start is not None and ledger.event.start <= timezone.now()

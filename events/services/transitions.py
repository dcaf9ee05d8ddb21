"""From one state to the next: the seat, the queue and the log follow. Callers hold the lock of the ledger."""

from datetime import datetime

from django.utils import timezone

from cms.models import User
from events.models import EventLedger, Reason, Registration, RegistrationLog, RegistrationState
from events.models.registrations import FIRST_STATES, HOLDS_SEAT, TRANSITIONS


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

    Who was erased is nobody: that registration can only end.
    """
    is_nobody = registration.is_anonymous and state != RegistrationState.CANCELLED
    if is_nobody or state not in TRANSITIONS[registration.state]:
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
    """Stores the counts without signals: they stand on no kept page."""
    EventLedger.objects.filter(pk=ledger.pk).update(
        capacity=ledger.capacity,
        seats_taken=ledger.seats_taken,
        overbooked=ledger.overbooked,
        queue_counter=ledger.queue_counter,
    )

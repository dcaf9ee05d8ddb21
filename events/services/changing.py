"""What happens to a registration afterwards. Every function is a transaction of its own, safe to repeat."""

from collections.abc import Mapping

from django.utils import timezone

from cms.models import User
from events import emails
from events.models import EventPage, Reason, Registration, RegistrationState
from events.services.locking import locked, locked_by
from events.services.queue import fill_free_seats, promote
from events.services.transitions import NotPossible, move, write
from events.services.turns import in_turn


def cancel(*, registration: Registration, reason: Reason, by: User | None = None) -> Registration:
    """Gives the seat or the place in the queue back; who waits moves up in the same transaction."""
    with locked_by(registration.pk) as (ledger, current):
        if current.state != RegistrationState.CANCELLED:
            move(ledger, current, RegistrationState.CANCELLED, reason=reason, by=by)
            emails.send_cancelled(current)
            fill_free_seats(ledger)
    return current


def confirm(*, registration: Registration) -> Registration:
    """The person accepts the seat that is held, or proves to read the address.

    Raises ``NotPossible`` when the seat is no longer held.
    """
    with locked_by(registration.pk) as (ledger, current):
        if current.state == RegistrationState.PENDING:
            if current.expires_at <= timezone.now():
                raise NotPossible("expired")
            current.verified_at = current.verified_at or timezone.now()
            move(ledger, current, RegistrationState.CONFIRMED, reason=Reason.SELF)
            emails.send_received(current)
        elif current.state == RegistrationState.CANCELLED:
            raise NotPossible("cancelled")
        elif not current.verified_at:
            current.verified_at = timezone.now()
            current.save(update_fields=["verified_at"])
    return current


def promote_by_hand(*, registration: Registration, by: User, override_reason: str = "") -> Registration:
    """An editor gives somebody in the queue a seat; with a reason also one beyond the capacity.

    Raises ``NotPossible`` when no seat is free and no reason is given.
    """
    with locked_by(registration.pk) as (ledger, current):
        if current.state != RegistrationState.WAITLISTED:
            raise NotPossible(current.state)
        beyond = not ledger.has_free_seat
        if beyond and not override_reason:
            raise NotPossible("full")
        current.override_reason = override_reason if beyond else ""
        promote(ledger, current, reason=Reason.EDITOR, by=by, beyond_capacity=beyond)
    return current


def change_details(*, registration: Registration, details: Mapping[str, object]) -> Registration:
    """The person corrects name, organisation, role or municipality; the address stays what it is."""
    with locked_by(registration.pk) as (_ledger, current):
        if not current.is_active:
            raise NotPossible(current.state)
        changed = [name for name, value in details.items() if getattr(current, name) != value]
        for name in changed:
            setattr(current, name, details[name])
        if changed:
            current.save(update_fields=changed)
            emails.send_details_changed(current)
    return current


def expire_held_seats() -> int:
    """Gives back the seats that nobody confirmed in time; returns how many."""
    return in_turn(
        _expire, Registration.objects.filter(state=RegistrationState.PENDING, expires_at__lte=timezone.now())
    )


def _expire(pk: int) -> bool:
    with locked_by(pk) as (ledger, current):
        if current.state != RegistrationState.PENDING or current.expires_at > timezone.now():
            return False
        move(ledger, current, RegistrationState.CANCELLED, reason=Reason.EXPIRED)
        emails.send_cancelled(current)
        fill_free_seats(ledger)
    return True


def fill_all_free_seats() -> int:
    """Whatever kept a queue from moving before: every tick promotes again. Returns for how many events."""
    waiting = Registration.objects.filter(state=RegistrationState.WAITLISTED)
    return in_turn(_fill, EventPage.objects.filter(pk__in=waiting.values("event")))


def _fill(event_id: int) -> int:
    with locked(event_id) as ledger:
        return fill_free_seats(ledger)


def would_promote(event: EventPage, capacity: int | None) -> int:
    """How many in the queue get a seat when the capacity becomes this."""
    waiting = Registration.objects.filter(event=event).queue().count()
    return waiting if capacity is None else max(0, min(waiting, capacity - event.ledger.seats_taken))


def set_capacity(*, event: EventPage, capacity: int | None) -> int:
    """Sets the number of seats and promotes from the queue; nobody loses a seat. Returns how many were promoted."""
    with locked(event.pk) as ledger:
        ledger.capacity = capacity
        ledger.overbooked = 0 if capacity is None else max(0, ledger.seats_taken - capacity)
        write(ledger)
        return fill_free_seats(ledger)

"""Who was there."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from cms.models import User
from events.models import EventLedger, EventPage, EventState, Reason, Registration, RegistrationState
from events.services.seats import NotPossible, locked_by, move


def check_in(*, registration: Registration, by: User) -> tuple[Registration, bool]:
    """Notes that somebody came in; the second value says whether that is new.

    Also of a seat that was not confirmed: who stands at the door wants it. Raises ``NotPossible`` without a seat, and
    for an event that is cancelled.
    """
    with locked_by(registration.pk) as (ledger, current):
        if current.state == RegistrationState.ATTENDED:
            return current, False
        if not current.holds_seat or ledger.state == EventState.CANCELLED:
            raise NotPossible(current.state)
        _note(ledger, current, by)
    return current, True


def let_in_from_queue(*, registration: Registration, by: User, override_reason: str = "") -> Registration:
    """A seat at the door for somebody who waits and came all the same; with a reason also one beyond the capacity.

    Raises ``NotPossible`` for who does not wait, of a cancelled event, and when no seat is free and no reason is given.
    """
    with locked_by(registration.pk) as (ledger, current):
        if current.state != RegistrationState.WAITLISTED or ledger.state == EventState.CANCELLED:
            raise NotPossible(current.state)
        beyond = not ledger.has_free_seat
        if beyond and not override_reason:
            raise NotPossible("full")
        current.override_reason = override_reason if beyond else ""
        _note(ledger, current, by, beyond_capacity=beyond)
    return current


def _note(ledger: EventLedger, current: Registration, by: User, **kwargs) -> None:
    current.checked_in_at = timezone.now()
    move(ledger, current, RegistrationState.ATTENDED, reason=Reason.DOOR, by=by, **kwargs)


def undo_check_in(*, registration: Registration, by: User) -> Registration:
    """Back to a seat that is confirmed, however the person came to be in."""
    with locked_by(registration.pk) as (ledger, current):
        if current.state == RegistrationState.ATTENDED:
            current.checked_in_at = None
            move(ledger, current, RegistrationState.CONFIRMED, reason=Reason.DOOR, by=by)
    return current


def mark_no_show(*, registration: Registration, by: User) -> Registration:
    with locked_by(registration.pk) as (ledger, current):
        if current.state != RegistrationState.NO_SHOW:
            current.checked_in_at = None
            move(ledger, current, RegistrationState.NO_SHOW, reason=Reason.DOOR, by=by)
    return current


@dataclass(frozen=True)
class AttendanceSummary:
    """Numbers only: they stay when the names are gone."""

    #: Seats that were given and kept.
    registered: int
    #: Who waited for a seat and did not get one.
    waited: int
    came: int
    no_show: int

    @property
    def not_noted(self) -> int:
        """Seats of which nobody noted whether the person came."""
        return self.registered - self.came - self.no_show


def attendance_summary(event: EventPage) -> AttendanceSummary:
    states = Counter(Registration.objects.filter(event=event).order_by().values_list("state", flat=True))
    came, no_show = states[RegistrationState.ATTENDED], states[RegistrationState.NO_SHOW]
    return AttendanceSummary(
        registered=states[RegistrationState.CONFIRMED] + came + no_show,
        waited=states[RegistrationState.WAITLISTED],
        came=came,
        no_show=no_show,
    )

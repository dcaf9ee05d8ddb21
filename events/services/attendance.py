"""Who was there."""

from django.utils import timezone

from cms.models import User
from events.models import Reason, Registration, RegistrationState
from events.services.locking import locked_by
from events.services.transitions import move


def check_in(*, registration: Registration, by: User) -> tuple[Registration, bool]:
    """Notes that somebody came in; the second value says whether that is new. Raises ``NotPossible`` without a seat."""
    with locked_by(registration.pk) as (ledger, current):
        if current.state == RegistrationState.ATTENDED:
            return current, False
        current.checked_in_at = timezone.now()
        move(ledger, current, RegistrationState.ATTENDED, reason=Reason.DOOR, by=by)
    return current, True


def undo_check_in(*, registration: Registration, by: User) -> Registration:
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

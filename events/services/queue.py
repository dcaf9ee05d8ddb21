"""The waiting list: who comes next when a seat is free. Callers hold the lock of the ledger."""

from datetime import timedelta

from django.utils import timezone

from events import emails
from events.models import EventLedger, Reason, Registration, RegistrationState
from events.services.transitions import move

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
    """Ends a seat that was held and not confirmed in time; who waits moves up."""
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

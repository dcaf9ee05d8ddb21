"""Mail that editors ask for."""

import uuid
from collections.abc import Collection

from django.db import transaction
from wagtail.log_actions import log

from cms.models import User
from events import emails
from events.models import EventPage, Registration, RegistrationState
from events.services.locking import locked_by
from events.services.repeats import only_once
from events.services.transitions import MeetingOff, NotPossible

#: States in which there is a mail to send again.
HAS_MAIL = {
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.PENDING,
    RegistrationState.CANCELLED,
}


def recipients(event: EventPage, states: Collection[str]):
    """The participants in these states who can still be written to."""
    people = Registration.objects.filter(event=event, state__in=states, anonymised_at=None).exclude(email="")
    return people.order_by("pk")


@transaction.atomic
def write_to_participants(
    *, event: EventPage, states: Collection[str], subject: str, text: str, key: str, by: User
) -> int:
    """A mail of its own for each participant in these states; returns how many.

    Subject and text are sent as they were typed. Raises ``DoneBefore`` when this form was sent before.
    """
    only_once(event, key)
    people = list(recipients(event, states))
    for registration in people:
        registration.event = event
        emails.send_message(registration, subject=subject, text=text)
    log(instance=event, action="events.write", user=by, data={"count": len(people), "states": sorted(states)})
    return len(people)


def send_again(*, registration: Registration, key: str, by: User) -> None:
    """The mail that says how things stand, once more. Raises ``NotPossible`` and ``DoneBefore``.

    Nobody is told to come to an event that is cancelled or over: that raises ``MeetingOff``.
    """
    with locked_by(registration.pk) as (ledger, current):
        only_once(ledger.event, key)
        if current.state not in HAS_MAIL or current.is_anonymous:
            raise NotPossible(current.state)
        if ledger.is_off and current.is_active:
            raise MeetingOff
        if current.state == RegistrationState.CANCELLED:
            emails.send_cancelled(current)
        else:
            emails.send_received(current)
        _log(ledger.event, "events.send_again", current, by)


def renew_link(*, registration: Registration, key: str, by: User) -> None:
    """Another personal link, by mail; the links that were sent before stop working.

    Raises ``NotPossible`` and ``DoneBefore``.
    """
    with locked_by(registration.pk) as (ledger, current):
        only_once(ledger.event, key)
        if not current.is_active or current.is_anonymous:
            raise NotPossible(current.state)
        current.link_key = uuid.uuid4()
        current.save(update_fields=["link_key"])
        emails.send_new_link(current)
        _log(ledger.event, "events.renew_link", current, by)


def _log(event, action, registration, by):
    log(instance=event, action=action, user=by, data={"registration": str(registration.public_id)})

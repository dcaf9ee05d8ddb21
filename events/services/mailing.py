"""Mail that somebody asks for: an editor writes to participants, somebody lost a personal link."""

import uuid
from collections.abc import Collection

from django.db import transaction
from wagtail.log_actions import log

from cms.forms.guard import Limit
from cms.models import User
from events import emails
from events.models import EventPage, Registration, RegistrationAttempt, RegistrationState
from events.models.registrations import RegistrationQuerySet, email_key
from events.services.seats import MeetingOff, NotPossible, locked_by


class DoneBefore(Exception):
    """This copy of the form did its work already."""


def only_once(event: EventPage, key: str) -> None:
    """Raises ``DoneBefore`` for a key that came before. To be called in the transaction of the work itself."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A key that is stored apart from the work would promise what may never happen.")
    _attempt, is_new = RegistrationAttempt.objects.get_or_create(key=key, defaults={"event": event, "digest": ""})
    if not is_new:
        raise DoneBefore


#: States in which there is a mail to send again.
HAS_MAIL = {
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.PENDING,
    RegistrationState.CANCELLED,
}


def recipients(event: EventPage, states: Collection[str]) -> RegistrationQuerySet:
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


def _log(event: EventPage, action: str, registration: Registration, by: User | None) -> None:
    log(instance=event, action=action, user=by, data={"registration": str(registration.public_id)})


HOUR = 60 * 60
TO_MAILBOX = Limit("lost links of a mailbox", 3, HOUR)
#: Colleagues share a network, and after a mailing many of them look for their link.
FROM_NETWORK = Limit("lost links from a network", 40, HOUR)


class TooManyRequests(Exception):
    """Too many came from one network; says nothing of any address."""


def mail_links(*, email: str, network: str, event: EventPage | None = None) -> None:
    """Mails the links of the registrations of this address, for one event or for all that come.

    Whether the address is known shows in nothing: the mail is written for every address, and taken back when there is
    nothing to say. It goes to the address as it was registered, which need not be written as it is here.

    Raises ``TooManyRequests``.
    """
    if not FROM_NETWORK.take(network):
        raise TooManyRequests
    if not TO_MAILBOX.take(email_key(email)):
        return
    events = EventPage.objects.filter(pk=event.pk) if event else EventPage.objects.upcoming()
    found = Registration.objects.active().filter(email_key=email_key(email), event__in=events, anonymised_at=None)
    registrations = list(found.select_related("event__host_municipality").order_by("event__start", "pk"))
    with transaction.atomic():
        emails.send_links(registrations[0].email if registrations else email, registrations)
        transaction.set_rollback(not registrations)

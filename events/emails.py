"""The mails about registrations: rows of the outbox, written in the transaction of what they report.

Each message is a file of ``templates/emails`` with a subject, and a text and an HTML that say the same. What people
typed goes in as values and is never read as a template.
"""

import uuid
from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext

from cms.mail import messages
from cms.mail.messages import CalendarPart
from cms.models import OutboxMail
from events import calendars, links
from events.models import EventPage, EventState, Invitation, Reason, Registration, RegistrationState
from events.models.facts import EventFacts
from events.models.pages import in_words

#: The names of all messages of this module begin so.
PREFIX = "registration_"
#: Only these are not about a registration, by its public number: an invitation is about the key of its link, and the
#: answers to people who may be unknown are about nothing.
INVITED, NOT_INVITED, LOST_LINKS = "registration_invited", "registration_not_invited", "registration_links"


def written() -> QuerySet[OutboxMail]:
    """All mails of this module, also those to people who are not registered."""
    return OutboxMail.objects.filter(kind__startswith=PREFIX)


def send_received(registration: Registration) -> None:
    """Says what a registration has come to: a seat, a place in the queue, or a link to click first."""
    message = {
        RegistrationState.CONFIRMED: "registration_confirmed",
        RegistrationState.WAITLISTED: "registration_waitlisted",
        RegistrationState.PENDING: "registration_pending",
    }[registration.state]
    _send(message, registration, _invite(registration), is_full=not registration.event.ledger.has_free_seat)


def send_known(registration: Registration) -> None:
    """To an address that was registered before: where it stands, and its link."""
    _send("registration_known", registration, state=registration.get_state_display())


def send_new_link(registration: Registration) -> None:
    """To who got another personal link from the organiser: the ones before no longer work."""
    has_seat = registration.state == RegistrationState.CONFIRMED
    _send("registration_new_link", registration, state=registration.get_state_display(), has_seat=has_seat)


def send_not_invited(event: EventPage, email: str) -> None:
    _deliver(NOT_INVITED, email, {"event": event})


def send_invited(invitation: Invitation) -> None:
    """To who may register, with a personal link to the form."""
    context = {"invitation": invitation, "event": invitation.event, "form": links.invitation(invitation)}
    _deliver(INVITED, invitation.email, context, about=invitation.link_key)


def send_offered(registration: Registration) -> None:
    _send("registration_offered", registration)


def send_promoted(registration: Registration) -> None:
    _send("registration_promoted", registration, _invite(registration))


def send_details_changed(registration: Registration) -> None:
    """The person corrected name, organisation, role or municipality."""
    _send("registration_details", registration)


def send_changed(registration: Registration) -> None:
    """Says what of the event is no longer as it was told and how the reader stands; replaces the calendar entry."""
    event = registration.event
    is_postponed = event.ledger.state == EventState.POSTPONED
    context = {
        "is_postponed": is_postponed,
        "changes": _in_words(registration),
        "note": event.ledger.note,
        "is_held": registration.state == RegistrationState.PENDING,
        "is_waiting": registration.state == RegistrationState.WAITLISTED,
    }
    _send("registration_changed", registration, _invite(registration) or _withdraw(registration), **context)


def send_cancelled(registration: Registration) -> None:
    because = registration.cancelled_because
    message = "registration_cancelled_by_you" if because == Reason.SELF else "registration_cancelled_by_us"
    context = {
        "is_event_off": because == Reason.EVENT,
        "is_too_late": because == Reason.EXPIRED,
        "note": registration.event.ledger.note,
    }
    _send(message, registration, _withdraw(registration), **context)


def send_reminder(registration: Registration) -> None:
    _send("registration_reminder", registration)


def send_thanks(registration: Registration) -> None:
    _send("registration_thanks", registration, online_url="")


def send_message(registration: Registration, *, subject: str, text: str) -> None:
    """What an editor wrote. It tells nothing of the event that a later mail need not say."""
    context = {
        "registration": registration,
        "event": registration.event,
        "own_page": links.own_page(registration),
        "subject": subject,
        "text": text,
    }
    # Somebody wrote it and may well be told that the reader is on leave (RFC 3834).
    _deliver("registration_message", registration.email, context, headers={"Auto-Submitted": "no"})


def send_links(email: str, registrations: list[Registration]) -> None:
    """The personal links of one address, for who lost them."""
    entries = [
        {"event": registration.event, "own_page": links.own_page(registration)} for registration in registrations
    ]
    messages.send(LOST_LINKS, to=[email], context={"entries": entries})


def _invite(registration: Registration) -> CalendarPart | None:
    """The entry for who has a seat; an event without a day has none."""
    if registration.state != RegistrationState.CONFIRMED or not registration.event.start:
        return None
    return _next_entry(registration, calendars.REQUEST)


def _withdraw(registration: Registration) -> CalendarPart | None:
    """Takes the entry back; one that was never sent need not be."""
    return _next_entry(registration, calendars.CANCEL) if registration.calendar_sequence else None


def _next_entry(registration, method):
    part = CalendarPart(calendars.personal(registration, method), method)
    registration.calendar_sequence += 1
    return part


def _send(message: str, registration: Registration, calendar: CalendarPart | None = None, **more) -> None:
    event = registration.event
    is_confirmed = registration.state == RegistrationState.CONFIRMED
    registration.told = EventFacts.of(event, event.ledger.state).stored()
    registration.save(update_fields=["told", "calendar_sequence"])
    context = {
        "registration": registration,
        "event": event,
        "own_page": links.own_page(registration),
        "qr_code": links.check_in_code(registration),
        "until": in_words(registration.held_until) if registration.held_until else "",
        # For who is sure to come; not for who waits or cancelled.
        "online_url": event.online_url if is_confirmed else "",
        "has_entry": calendar is not None and calendar.method == calendars.REQUEST,
        "calendar_links": calendars.web_calendars(event) if event.start else [],
        "calendar_file": calendars.file_address(event),
        **more,
    }
    _deliver(message, registration.email, context, calendar)


def _deliver(
    message: str,
    to: str,
    context: dict,
    calendar: CalendarPart | None = None,
    headers: Mapping[str, str] | None = None,
    about: uuid.UUID | None = None,
) -> None:
    contact = context["event"].contact or messages.site_contact()
    reply_to = messages.addresses_of(contact)
    registration = context.get("registration")
    if registration:
        about = registration.public_id
        # By it mailboxes show the mails about one registration together, though no mail has this Message-ID.
        headers = {"References": f"<{calendars.uid(registration)}>", **(headers or {})}
    context = {**context, "contact": contact}
    messages.send(message, to=[to], context=context, reply_to=reply_to, calendar=calendar, headers=headers, about=about)


def _in_words(registration: Registration) -> list[str]:
    """What of the event is not as it was told, a sentence each."""
    event, told = registration.event, EventFacts.read(registration.told)
    changes = EventFacts.of(event, event.ledger.state).changes_since(told)
    sentences = []
    if "state" in changes:
        sentences.append(
            gettext("The meeting is postponed. The new day follows.")
            if event.ledger.state == EventState.POSTPONED
            else gettext("The meeting goes ahead.")
        )
    if changes & {"start", "end"}:
        start, end = told.moments if told else (None, None)
        before = EventPage(start=start, end=end).when
        sentences.append(
            gettext("The day or the hour changed. It was: %(before)s.") % {"before": before}
            if before
            else gettext("The day and the hour are known.")
        )
    if changes & {"venue", "host", "address"}:
        sentences.append(gettext("The place changed."))
    if "online" in changes and registration.state == RegistrationState.CONFIRMED:
        sentences.append(gettext("The link of the online meeting changed."))
    return sentences

"""The mails about registrations: rows of the outbox, written in the transaction of what they report.

Each message is a folder of ``templates/emails``: subject, text and HTML that say the same.
"""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from cms.models import SiteSettings
from events import calendars, links
from events.models import EventPage, Invitation, Reason, Registration, RegistrationState


def send_received(registration: Registration) -> None:
    """Says what a registration has come to: a seat, a place in the queue, or a link to click first."""
    message = {
        RegistrationState.CONFIRMED: "registration_confirmed",
        RegistrationState.WAITLISTED: "registration_waitlisted",
        RegistrationState.PENDING: "registration_pending",
    }[registration.state]
    _send(message, registration, invites=registration.state == RegistrationState.CONFIRMED)


def send_known(registration: Registration) -> None:
    """To an address that was registered before: where it stands, and its link."""
    _send("registration_known", registration)


def send_not_invited(event: EventPage, email: str) -> None:
    _deliver("registration_not_invited", email, {"event": event})


def send_invited(invitation: Invitation) -> None:
    """To who may register, with a personal link to the form."""
    context = {"invitation": invitation, "event": invitation.event, "form": links.invitation(invitation)}
    _deliver("registration_invited", invitation.email, context)


def send_offered(registration: Registration) -> None:
    _send("registration_offered", registration)


def send_promoted(registration: Registration) -> None:
    _send("registration_promoted", registration, invites=True)


def send_changed(registration: Registration) -> None:
    _send("registration_changed", registration, invites=registration.state == RegistrationState.CONFIRMED)


def send_cancelled(registration: Registration) -> None:
    by_self = registration.cancelled_because == Reason.SELF
    message = "registration_cancelled_by_you" if by_self else "registration_cancelled_by_us"
    _send(message, registration, withdraws=True)


def send_reminder(registration: Registration) -> None:
    _send("registration_reminder", registration)


def send_thanks(registration: Registration) -> None:
    _send("registration_thanks", registration)


def _send(message: str, registration: Registration, *, invites: bool = False, withdraws: bool = False) -> None:
    """Sends a message about a registration, with an entry for the calendar or its withdrawal."""
    context = {
        "registration": registration,
        "event": registration.event,
        "own_page": links.own_page(registration),
        "check_in": links.check_in(registration),
    }
    _deliver(message, registration.email, context, _calendar_part(registration, invites, withdraws))


def _calendar_part(registration: Registration, invites: bool, withdraws: bool) -> tuple[str, str] | None:
    """An event without a day has no entry; one that was never sent need not be withdrawn."""
    if invites and registration.event.start:
        part = calendars.request(registration), "text/calendar; method=REQUEST"
    elif withdraws and registration.calendar_sequence:
        part = calendars.cancel(registration), "text/calendar; method=CANCEL"
    else:
        return None
    registration.calendar_sequence += 1
    registration.save(update_fields=["calendar_sequence"])
    return part


def _deliver(message: str, to: str, context: dict, calendar: tuple[str, str] | None = None) -> None:
    contact = SiteSettings.load().contact
    context = {**context, "contact": contact}
    subject, text, html = (
        render_to_string(f"emails/{message}/{part}", context) for part in ["subject.txt", "body.txt", "body.html"]
    )
    mail = EmailMultiAlternatives(
        " ".join(subject.split()), text, to=[to], reply_to=[contact.email] if contact and contact.email else []
    )
    mail.attach_alternative(html, "text/html")
    if calendar:
        mail.attach_alternative(*calendar)
    mail.send()

"""What an editor can do with an event's participants, and with one of them: the addresses of the screens for it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import EventPage, Registration, RegistrationState

S = RegistrationState
NOT_OVER = {S.PENDING, S.CONFIRMED, S.WAITLISTED}


@dataclass(frozen=True)
class Button:
    name: str
    label: str | Promise
    icon: str
    #: In which it can be done; None: always.
    states: frozenset[str] | None = None

    def url(self, pk: int) -> str:
        return reverse(self.name, args=[pk])


FOR_REGISTRATION = [
    Button("registration_confirm_by_editor", _("Confirm the seat"), "check", frozenset({S.PENDING})),
    Button("registration_promote", _("Give a seat"), "success", frozenset({S.WAITLISTED})),
    Button("registration_move", _("Move to another event"), "arrow-right", frozenset(NOT_OVER)),
    Button("registration_send_again", _("Send the mail again"), "mail", frozenset({*NOT_OVER, S.CANCELLED})),
    Button("registration_renew_link", _("New personal link"), "key", frozenset({*S} - {S.CANCELLED})),
    Button("registration_no_show", _("Did not come"), "no-view", frozenset({S.CONFIRMED, S.ATTENDED})),
    Button("registration_cancel_by_editor", _("Cancel"), "cross", frozenset(NOT_OVER)),
    Button("registration_erase", _("Erase the data"), "bin"),
]
FOR_EVENT = [
    Button("event_register_by_hand", _("Register somebody"), "plus"),
    Button("event_import", _("Register a list"), "upload"),
    Button("event_door", _("Check in"), "tick-inverse"),
    Button("event_write", _("Mail participants"), "mail"),
    Button("event_attendance_list", _("Attendance list"), "list-ul"),
    Button("event_export", _("Export"), "download"),
    Button("event_invitations", _("Invitations"), "user"),
    Button("event_duplicate", _("Copy to another day"), "copy"),
]


@dataclass(frozen=True)
class Shown:
    url: str
    label: str | Promise
    icon: str


def buttons_of_registration(registration: Registration) -> list[Shown]:
    """Of somebody who was made anonymous nothing can be done any more."""
    if registration.is_anonymous:
        return []
    fitting = [one for one in FOR_REGISTRATION if one.states is None or registration.state in one.states]
    return [Shown(one.url(registration.pk), one.label, one.icon) for one in fitting]


def buttons_of_event(event: EventPage) -> list[Shown]:
    return [Shown(one.url(event.pk), one.label, one.icon) for one in FOR_EVENT]

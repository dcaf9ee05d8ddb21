"""Where a registration stands, in words for the person it is of, and what that person can do now."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import (
    EventLedger,
    EventPage,
    EventState,
    Reason,
    Registration,
    RegistrationNeeds,
    RegistrationState,
)
from events.models.pages import in_words

#: Places in the queue that have a word of their own.
PLACES = [
    _("You are the first on the waiting list."),
    _("You are the second on the waiting list."),
    _("You are the third on the waiting list."),
    _("You are the fourth on the waiting list."),
    _("You are the fifth on the waiting list."),
    _("You are the sixth on the waiting list."),
    _("You are the seventh on the waiting list."),
    _("You are the eighth on the waiting list."),
    _("You are the ninth on the waiting list."),
    _("You are the tenth on the waiting list."),
]


class Phase(StrEnum):
    CALLED_OFF = "called off"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    OVER = "over"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    HELD = "held"  # a seat that must be confirmed
    LAPSED = "lapsed"  # a seat that was held too long; the worker gives it back


@dataclass(frozen=True)
class Standing:
    registration: Registration

    @property
    def event(self) -> EventPage:
        return self.registration.event

    @property
    def ledger(self) -> EventLedger:
        return self.event.ledger

    @cached_property
    def phase(self) -> Phase:
        by_event = self.registration.cancelled_because == Reason.EVENT
        if self.ledger.state == EventState.CANCELLED and (self.registration.is_active or by_event):
            return Phase.CALLED_OFF
        if self.registration.state in {RegistrationState.CANCELLED, RegistrationState.ATTENDED}:
            return Phase(self.registration.state)
        if self.event.is_past:
            return Phase.OVER
        if self.registration.state == RegistrationState.PENDING:
            return Phase.HELD if self.registration.held_until > timezone.now() else Phase.LAPSED
        return Phase.WAITING if self.registration.state == RegistrationState.WAITLISTED else Phase.CONFIRMED

    @property
    def headline(self) -> str:
        match self.phase:
            case Phase.CALLED_OFF:
                return gettext("This meeting does not go ahead")
            case Phase.CANCELLED:
                return gettext("Your registration is cancelled")
            case Phase.ATTENDED:
                return gettext("You were there")
            case Phase.OVER:
                return gettext("This meeting is over")
            case Phase.WAITING:
                return gettext("You are on the waiting list")
            case Phase.HELD:
                return gettext("There is a seat for you: confirm it")
            case Phase.LAPSED:
                return gettext("The seat is no longer held for you")
        return gettext("You have a seat")

    @property
    def details(self) -> list[str]:
        """What it means, a sentence each."""
        match self.phase:
            case Phase.CALLED_OFF:
                return [*filter(None, [self.ledger.note]), gettext("You need not do anything.")]
            case Phase.CANCELLED:
                return [self._why_cancelled]
            case Phase.ATTENDED:
                return [gettext("Thank you for coming.")]
            case Phase.OVER:
                return []
        return [*self._postponed, *self._to_come]

    @property
    def _to_come(self):
        match self.phase:
            case Phase.WAITING:
                return [place_in_words(self.registration), gettext("When a seat comes free for you, you get a mail.")]
            case Phase.HELD:
                until = gettext("We hold it until %(moment)s. After that it goes to somebody else.")
                return [until % {"moment": in_words(self.registration.held_until)}]
            case Phase.LAPSED:
                until = gettext("You could confirm it until %(moment)s. Now it goes to somebody else.")
                return [until % {"moment": in_words(self.registration.held_until)}]
        return [gettext("We look forward to seeing you.")]

    @property
    def _postponed(self):
        if self.ledger.state != EventState.POSTPONED:
            return []
        kept = gettext("The meeting is postponed. Your registration stays; you get a mail when the new day is known.")
        return [kept, *filter(None, [self.ledger.note])]

    @property
    def _why_cancelled(self):
        match self.registration.cancelled_because:
            case Reason.SELF:
                return gettext("You cancelled it yourself. Thank you for letting us know.")
            case Reason.EXPIRED:
                return gettext("The seat was not confirmed in time and went to somebody else.")
            case Reason.EVENT:
                return gettext("The meeting was cancelled.")
        return gettext("The organisers cancelled it. Do you have questions? Write to them.")

    @property
    def can_confirm(self) -> bool:
        return self.phase == Phase.HELD

    @property
    def can_prove_address(self) -> bool:
        """Who waits and never clicked a link gets a free seat only after a click, whatever the event says of offers."""
        return self.phase == Phase.WAITING and not self.registration.verified_at and not self.ledger.offer_hours

    @property
    def can_change(self) -> bool:
        return self.phase in {Phase.CONFIRMED, Phase.WAITING, Phase.HELD}

    @property
    def can_cancel(self) -> bool:
        return self.phase in {Phase.CONFIRMED, Phase.WAITING, Phase.HELD}

    @property
    def can_register_again(self) -> bool:
        return self.phase in {Phase.CANCELLED, Phase.LAPSED} and self.event.live and self.ledger.is_open_at()

    @property
    def has_seat(self) -> bool:
        """Confirmed for a meeting that comes: the code for the door and the calendar are of use."""
        return self.phase == Phase.CONFIRMED

    @property
    def online_url(self) -> str:
        """Private: only for who has a seat."""
        is_there = self.phase == Phase.ATTENDED and not self.event.is_past
        return self.event.online_url if self.has_seat or is_there else ""

    @property
    def filled_in(self) -> list[tuple[str, str]]:
        """What was filled in, each with its label."""
        facts = ["name", "email", "organisation", "municipality", "role"]
        needs = RegistrationNeeds.objects.filter(registration=self.registration).first() or RegistrationNeeds()
        given = [
            *((_label(self.registration, name), str(getattr(self.registration, name) or "")) for name in facts),
            *((answer.label, answer.value) for answer in self.registration.answers.all()),
            *((_label(needs, name), getattr(needs, name)) for name in ["accessibility", "diet"]),
        ]
        return [(label, value) for label, value in given if value]

    @property
    def cancelling_means(self) -> list[str]:
        if self.phase == Phase.WAITING:
            given_up = gettext("You give up your place on the waiting list.")
        else:
            given_up = gettext("You give up your seat. If somebody waits for one, it goes to that person at once.")
        return [
            given_up,
            gettext("You cannot take this back. To come after all, register again: you then stand behind who waits."),
            gettext("You get a mail that confirms it."),
        ]


def _label(row, name):
    return capfirst(row._meta.get_field(name).verbose_name)


def place_in_words(registration: Registration) -> str:
    """Of somebody who waits, such as "You are the third on the waiting list."."""
    before = Registration.objects.filter(event_id=registration.event_id).queue()
    place = before.filter(queue_position__lt=registration.queue_position).count()
    if place < len(PLACES):
        return str(PLACES[place])
    return gettext("You are number %(place)d on the waiting list.") % {"place": place + 1}

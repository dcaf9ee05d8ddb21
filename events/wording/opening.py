"""Whether people can register now, in words: for the page of the event, the form and its refusals."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from events.models import Access, EventLedger, EventPage, Registration
from events.models.pages import in_words


class Phase(StrEnum):
    NONE = "none"  # not on this site
    OFF = "off"  # postponed or cancelled
    OVER = "over"
    EARLY = "early"
    CLOSED = "closed"
    SEATS = "seats"
    QUEUE = "queue"  # open, but newcomers wait


@dataclass(frozen=True)
class Opening:
    """True of the event, never of one address."""

    phase: Phase
    ledger: EventLedger
    waiting: int = 0

    @property
    def takes_people(self) -> bool:
        return self.phase in {Phase.SEATS, Phase.QUEUE}

    @property
    def has_queue(self) -> bool:
        return self.phase == Phase.QUEUE

    @property
    def headline(self) -> str:
        match self.phase:
            case Phase.NONE:
                return gettext("You cannot register for this meeting on this site.")
            case Phase.OFF:
                return gettext("This meeting is %(state)s.") % {"state": self.ledger.get_state_display()}
            case Phase.OVER:
                return gettext("This meeting is over.")
            case Phase.EARLY:
                return gettext("You can register from %(moment)s.") % {"moment": in_words(self.ledger.opens_at)}
            case Phase.CLOSED:
                return gettext("Registration is closed.")
            case Phase.QUEUE:
                return self._queue_headline
        return self._seats_headline

    @property
    def _queue_headline(self):
        if self.ledger.has_free_seat:
            return gettext("The seats that come free go to the people who wait.")
        return gettext("All seats are taken.")

    @property
    def _seats_headline(self):
        free = self.ledger.free_seats
        if free is None:
            return gettext("There is room for everybody.")
        return ngettext("%(free)d of %(all)d seats is free.", "%(free)d of %(all)d seats are free.", free) % {
            "free": free,
            "all": self.ledger.capacity,
        }

    @property
    def details(self) -> list[str]:
        """What else is good to know, a sentence each."""
        if self.phase == Phase.OFF:
            return [gettext("You cannot register now."), *filter(None, [self.ledger.note])]
        return [*self._queue_details, *self._access_details, *self._deadline] if self.takes_people else []

    @property
    def _queue_details(self):
        if not self.has_queue:
            return []
        waiting = ngettext("%(waiting)d person waits.", "%(waiting)d people wait.", self.waiting)
        who = [waiting % {"waiting": self.waiting}] if self.waiting else []
        return [*who, gettext("You can still register: we write to you when it is your turn.")]

    @property
    def _access_details(self):
        for_whom = {
            Access.MEMBERS: gettext("Only for members of the Labo. Use the link in your invitation."),
            Access.INVITED: gettext("Only for people with an invitation. Use the link in it."),
        }
        return [for_whom[self.ledger.access]] if self.ledger.needs_invitation else []

    @property
    def _deadline(self):
        last = self.ledger.closes_at
        return [gettext("You can register until %(moment)s.") % {"moment": in_words(last)}] if last else []


def opening_of(event: EventPage) -> Opening:
    """As it is now, whatever the page in the caller's hands remembers."""
    ledger = EventLedger.objects.filter(event=event).first() or EventLedger()
    ledger.event = event
    phase = _phase(ledger, timezone.now())
    if phase != Phase.SEATS:
        return Opening(phase, ledger)
    # The rule of ``queue.newcomer_gets_seat``: newcomers never pass who waits.
    waiting = Registration.objects.filter(event=event).queue().count()
    return Opening(Phase.SEATS if ledger.has_free_seat and not waiting else Phase.QUEUE, ledger, waiting)


def _phase(ledger: EventLedger, now: datetime) -> Phase:
    if not ledger.takes_registrations:
        return Phase.NONE
    if ledger.is_open_at(now):
        return Phase.SEATS
    if ledger.event.is_past:
        return Phase.OVER
    if not ledger.goes_ahead:
        return Phase.OFF
    is_early = ledger.opens_at is not None and now < ledger.opens_at
    return Phase.EARLY if is_early else Phase.CLOSED

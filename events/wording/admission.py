"""What somebody at the door must know: who may come in, who is in, and why somebody may not."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext

from events.models import EventPage, EventState, Registration, RegistrationState
from search.engine.dutch import fold


class Verdict(StrEnum):
    WELCOME = "welcome"
    INSIDE = "inside"
    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    CALLED_OFF = "called off"


VERDICTS = {
    RegistrationState.CONFIRMED: Verdict.WELCOME,
    RegistrationState.NO_SHOW: Verdict.WELCOME,
    RegistrationState.ATTENDED: Verdict.INSIDE,
    RegistrationState.PENDING: Verdict.UNCONFIRMED,
    RegistrationState.WAITLISTED: Verdict.WAITING,
    RegistrationState.CANCELLED: Verdict.CANCELLED,
}


def goes_on_today(event: EventPage) -> bool:
    """True also of an event without a day."""
    if not event.start:
        return True
    last = event.local_end or event.local_start
    return event.local_start.date() <= timezone.localdate() <= last.date()


@dataclass(frozen=True)
class Admission:
    """One registration at the door of its event."""

    registration: Registration

    @property
    def event(self) -> EventPage:
        return self.registration.event

    @property
    def verdict(self) -> Verdict:
        if self.event.ledger.state == EventState.CANCELLED:
            return Verdict.CALLED_OFF
        return VERDICTS[self.registration.state]

    @property
    def is_welcome(self) -> bool:
        return self.verdict == Verdict.WELCOME

    @property
    def may_come_in(self) -> bool:
        """Who holds a seat; whether it was confirmed is said beside the button."""
        return self.verdict in {Verdict.WELCOME, Verdict.UNCONFIRMED}

    @property
    def is_waiting(self) -> bool:
        return self.verdict == Verdict.WAITING

    @property
    def is_inside(self) -> bool:
        return self.verdict == Verdict.INSIDE

    @property
    def is_today(self) -> bool:
        return goes_on_today(self.event)

    @property
    def is_too_early(self) -> bool:
        """Nobody is in before the day itself: it would be a slip."""
        return bool(self.event.start) and timezone.localdate() < self.event.local_start.date()

    @property
    def headline(self) -> str:
        match self.verdict:
            case Verdict.WELCOME:
                return gettext("Has a seat")
            case Verdict.INSIDE:
                return gettext("Already in at %(hour)s") % {"hour": self.hour}
            case Verdict.UNCONFIRMED:
                return gettext("Did not confirm the seat yet")
            case Verdict.WAITING:
                return gettext("No seat: is on the waiting list")
            case Verdict.CANCELLED:
                return gettext("No seat: this registration is cancelled")
        return gettext("This meeting was cancelled")

    @property
    def hour(self) -> str:
        """When the person came in, such as "14:03"."""
        came = self.registration.checked_in_at
        return f"{timezone.localtime(came):%H:%M}" if came else ""

    @property
    def who(self) -> str:
        """Organisation and municipality; namesakes are told apart by it."""
        return ", ".join(filter(None, [self.registration.organisation, str(self.registration.municipality or "")]))


@dataclass(frozen=True)
class Door:
    """Everybody at one event, in the order of their names."""

    event: EventPage

    @property
    def is_another_day(self) -> bool:
        return not goes_on_today(self.event)

    @cached_property
    def admissions(self) -> list[Admission]:
        registrations = Registration.objects.filter(event=self.event).select_related("municipality")
        registrations = [registration for registration in registrations if not registration.is_anonymous]
        for registration in registrations:
            registration.event = self.event
        return sorted(map(Admission, registrations), key=lambda admission: fold(admission.registration.name))

    def matching(self, words: str) -> list[Admission]:
        """Whose name or organisation holds all words; without words everybody who did not cancel."""
        if not words.strip():
            return [admission for admission in self.admissions if admission.registration.is_active]
        wanted = [fold(word) for word in words.split()]
        return [admission for admission in self.admissions if self._holds(admission, wanted)]

    def _holds(self, admission, wanted):
        text = fold(f"{admission.registration.name} {admission.who}")
        return all(word in text for word in wanted)

    @property
    def inside(self) -> int:
        return sum(admission.registration.state == RegistrationState.ATTENDED for admission in self.admissions)

    @property
    def expected(self) -> int:
        """Everybody with a seat, whether in or not; seats that are not confirmed do not count."""
        seats = {RegistrationState.CONFIRMED, RegistrationState.ATTENDED, RegistrationState.NO_SHOW}
        return sum(admission.registration.state in seats for admission in self.admissions)

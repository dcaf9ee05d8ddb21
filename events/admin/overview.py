"""How an event stands, for who organises it: the counts, the queue, and the mails that did not arrive."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.models import OutboxMail, User
from events.models import Access, EventLedger, EventPage, Registration, RegistrationState
from events.permissions import managed_events
from events.services.seats import why_not_moving

WHY = {
    "cancelled": _("The event does not go ahead now, so nobody moves up from the waiting list."),
    "begun": _("The event has begun, so nobody moves up from the waiting list."),
    "full": _("No seat is free. Who waits moves up when somebody cancels or when there are more seats."),
    "offers": _("No seat is free. Some seats are held for people who still have to confirm; they may come free."),
    "": _("A seat is free: the first who waits gets it within a minute."),
}


@dataclass(frozen=True)
class Overview:
    """Counts of one event. ``of`` asks one query, and one more while people wait."""

    ledger: EventLedger
    counts: dict[str, int]
    why: str = ""

    @classmethod
    def of(cls, ledger: EventLedger) -> "Overview":
        found = Registration.objects.filter(event_id=ledger.event_id).order_by().values("state").annotate(n=Count("pk"))
        counts = {row["state"]: row["n"] for row in found}
        waits = counts.get(RegistrationState.WAITLISTED)
        return cls(ledger, counts, str(WHY[why_not_moving(ledger)]) if waits else "")

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        return self.counts.get(RegistrationState.WAITLISTED, 0)

    @property
    def pending(self) -> int:
        return self.counts.get(RegistrationState.PENDING, 0)

    @property
    def cancelled(self) -> int:
        return self.counts.get(RegistrationState.CANCELLED, 0)

    @property
    def seats(self) -> str:
        ledger = self.ledger
        if ledger.capacity is None:
            return gettext("%(taken)d taken, no limit") % {"taken": ledger.seats_taken}
        return gettext("%(taken)d of %(all)d taken") % {"taken": ledger.seats_taken, "all": ledger.capacity}

    @property
    def above(self) -> int:
        """How many seats beyond the limit were given."""
        ledger = self.ledger
        return 0 if ledger.capacity is None else max(0, ledger.seats_taken - ledger.capacity)


def next_events(user: User, most: int = 6):
    """The next events with registration, each with ``waiting`` and ``pending``: one query."""
    state = "registrations__state"
    events = managed_events(user).upcoming().exclude(ledger__access=Access.NOBODY).select_related("ledger")
    return events.annotate(
        waiting=Count("registrations", filter=Q(**{state: RegistrationState.WAITLISTED})),
        pending=Count("registrations", filter=Q(**{state: RegistrationState.PENDING})),
    )[:most]


def troubled_mails(registrations, most: int = 50) -> list[OutboxMail]:
    """Mails about these registrations that could not be sent up to now, the latest first: one query."""
    mails = OutboxMail.objects.filter(sent_at=None, about__in=registrations.values("public_id")).exclude(last_error="")
    return list(mails.order_by("-pk")[:most])


def refusal_to_delete(page: Page) -> str:
    """Why the page cannot be deleted: people come to it, or to an event below it. Empty when it can."""
    events = EventPage.objects.descendant_of(page, inclusive=True)
    people = Registration.objects.filter(event__in=events, anonymised_at=None).active()
    found = people.select_related("event").first()
    if found is None:
        return ""
    text = gettext(
        "“%(event)s” has registrations and is not deleted. Say on the screen “State” that it is cancelled: "
        "everybody who comes gets a mail, and a minute later it can be deleted. After the event it can be deleted "
        "once the personal data was erased. To take it off the site, unpublish it."
    )
    return text % {"event": found.event.title}

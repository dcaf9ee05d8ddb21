"""What the worker tells participants of their own event: it changed, it is near, it is over.

What was told stands on each registration, so the rows themselves are the list of work: nothing is lost when the worker
stops, whoever changed the event and however. Each registration is a transaction of its own with the mail in it.
"""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from events import emails
from events.models import EventLedger, EventPage, EventState, Reason, Registration, RegistrationState
from events.models.facts import EventFacts
from events.models.registrations import RegistrationQuerySet
from events.services.seats import in_turn, locked_by, move

#: Who still has something to come to.
EXPECTED = {RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.WAITLISTED}

#: Days before the event, at the hour of the event.
REMIND_BEFORE = timedelta(days=2)
#: A report that comes later than this is news to nobody any more.
THANK_WITHIN = timedelta(days=60)


def tell_changes() -> int:
    """Tells who does not know yet how an event that comes is now; of a cancelled one, ends the registrations.

    Returns how many were told.
    """
    told = 0
    for event in EventPage.objects.live().upcoming().select_related("ledger"):
        facts = EventFacts.of(event, event.ledger.state)
        _raise_sequence(event.ledger, facts)
        people = to_tell(event, event.ledger.state)
        told += in_turn(_call_off if event.ledger.state == EventState.CANCELLED else _tell_change, people)
    return told


def to_tell(event: EventPage, state: EventState) -> QuerySet[Registration]:
    """Whom a mail tells that an event is in this state; nobody when it is over or not on the site."""
    if not event.live or event.is_past:
        return Registration.objects.none()
    people = Registration.objects.filter(event=event, state__in=EXPECTED, anonymised_at=None)
    return people if state == EventState.CANCELLED else people.exclude(told=EventFacts.of(event, state).stored())


def remind() -> int:
    """Reminds who is confirmed, once, two days before; not who registered later than that. Returns how many."""
    now = timezone.now()
    # A day more than two: summer time makes some days longer.
    soon = EventPage.objects.live().filter(start__gt=now, start__lte=now + REMIND_BEFORE + timedelta(days=1))
    due = [event.pk for event in soon.filter(ledger__state=EventState.SCHEDULED) if reminder_moment(event) <= now]
    people = Registration.objects.filter(
        event__in=due, state=RegistrationState.CONFIRMED, reminded_at=None, anonymised_at=None
    )
    return in_turn(_remind, people)


def reminder_moment(event: EventPage) -> datetime:
    """Two days earlier on the clock at the wall, whether or not the clock changes in between."""
    return event.local_start - REMIND_BEFORE


def thank() -> int:
    """Thanks who was there, once, when the page tells what came of the event.

    Where nobody was checked in, everybody who was confirmed counts as there. Returns how many.
    """
    since = timezone.now() - THANK_WITHIN
    ended = EventPage.objects.live().past().filter(start__gte=since, ledger__state=EventState.SCHEDULED)
    thanked = 0
    unthanked = Registration.objects.filter(thanked_at=None, anonymised_at=None)
    for event in ended.filter(pk__in=unthanked.values("event")):
        if event.has_report:
            thanked += in_turn(_thank, unthanked.filter(pk__in=_there(event)))
    return thanked


def _there(event: EventPage) -> RegistrationQuerySet:
    people = Registration.objects.filter(event=event)
    checked_in = people.filter(state=RegistrationState.ATTENDED)
    return checked_in if checked_in.exists() else people.filter(state=RegistrationState.CONFIRMED)


def _raise_sequence(ledger: EventLedger, facts: EventFacts) -> None:
    """Public calendars replace an entry only by one with a higher number."""
    stored = facts.stored()
    if ledger.facts is None:
        EventLedger.objects.filter(pk=ledger.pk, facts__isnull=True).update(facts=stored)
    elif ledger.facts != stored:
        row = EventLedger.objects.filter(pk=ledger.pk, facts=ledger.facts)
        row.update(facts=stored, calendar_sequence=F("calendar_sequence") + 1)


def _call_off(pk: int) -> bool:
    with locked_by(pk) as (ledger, current):
        # An editor may have taken it back meanwhile.
        if ledger.state != EventState.CANCELLED or current.state not in EXPECTED:
            return False
        move(ledger, current, RegistrationState.CANCELLED, reason=Reason.EVENT)
        emails.send_cancelled(current)
    return True


def _tell_change(pk: int) -> bool:
    with locked_by(pk) as (ledger, current):
        now = EventFacts.of(ledger.event, ledger.state)
        told = EventFacts.read(current.told)
        if ledger.state == EventState.CANCELLED or current.state not in EXPECTED or current.told == now.stored():
            return False
        if current.held_until and current.held_until <= timezone.now():
            return False  # the seat goes to somebody else, and a mail says so
        changes = now.changes_since(told) if told else set()
        if changes & {"start", "end"}:
            current.reminded_at = None
        if current.state != RegistrationState.CONFIRMED:
            changes.discard("online")  # these people do not have the link
        if changes:
            emails.send_changed(current)
        current.told = now.stored()
        current.save(update_fields=["told", "reminded_at"])
    return bool(changes)


def _remind(pk: int) -> bool:
    with locked_by(pk) as (ledger, current):
        now, event = timezone.now(), ledger.event
        is_due = event.start and reminder_moment(event) <= now < event.start and ledger.goes_ahead
        if not is_due or current.reminded_at or current.state != RegistrationState.CONFIRMED:
            return False
        current.reminded_at = now
        current.save(update_fields=["reminded_at"])
        if current.state_at >= reminder_moment(event):
            return False  # the confirmation is fresh enough
        emails.send_reminder(current)
    return True


def _thank(pk: int) -> bool:
    with locked_by(pk) as (ledger, current):
        was_there = current.state in {RegistrationState.CONFIRMED, RegistrationState.ATTENDED}
        if current.thanked_at or current.is_anonymous or not was_there or not ledger.event.is_past:
            return False
        current.thanked_at = timezone.now()
        current.save(update_fields=["thanked_at"])
        emails.send_thanks(current)
    return True

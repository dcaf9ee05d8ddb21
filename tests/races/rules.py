"""What must be true of the registrations of an event at any moment, whatever happened to it."""

from collections import Counter
from itertools import pairwise

from django.db.models import Sum

from cms.models import OutboxMail, RateBucket
from events import emails
from events.models import EventLedger, Reason, Registration, RegistrationLog
from events.models.registrations import ACTIVE, HOLDS_SEAT, RegistrationState
from events.services.registering import ANSWERS


def broken_rules(event):
    """Those that do not hold."""
    ledger = EventLedger.objects.get(event=event)
    here = Registration.objects.filter(event=event)
    queue = list(here.queue())
    seats = here.filter(state__in=HOLDS_SEAT).count()
    log = list(RegistrationLog.objects.filter(event=event).order_by("pk"))
    steps = {}
    for entry in log:
        steps.setdefault(entry.registration, [("", "")]).append((entry.from_state, entry.to_state))
    rules = {
        "the seats are counted": seats == ledger.seats_taken,
        "nothing is oversold": ledger.capacity is None or seats <= ledger.capacity + ledger.overbooked,
        "positions in the queue are unique": len({person.queue_position for person in queue}) == len(queue),
        "nobody passes another in the queue": nobody_passed(log, [person.public_id for person in queue]),
        "nobody waits for a free seat": not (queue and ledger.has_free_seat),
        "one registration of an address": max(Counter(_addresses(here)).values(), default=0) <= 1,
        "the log tells every step": all(
            before[1] == after[0] for taken in steps.values() for before, after in pairwise(taken)
        ),
        "the log ends where people stand": {who: taken[-1][1] for who, taken in steps.items()}
        == dict(here.values_list("public_id", "state")),
        "every change was mailed once": mails_due(log) == mails_written(here),
    }
    return [rule for rule, holds in rules.items() if not holds]


def nobody_passed(log, queue):
    """Whether each who got a seat from the queue stood first in it; editors may choose another."""
    waiting = []
    for entry in log:
        if entry.from_state == RegistrationState.WAITLISTED:
            if entry.reason == Reason.QUEUE and waiting[0] != entry.registration:
                return False
            waiting.remove(entry.registration)
        if entry.to_state == RegistrationState.WAITLISTED:
            waiting.append(entry.registration)
    return waiting == queue


def _addresses(registrations):
    return registrations.filter(state__in=ACTIVE).values_list("email_key", flat=True)


def mails_due(log):
    """At the door nobody gets a mail; who registers twice gets one with the link, up to a limit."""
    known = RateBucket.objects.filter(scope=ANSWERS.scope).aggregate(count=Sum("count"))["count"] or 0
    return sum(entry.reason != Reason.DOOR for entry in log) + known


def mails_written(registrations):
    threads = [emails.thread_of(registration) for registration in registrations]
    return OutboxMail.objects.filter(headers__References__in=threads).count()

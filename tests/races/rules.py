"""What must be true of the registrations of an event at any moment, whatever happened to it."""

from collections import Counter
from itertools import pairwise

from django.db.models import Sum
from wagtail.models import PageLogEntry

from cms.models import OutboxMail, RateBucket
from events.models import ConsentRecord, EventLedger, Reason, Registration, RegistrationAttempt, RegistrationLog
from events.models.registrations import ACTIVE, HOLDS_SEAT, RegistrationState
from events.services import retention
from events.services.registering import ANSWERS

FIRST = {
    RegistrationState.CONFIRMED: "registration_confirmed",
    RegistrationState.PENDING: "registration_pending",
    RegistrationState.WAITLISTED: "registration_waitlisted",
}
FROM_QUEUE = {
    RegistrationState.CONFIRMED: "registration_promoted",
    RegistrationState.PENDING: "registration_offered",
}
#: What is sent whenever the event itself changed, and to who registers twice: no step of a registration.
CHANGED, KNOWN = "registration_changed", "registration_known"


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
    erased = set(here.exclude(anonymised_at=None).values_list("public_id", flat=True))
    written = Counter(mails_about(here).values_list("about", "kind"))
    of_steps = Counter({key: count for key, count in written.items() if key[1] not in {CHANGED, KNOWN}})
    rules = {
        "the seats are counted": seats == ledger.seats_taken,
        "nothing is oversold": ledger.capacity is None or seats <= ledger.capacity + ledger.overbooked,
        "positions in the queue are unique": len({person.queue_position for person in queue}) == len(queue),
        "nobody passes another in the queue": nobody_passed(log, [person.public_id for person in queue]),
        # Of an event that does not go ahead nobody gets a seat until it does.
        "nobody waits for a free seat": not (queue and ledger.has_free_seat and ledger.goes_ahead),
        "one registration of an address": max(Counter(_addresses(here)).values(), default=0) <= 1,
        "the log tells every step": all(
            before[1] == after[0] for taken in steps.values() for before, after in pairwise(taken)
        ),
        "the log ends where people stand": {who: taken[-1][1] for who, taken in steps.items()}
        == dict(here.values_list("public_id", "state")),
        "every step was mailed once, with its own mail": of_steps == mails_due(log, erased),
        "nobody hears more often of changes than there were": max(
            (count for (_who, message), count in written.items() if message == CHANGED), default=0
        )
        <= PageLogEntry.objects.filter(page=event, action="events.set_state").count(),
        "who registers twice is told so, up to a limit": all_known_are_told(),
        "nothing is left of who was erased": not (
            retention.holding_details().filter(public_id__in=erased).exists()
            or erased & {who for who, _message in written}
            or RegistrationAttempt.objects.filter(key__in=here.filter(public_id__in=erased).values("key")).exists()
        ),
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
    return registrations.filter(state__in=ACTIVE).exclude(email_key="").values_list("email_key", flat=True)


def mails_due(log, erased):
    """How often which mail is due to whom: at the door nobody gets one, and those of who was erased are gone."""
    return Counter(
        (entry.registration, _mail_of(entry))
        for entry in log
        if entry.registration not in erased and entry.reason != Reason.DOOR
    )


def _mail_of(step):
    if step.to_state == RegistrationState.CANCELLED:
        return f"registration_cancelled_by_{'you' if step.reason == Reason.SELF else 'us'}"
    return (FROM_QUEUE if step.from_state == RegistrationState.WAITLISTED else FIRST)[step.to_state]


def all_known_are_told():
    """Of all events together, as the limit counts. What was told to somebody who was erased since, is gone."""
    counted = RateBucket.objects.filter(scope=ANSWERS.scope).aggregate(count=Sum("count"))["count"] or 0
    told = OutboxMail.objects.filter(kind=KNOWN).count()
    is_anybody_erased = Registration.objects.exclude(anonymised_at=None).exists()
    return told <= counted if is_anybody_erased else told == counted


def mails_about(registrations):
    return OutboxMail.objects.filter(about__in=registrations.values("public_id"))


def stored(event):
    """How many there are of all that one registration writes."""
    here = Registration.objects.filter(event=event)
    return {
        "attempts": RegistrationAttempt.objects.filter(event=event).count(),
        "log": RegistrationLog.objects.filter(event=event).count(),
        "registrations": here.count(),
        "consents": ConsentRecord.objects.filter(registration__event=event).count(),
        "mails": mails_about(here).count(),
        "seats": EventLedger.objects.get(event=event).seats_taken,
    }

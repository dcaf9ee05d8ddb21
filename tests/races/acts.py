"""What the processes of ``crowd`` do. Each function takes the number of its process, and arguments from JSON."""

import random
import uuid
from collections import Counter
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.models import OutboxMail, PeriodicJob, User
from cms.worker import Worker
from events.models import EventPage, Reason, Registration
from events.services import changing, locking
from events.services.attendance import check_in, undo_check_in
from events.services.registering import Applicant, register
from events.services.transitions import NotPossible
from tests.events.coming import come, open_event, set_ledger
from tests.races import kills

#: The processes of these do not live to answer.
DEADLY = {"die", "die_at_work"}


def arrive(number, event, key="{number}", email="gast-{number}@example.org", has_lock=True):
    """Registers; ``key`` and ``email`` are the same for all, or differ by number."""
    if not has_lock:
        locking.take_lock = lambda event_id: None
    applicant = Applicant(name="Gast", email=email.format(number=number))
    page = EventPage.objects.get(pk=event)
    return register(event=page, applicant=applicant, key=f"{event} {key.format(number=number)}").result


def send(number, forms, patience=None):
    """Sends the form of its number; waits at most ``patience`` seconds for a lock."""
    if patience:
        limit = {"sqlite": {"timeout": patience}, "postgresql": {"options": f"-c lock_timeout={patience}s"}}
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()
        connection.settings_dict["OPTIONS"] |= limit[connection.vendor]
    response = Client().post(*forms[number])
    return response.status_code, response.headers.get("Retry-After"), response.content.decode()


def die(number, forms, points):
    """As ``send``, but the process is killed at the point of its number."""
    kills.arm_web(points[number])
    Client().post(*forms[number])


def make_work(number):
    """For each job: a seat that is free while somebody waits, one that was held too long, and an event that is near."""
    now = timezone.now()
    free = _event(capacity=1)
    come(free, "An"), come(free, "Bo")
    set_ledger(free, capacity=2)
    held = _event(capacity=1)
    slow = come(held, "Cas", asks_proof=True)
    come(held, "Dirk")
    Registration.objects.filter(pk=slow.pk).update(expires_at=now)
    near = _event(start=now + timedelta(days=1))
    early = come(near, "Els")
    Registration.objects.filter(pk=early.pk).update(state_at=now - timedelta(days=7))
    _all_is_due()


def die_at_work(number, points):
    """A worker that is killed at the point of its number."""
    kills.arm_worker(points[number])
    Worker().run_due()


def catch_up(number):
    """A worker that comes when the leases of the killed ones are over, and works until no mail waits."""
    _all_is_due()
    Worker().run_due()
    while OutboxMail.objects.filter(sent_at=None).exists():
        Worker().run_due()


def _event(**facts):
    return open_event(title="Labodag", slug=uuid.uuid4().hex, **facts)


def _all_is_due():
    OutboxMail.objects.filter(sent_at=None).update(next_try_at=timezone.now())
    PeriodicJob.objects.update(next_run_at=timezone.now())


def mingle(number, event, user, times):
    """Whatever people and editors do, at random; returns how often each was possible."""
    chance, done = random.Random(f"{event} {number}"), Counter()
    page, editor = EventPage.objects.get(pk=event), User.objects.get(pk=user)
    for time in range(times):
        name = chance.choices(list(DEEDS), weights=[weight for weight, _deed in DEEDS.values()])[0]
        try:
            DEEDS[name][1](chance, page, editor, f"{number} {time}")
        except NotPossible:
            name = "refused"
        except Registration.DoesNotExist:
            name = "nobody there"
        done[name] += 1
    return done


def _register(chance, page, editor, key):
    # Few addresses: now and then somebody registers twice, or again after cancelling.
    applicant = Applicant(name="Gast", email=f"gast-{chance.randrange(60)}@example.org")
    proof = {"asks_proof": chance.random() < 0.3, "is_proven": chance.random() < 0.5}
    register(event=page, applicant=applicant, key=f"{page.pk} {key}", **proof)


def _somebody(chance, page):
    people = list(Registration.objects.filter(event=page).active())
    if not people:
        raise Registration.DoesNotExist
    return chance.choice(people)


DEEDS = {
    "register": (40, _register),
    "cancel": (
        15,
        lambda chance, page, editor, key: changing.cancel(registration=_somebody(chance, page), reason=Reason.SELF),
    ),
    "confirm": (15, lambda chance, page, editor, key: changing.confirm(registration=_somebody(chance, page))),
    "promote": (
        8,
        lambda chance, page, editor, key: changing.promote_by_hand(
            registration=_somebody(chance, page), by=editor, override_reason=chance.choice(["", "Spreker"])
        ),
    ),
    "check in": (8, lambda chance, page, editor, key: check_in(registration=_somebody(chance, page), by=editor)),
    "undo": (6, lambda chance, page, editor, key: undo_check_in(registration=_somebody(chance, page), by=editor)),
    "seats": (
        8,
        lambda chance, page, editor, key: changing.set_capacity(event=page, capacity=chance.choice([5, 8, 12, 16, 20])),
    ),
}

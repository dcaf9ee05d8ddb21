"""What the processes of ``crowd`` do. Each function takes the number of its process, and arguments from JSON."""

import random
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from cms.models import OutboxMail, PeriodicJob, User
from cms.work.worker import Worker
from events.models import EventPage, Registration
from events.services import registering, seats
from events.services.registering import Applicant, register
from tests.events.coming import come, open_event, set_ledger
from tests.races import kills
from tests.races.random_actions import ACTIONS, REFUSALS, TICKS, Turn, be_loud, forget_nobody

#: The processes of these do not live to answer.
DEADLY = {"die", "die_at_work"}


def arrive(number, event, key="{number}", email="gast-{number}@example.org", has_lock=True):
    """Registers; ``key`` and ``email`` are the same for all, or differ by number."""
    if not has_lock:
        seats.take_lock = lambda event_id: None
    applicant = Applicant(name="Gast", email=email.format(number=number))
    page = EventPage.objects.get(pk=event)
    return register(event=page, applicant=applicant, key=f"{event} {key.format(number=number)}").result


def race(number, event):
    """As ``arrive``, and says how many seconds the lock let itself be waited for."""
    waited = []

    @contextmanager
    def locked(event_id):
        begun = time.perf_counter()
        with seats.locked(event_id) as ledger:
            waited.append(time.perf_counter() - begun)
            yield ledger

    registering.locked = locked
    return arrive(number, event), waited[0]


def send(number, forms):
    """Sends the form of its number."""
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


def mingle(number, events, user, times, has_ticks):
    """So many of the ``ACTIONS`` at random, on two events; returns how often each was possible."""
    be_loud()
    chance, done = random.Random(f"{events} {number}"), Counter()
    pages, editor = list(EventPage.objects.filter(pk__in=events)), User.objects.get(pk=user)
    names = [name for name in ACTIONS if has_ticks or name not in TICKS]
    weights = [ACTIONS[name][0] for name in names]
    for turn in range(times):
        event, other_event = chance.sample(pages, 2)
        [name] = chance.choices(names, weights)
        try:
            ACTIONS[name][1](Turn(chance, event, other_event, editor, f"{events} {number} {turn}"))
        except REFUSALS:
            name = "refused"
        done[name] += 1
        if not has_ticks:
            forget_nobody(pages)
    return done

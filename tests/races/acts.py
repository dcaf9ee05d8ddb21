"""What the processes of ``crowd`` do. Each function takes the number of its process, and arguments from JSON."""

import os
import random
import signal
from collections import Counter

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models.signals import post_save
from django.test import Client

from cms.models import User
from cms.outbox import OutboxBackend
from events.models import EventPage, Reason, Registration, RegistrationAttempt, RegistrationLog
from events.services import changing, locking, transitions
from events.services.attendance import check_in, undo_check_in
from events.services.registering import Applicant, register
from events.services.transitions import NotPossible

#: The processes of these do not live to answer.
DEADLY = {"die"}


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
    point = points[number]
    doors = {
        "lock": (locking, "take_lock"),
        "seat": (transitions, "write"),
        "mail": (OutboxBackend, "send_messages"),
        "after commit": (type(connections[DEFAULT_DB_ALIAS]), "_commit"),
    }
    rows = {"attempt": RegistrationAttempt, "registration": Registration, "log": RegistrationLog}
    if point in rows:
        post_save.connect(_kill, sender=rows[point], weak=False)
    elif point == "commit":
        type(connections[DEFAULT_DB_ALIAS])._commit = _kill
    else:
        _kill_after(*doors[point])
    Client().post(*forms[number])


def _kill(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_after(where, name):
    work = getattr(where, name)

    def last_work(*args, **kwargs):
        work(*args, **kwargs)
        _kill()

    setattr(where, name, last_work)


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

"""Points at which a process of a test is killed. Each has a name, in the web process and in the worker alike."""

import os
import signal
import smtplib

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_save

from cms.mail.outbox import OutboxBackend
from cms.models.outbox import OutboxMailQuerySet
from cms.work import worker
from events import emails
from events.models import Registration, RegistrationAttempt, RegistrationLog
from events.services import seats

#: While the web process registers somebody, in this order. After the last one all is there.
WEB = {
    "lock": lambda: _after(seats, "take_lock"),
    "attempt": lambda: post_save.connect(_kill, sender=RegistrationAttempt, weak=False),
    "seat": lambda: _after(seats, "write"),
    "registration": lambda: post_save.connect(_kill, sender=Registration, weak=False),
    "log": lambda: post_save.connect(_kill, sender=RegistrationLog, weak=False),
    "mail": lambda: _after(OutboxBackend, "send_messages"),
    "commit": lambda: _instead_of(type(connections[DEFAULT_DB_ALIAS]), "_commit"),
    "after commit": lambda: _after(type(connections[DEFAULT_DB_ALIAS]), "_commit"),
}

#: In the job of the worker that stands beside it. The last three are where the state is new and the mail not written.
WORKER = {
    "claimed": ("outbox", lambda: _after(OutboxMailQuerySet, "claim_next")),
    "before data": ("outbox", lambda: _instead_of(smtplib.SMTP, "data")),
    "accepted": ("outbox", lambda: _after(smtplib.SMTP, "data")),
    "promoting": ("fill free seats", lambda: _instead_of(emails, "send_promoted")),
    "expiring": ("give back held seats", lambda: _instead_of(emails, "send_cancelled")),
    "reminding": ("remind participants", lambda: _instead_of(emails, "send_reminder")),
}


def arm_web(point):
    """From now on this process dies when it comes to the point."""
    WEB[point]()


def arm_worker(point):
    """The same, and of all jobs this process only knows the one in which the point lies."""
    job, arm = WORKER[point]
    worker._jobs = {job: worker._jobs[job]}
    arm()


def _kill(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def _instead_of(where, name):
    setattr(where, name, _kill)


def _after(where, name):
    work = getattr(where, name)

    def last_work(*args, **kwargs):
        work(*args, **kwargs)
        _kill()

    setattr(where, name, last_work)

"""The worker's jobs that every site needs, whatever its pages."""

from axes.handlers.proxy import AxesProxyHandler
from django.core.management import call_command
from django.db import connection

from cms.forms import guard
from cms.mail import outbox
from cms.work import document_texts
from cms.work.worker import DAY, LOOK_EVERY, MINUTE, Job, register

#: The log of logins names people and addresses; after a month it helps nobody.
LOGINS_DAYS = 30


def publish_scheduled() -> None:
    call_command("publish_scheduled")


def purge() -> None:
    outbox.purge()
    guard.purge()
    call_command("clearsessions")
    AxesProxyHandler.reset_logs(age_days=LOGINS_DAYS)


def gather_statistics() -> None:
    """SQLite does not gather the statistics it plans by; without them a common word takes ten times as long."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize=0x10002")  # all tables, also those that this connection did not ask


def register_jobs() -> None:
    register(Job("outbox", every=2, run=outbox.deliver_due, alone=False))
    register(Job("read documents", every=LOOK_EVERY, run=document_texts.read_waiting, alone=False))
    register(Job("publish scheduled pages", every=MINUTE, run=publish_scheduled))
    register(Job("purge", every=DAY, run=purge))
    register(Job("gather statistics", every=DAY, run=gather_statistics))

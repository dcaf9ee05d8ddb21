"""What the worker of every site does, whatever its pages are."""

from axes.handlers.proxy import AxesProxyHandler
from django.core.management import call_command

from cms import guard, outbox
from cms.worker import DAY, MINUTE, Job, register

#: The log of logins names people and addresses; after a month it helps nobody.
LOGINS_DAYS = 30


def publish_scheduled():
    call_command("publish_scheduled")


def purge():
    outbox.purge()
    guard.purge()
    call_command("clearsessions")
    AxesProxyHandler.reset_logs(age_days=LOGINS_DAYS)


def register_jobs():
    register(Job("outbox", every=2, run=outbox.deliver_due, alone=False))
    register(Job("publish scheduled pages", every=MINUTE, run=publish_scheduled))
    register(Job("purge", every=DAY, run=purge))

"""Workers that are killed, doubled or cut off from the database, against a real mail server."""

import os
import signal

import pytest
from django.core.mail import send_mail
from django.db import connection
from django.utils import timezone

from cms.models import OutboxMail

pytestmark = [
    pytest.mark.processes,
    # Processes see only what is committed; the rows of the migrations come back after each test.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture(autouse=True)
def use_outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


def all_sent():
    return not OutboxMail.objects.filter(sent_at=None).exists()


def test_two_workers_send_every_mail_once(mailbox, start_worker, eventually):
    subjects = [f"Bericht {number:02}" for number in range(40)]
    for subject in subjects:
        send_mail(subject, "Tekst", None, ["ann@example.be"])
    start_worker(), start_worker()
    eventually(all_sent)
    assert mailbox.subjects == subjects


@pytest.mark.parametrize("moment, copies", [("before", 1), ("after", 2)])
def test_a_mail_whose_worker_was_killed_is_sent_again(moment, copies, mailbox, start_worker, eventually):
    """Killed while the server reads the mail, or when it was kept and the answer was still under way."""
    send_mail("Uw inschrijving", "Tekst", None, ["ann@example.be"])
    worker = start_worker()

    def kill():
        setattr(mailbox, moment, lambda: None)
        worker.kill()
        worker.wait()
        if moment == "before":
            raise ConnectionAbortedError

    setattr(mailbox, moment, kill)
    eventually(lambda: worker.poll() is not None)
    assert not all_sent()

    OutboxMail.objects.update(next_try_at=timezone.now())  # the lease of ten minutes is over
    start_worker()
    eventually(all_sent)
    assert mailbox.subjects == ["Uw inschrijving"] * copies
    assert len({message["Message-ID"] for message in mailbox.messages}) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_worker_finishes_what_it_does(number, mailbox, start_worker, eventually):
    send_mail("Tot morgen", "Tekst", None, ["ann@example.be"])
    worker = start_worker()
    mailbox.before = lambda: os.kill(worker.pid, number)
    assert worker.wait(30) == 0
    assert all_sent()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection to lose")
def test_a_worker_goes_on_when_the_database_comes_back(mailbox, start_worker, eventually):
    send_mail("Eerste", "Tekst", None, ["ann@example.be"])
    worker = start_worker()
    eventually(all_sent)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    send_mail("Tweede", "Tekst", None, ["ann@example.be"])
    eventually(all_sent)
    assert worker.poll() is None
    assert mailbox.subjects == ["Eerste", "Tweede"]

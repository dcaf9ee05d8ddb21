"""A worker that is killed loses no mail, wherever it was; at worst a mail comes twice, with the same Message-ID.

Short here; ``make proof`` runs the long version on both databases.
"""

import signal
from collections import Counter

import pytest

from cms.models import OutboxMail
from events.models import EventPage
from tests.races.conftest import size
from tests.races.kills import WORKER
from tests.races.rules import broken_rules

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

#: What the people of ``process_tasks.make_work`` get: for who came by the form, and for who is told by a job.
MAILS = [
    ("an@example.org", "U bent ingeschreven: Labodag"),
    ("bo@example.org", "U staat op de wachtlijst: Labodag"),
    ("bo@example.org", "U hebt een plaats: Labodag"),
    ("cas@example.org", "Bevestig uw inschrijving: Labodag"),
    ("cas@example.org", "Uw inschrijving is geannuleerd: Labodag"),
    ("dirk@example.org", "U staat op de wachtlijst: Labodag"),
    ("dirk@example.org", "U hebt een plaats: Labodag"),
    ("els@example.org", "U bent ingeschreven: Labodag"),
    ("els@example.org", "Tot binnenkort: Labodag"),
]


def test_a_worker_that_is_killed_loses_no_mail(play, mailbox, port, tell):
    rounds = size(1, 25)
    death = ("die_at_work", len(WORKER), [{"points": list(WORKER)}])
    production = {"DJANGO_SETTINGS_MODULE": "cms.settings.base", "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    played = play([("make_work", 1, [{}]), death, ("catch_up", 1, [{}])] * rounds, **production)
    assert [exits for _given, exits in played] == [[0], [-signal.SIGKILL] * len(WORKER), [0]] * rounds

    copies = Counter(message["Message-ID"] for message in mailbox.messages)
    mails = {message["Message-ID"]: (message["To"], message["Subject"]) for message in mailbox.messages}
    assert Counter(mails.values()) == Counter(MAILS * rounds)
    assert set(mails) == set(OutboxMail.objects.values_list("message_id", flat=True))
    # Those of which the server had accepted the mail and the database did not know it yet.
    assert Counter(copies.values()) == {1: len(mails) - rounds, 2: rounds}
    for event in EventPage.objects.filter(ledger__capacity__isnull=False):
        assert broken_rules(event) == []
    tell(
        f"kill -9 of the worker: {len(WORKER)} points × {rounds}, 0 of {len(mails)} mails lost, "
        f"{rounds} came twice with the same Message-ID"
    )

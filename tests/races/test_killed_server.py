"""The site as it is served, over HTTP, while the mail server is away and the machine goes down in the middle.

Short here; ``make proof`` runs the long version on both databases.
"""

import http.client
import itertools
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus

import pytest
from django.utils import timezone

from cms.forms.guard import FASTEST
from cms.models import OutboxMail
from events.models import Registration
from tests.events.coming import open_event
from tests.races.conftest import database_url, free_port, size
from tests.races.mailbox import all_sent_now, listening
from tests.races.process_trees import descendants, kill_all
from tests.races.rules import broken_rules, stored
from tests.races.visitors import open_form

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

#: Visitors who send their form at the same moment: as many as the web server has threads.
AT_ONCE = 8


@pytest.fixture
def serve(start, port):
    """``serve(web_port)`` starts the web server and the worker; gives all their processes. ``port`` is of the mail."""
    trees, readers = [], []

    def serve(web_port):
        variables = {"DJANGO_SETTINGS_MODULE": "tests.races.served", "DATABASE_URL": database_url()}
        process = start("-m", "cms.serve", PORT=str(web_port), MAIL_PORT=str(port), **variables)
        lines = []
        for line in iter(process.stdout.readline, ""):
            lines.append(line)
            if line.startswith("The site is on"):
                break
        else:
            raise AssertionError("".join(lines))
        # Or else a log that nobody reads stops who writes it.
        readers.append(threading.Thread(target=process.stdout.read))
        readers[-1].start()
        trees.append([process.pid, *descendants(process.pid)])
        return trees[-1]

    yield serve
    for tree in trees:
        kill_all(tree)
    for reader in readers:
        reader.join()


def test_a_site_that_goes_down_in_the_middle_has_whom_it_thanked(serve, port, eventually, tell):
    count, kills = size((24, 2), (60, 10))
    web_port, places = free_port(), [open_event(slug=uuid.uuid4().hex, capacity=count) for _ in range(kills)]
    tree, kept, in_the_middle = serve(web_port), [], 0
    for turn, event in enumerate(places, 1):
        forms = opened(web_port, event, count)
        answers = send_all(forms, count * turn // (kills + 1), then=partial(kill_soon, tree, turn * 0.005))
        assert set(answers) <= {HTTPStatus.FOUND, None}
        # All that belongs to a registration, or nothing of it.
        rows = stored(event)
        assert len(set(rows.values())) == 1, rows
        assert broken_rules(event) == []
        thanked = {form.data["email"] for form, status in zip(forms, answers, strict=True) if status}
        assert thanked <= set(Registration.objects.filter(event=event).values_list("email", flat=True))
        kept.append((len(thanked), rows["registrations"]))
        # On a machine that is busy with something else, all are served before it goes down.
        in_the_middle += 0 < len(thanked) < count

        tree = serve(web_port)
        assert set(send_all(forms)) == {HTTPStatus.FOUND}
        assert set(stored(event).values()) == {count}
        assert broken_rules(event) == []
    assert in_the_middle, kept
    eventually(OutboxMail.objects.filter(attempts__gte=1).exists)
    assert not OutboxMail.objects.exclude(sent_at=None).exists()
    # The lease of a worker that was killed while it tried is over.
    OutboxMail.objects.update(next_try_at=timezone.now())
    with listening(port) as mailbox:
        eventually(all_sent_now, seconds=180)
    assert {message["Message-ID"] for message in mailbox.messages} == set(
        OutboxMail.objects.values_list("message_id", flat=True)
    )
    tell(
        f"kill -9 of the site: {kills} × in the middle of {count} forms over HTTP, thanked and stored "
        f"{', '.join(f'{thanked}/{there}' for thanked, there in kept)}, always all or nothing; "
        f"sent again always once, {len(mailbox.messages)} mails arrive after the mail server is back"
    )


def kill_soon(tree, seconds):
    """Each time a little later in what the server does next."""
    time.sleep(seconds)
    kill_all(tree)


def opened(port, event, count):
    """Forms that were open long enough for the guard."""
    address = f"{event.url}inschrijven/"
    with ThreadPoolExecutor(AT_ONCE) as visitors:
        forms = list(visitors.map(lambda number: open_form(port, address, number), range(count)))
    time.sleep(FASTEST + 1)
    return forms


def send_all(forms, enough=None, then=None):
    """The status that each got, or None; who gets the answer that is ``enough`` does something first."""
    answers = itertools.count(1)

    def send(form):
        try:
            status = form.send()
        except (OSError, http.client.HTTPException):
            return None
        if next(answers) == enough:
            then()
        return status

    with ThreadPoolExecutor(AT_ONCE) as visitors:
        return list(visitors.map(send, forms))

"""Several workers, also killed ones, ask each contact of a practice once."""

import datetime

import pytest
from django.utils import timezone

from cms.models import OutboxMail, PeriodicJob
from home.models import HomePage
from practices.models import PracticeUpkeep
from tests.factories import PersonFactory, PracticeIndexPageFactory, PracticePageFactory
from tests.races.conftest import database_url

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

#: What each process does: say that it is ready, wait for the file that starts all of them, ask.
ASK = """
import pathlib, sys, time, django
django.setup()
from practices.upkeep import services as upkeep
print("ready", flush=True)
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.001)
upkeep.ask_contacts()
"""


@pytest.fixture
def addresses():
    """Of fifteen contacts, with two practices each that nobody checked."""
    inventory = PracticeIndexPageFactory(parent=HomePage.objects.get())
    long_ago = timezone.now() - datetime.timedelta(days=800)
    addresses = [f"{number:02}@example.be" for number in range(15)]
    for address in addresses:
        contact = PersonFactory(email=address)
        PracticePageFactory.create_batch(2, parent=inventory, contact=contact, first_published_at=long_ago)
    return addresses


def asked():
    return sorted(address for mail in OutboxMail.objects.all() for address in mail.to)


def test_processes_that_ask_at_the_same_moment_ask_each_contact_once(start, addresses, tmp_path):
    go = tmp_path / "go"
    processes = [start("-c", ASK, str(go), DATABASE_URL=database_url()) for _ in range(3)]
    for process in processes:
        assert "ready" in process.stdout.readline()
    go.touch()
    for process in processes:
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0, output
    assert asked() == addresses


def test_a_killed_worker_leaves_nobody_asked_without_a_mail_and_nobody_asked_twice(start, addresses, eventually):
    worker = start("manage.py", "worker", DATABASE_URL=database_url(), EMAIL_URL="smtp://127.0.0.1:9")
    eventually(lambda: len(asked()) > 2)
    worker.kill()
    worker.wait()
    with_mail = asked()
    rows = PracticeUpkeep.objects.exclude(asked_at=None)
    assert sorted(rows.values_list("practice__contact__email", flat=True).distinct()) == with_mail
    # The lease of the job that was killed is over.
    PeriodicJob.objects.update(next_run_at=timezone.now())
    start("manage.py", "worker", DATABASE_URL=database_url(), EMAIL_URL="smtp://127.0.0.1:9")
    eventually(lambda: asked() == addresses)

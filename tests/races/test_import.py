"""Workers that are killed in the middle of an import, and two that import at once."""

import pytest
from django.utils import timezone
from wagtail.models import Revision

from home.models import HomePage
from practices.exchange.imports import services as imports
from practices.models import Outcome, PracticeImport, PracticeImportRow, PracticePage
from tests.factories import MunicipalityFactory, PracticeIndexPageFactory, UserFactory
from tests.practices.sheets import csv
from tests.races.conftest import database_url

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ROWS = 30


@pytest.fixture
def editor():
    return UserFactory(is_superuser=True)


@pytest.fixture
def batch(editor):
    """An import that waits for a worker."""
    PracticeIndexPageFactory(parent=HomePage.objects.get())
    MunicipalityFactory(name="Gent")
    content = csv(["titel", "gemeenten"], *[[f"Praktijk {number:02}", "Gent"] for number in range(ROWS)])
    batch = imports.propose(content=content, file_name="praktijken.csv", by=editor)
    imports.start(batch=batch, by=editor)
    return batch


@pytest.fixture
def start_worker(start):
    return lambda: start("manage.py", "worker", DATABASE_URL=database_url(), EMAIL_URL="")


def applied():
    return PracticeImportRow.objects.applied().count()


def is_done():
    return not PracticeImport.objects.get().is_at_work


def assert_each_row_once():
    titles = PracticePage.objects.order_by("title").values_list("title", flat=True)
    assert list(titles) == [f"Praktijk {number:02}" for number in range(ROWS)]
    assert (
        Revision.page_revisions.filter(
            object_id__in=map(str, PracticePage.objects.values_list("pk", flat=True))
        ).count()
        == ROWS
    )
    assert set(PracticeImportRow.objects.values_list("outcome", flat=True)) == {Outcome.CREATE}
    assert applied() == ROWS


def test_a_killed_worker_leaves_whole_rows_and_the_next_one_goes_on(batch, start_worker, eventually):
    for enough in [3, 10]:
        worker = start_worker()
        eventually(lambda enough=enough: applied() >= enough, seconds=90)
        worker.kill()
        worker.wait()
        # Nothing half: every draft there is belongs to a row that knows it.
        assert PracticePage.objects.count() == applied()
    assert applied() < ROWS
    start_worker()
    eventually(is_done, seconds=120)
    assert_each_row_once()


def test_two_workers_import_each_row_once(batch, start_worker, eventually):
    start_worker(), start_worker()
    eventually(is_done, seconds=120)
    assert_each_row_once()


def test_a_worker_that_is_killed_while_undoing_leaves_the_rest_to_the_next(batch, editor, start_worker, eventually):
    while not is_done():
        imports.work()
    imports.undo(batch=PracticeImport.objects.get(), by=editor)
    worker = start_worker()
    eventually(lambda: PracticeImportRow.objects.filter(undone_at__lte=timezone.now()).count() >= 3, seconds=90)
    worker.kill()
    worker.wait()
    assert PracticePage.objects.count() == applied()
    start_worker()
    eventually(is_done, seconds=120)
    assert not PracticePage.objects.exists()

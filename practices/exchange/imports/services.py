"""An uploaded file of practices: proposed, answered, imported by the worker, undone by the worker."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.models import User
from practices.exchange.imports import imported_rows, undone_rows
from practices.exchange.imports.planning import Plan, plan_rows
from practices.exchange.imports.reference import Answers, Reference, imported_before
from practices.exchange.reading.headings import find_table
from practices.exchange.reading.readers import read_sheets
from practices.exchange.reading.scrubbing import fold
from practices.models import ImportState, PracticeImport, PracticeImportRow, PracticeIndexPage
from practices.models.imports import CELLS_DAYS

logger = logging.getLogger(__name__)

#: Seconds after which the worker lets its other jobs have a turn.
TURN = 5
#: Rows for which what the site knows is fetched once.
PIECE = 50


class NotNow(Exception):
    """The import is not in the state for this: somebody else pressed a button first."""


def propose(*, content: bytes, file_name: str, by: User) -> PracticeImport:
    """Reads a file and stores what importing it would do; nothing of the site changes.

    Raises:
        ImportRefused: the file cannot be read; nothing is stored.
    """
    table = find_table(read_sheets(content))
    rows = [(line.number, cells) for line in table.lines if (cells := table.cells(line))]
    batch = PracticeImport(
        file_name=file_name.replace("\0", "")[-255:],
        file_hash=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        ignored_headings=table.ignored,
    )
    plans = _plan(batch, rows, by)
    with transaction.atomic():
        _store(batch, plans)
        log(instance=batch, action="practices.upload", user=by, data={"rows": len(plans)})
    return batch


def earlier_import(batch: PracticeImport) -> PracticeImport | None:
    """The import of the same file of which something is on the site."""
    same = PracticeImport.objects.filter(file_hash=batch.file_hash).exclude(pk=batch.pk)
    return same.filter(rows__in=PracticeImportRow.objects.applied()).order_by("-started_at").first()


def answer(*, batch: PracticeImport, answers: Answers, by: User) -> None:
    """Keeps what an editor says about unknown names, and proposes anew.

    Raises ``NotNow``.
    """
    for column, names in answers.items():
        batch.answers.setdefault(column, {}).update({fold(name): value for name, value in names.items()})
    propose_again(batch=batch, by=by)


def propose_again(*, batch: PracticeImport, by: User) -> None:
    """The same rows, seen with what the site and the editor know by now; raises ``NotNow``."""
    plans = _plan(batch, batch.rows.values_list("number", "cells"), by)
    with transaction.atomic():
        _lock(batch, ImportState.PROPOSED)
        batch.rows.all().delete()
        _store(batch, plans)


@transaction.atomic
def start(*, batch: PracticeImport, by: User) -> None:
    """Lets the worker import the rows that are proposed; raises ``NotNow``."""
    _lock(batch, ImportState.PROPOSED)
    _change_state(batch, ImportState.IMPORTING, by)


@transaction.atomic
def undo(*, batch: PracticeImport, by: User) -> None:
    """Lets the worker take back what the import did and nobody touched since; raises ``NotNow``."""
    state = ImportState.UNDONE if batch.state == ImportState.UNDONE else ImportState.IMPORTED
    _lock(batch, state)
    batch.rows.exclude(kept_because="").update(kept_because="")
    _change_state(batch, ImportState.UNDOING, by)


@transaction.atomic
def discard(*, batch: PracticeImport) -> None:
    """Forgets a file that was not imported; raises ``NotNow``."""
    _lock(batch, ImportState.PROPOSED)
    PracticeImport.objects.filter(pk=batch.pk).delete()


def work() -> None:
    """Import and undo what waits, a few seconds long. Any number of workers may do this at once.

    Each row is a transaction that takes the lock on the inventory first, so two workers do their rows in turn; a
    worker that is killed leaves at most one row undone, which the next one takes.
    """
    until = time.monotonic() + TURN
    for batch in PracticeImport.objects.filter(state__in=[ImportState.IMPORTING, ImportState.UNDOING]).order_by("pk"):
        undoing = batch.state == ImportState.UNDOING
        rows = batch.rows.to_undo().order_by("-number") if undoing else batch.rows.to_apply().order_by("number")
        do = undone_rows.undo_next if undoing else imported_rows.apply_next
        if _do_rows(batch, rows, do, until):
            _finish(batch, ImportState.UNDONE if undoing else ImportState.IMPORTED)


def purge() -> None:
    """Forgets the cells of old imports: contacts stand in them. What was done can still be seen and undone."""
    before = timezone.now() - timedelta(days=CELLS_DAYS)
    for batch in PracticeImport.objects.filter(purged_at=None, uploaded_at__lt=before):
        with transaction.atomic():
            if batch.is_proposed:
                batch.delete()
            elif not batch.is_at_work:
                batch.rows.update(cells={}, changes=[])
                PracticeImport.objects.filter(pk=batch.pk).update(purged_at=timezone.now(), questions={})


def _plan(batch: PracticeImport, rows: Iterable[tuple[int, dict[str, str]]], by: User) -> list[Plan]:
    reference = Reference(PracticeIndexPage.objects.get(), batch.answers)
    return plan_rows(rows, reference=reference, before=imported_before(batch.file_hash), user=by)


def _store(batch: PracticeImport, plans: list[Plan]) -> None:
    batch.questions = _questions(plans)
    batch.save()
    PracticeImportRow.objects.bulk_create(
        [
            PracticeImportRow(
                batch=batch,
                file_hash=batch.file_hash,
                number=plan.number,
                title=plan.title,
                cells=plan.cells,
                outcome=plan.outcome,
                remarks=plan.remarks,
                changes=plan.changes,
                practice_id=plan.practice_id,
                seen_revision=plan.seen_revision,
                seen_saved_at=plan.seen_saved_at,
            )
            for plan in plans
        ],
        batch_size=500,
    )


def _questions(plans: list[Plan]) -> dict[str, list[dict]]:
    """Each unknown name once, with the number of rows that wait for the answer."""
    found: dict[str, dict[str, dict]] = {}
    for plan in plans:
        for column, names in plan.unknown.items():
            for name, match in names.items():
                question = found.setdefault(column, {}).setdefault(
                    fold(name), {"name": name, "rows": 0, "candidates": list(match.candidates)}
                )
                question["rows"] += 1
    return {column: list(questions.values()) for column, questions in found.items()}


def _lock(batch: PracticeImport, state: ImportState) -> None:
    if not PracticeImport.objects.select_for_update().filter(pk=batch.pk, state=state).exists():
        raise NotNow


def _change_state(batch: PracticeImport, state: ImportState, by: User) -> None:
    batch.state, batch.acting = state, by
    batch.finished_at = None
    if state == ImportState.IMPORTING:
        batch.started_at = timezone.now()
    batch.save(update_fields=["state", "acting", "started_at", "finished_at"])


def _do_rows(batch, rows, do: Callable, until: float) -> bool:
    """Whether all rows are done; False when the time is up."""
    while time.monotonic() < until:
        reference = Reference(PracticeIndexPage.objects.get(), batch.answers)
        for _turn in range(PIECE):
            if time.monotonic() >= until:
                return False
            if not do(batch=batch, rows=rows, reference=reference):
                return True
    return False


def _finish(batch: PracticeImport, state: ImportState) -> None:
    """Of several workers that find nothing left, one says so."""
    with transaction.atomic():
        at_work = PracticeImport.objects.filter(pk=batch.pk, state=batch.state)
        if at_work.update(state=state, finished_at=timezone.now()):
            action = "practices.undo_import" if state == ImportState.UNDONE else "practices.import"
            rows = batch.rows.exclude(undone_at=None) if state == ImportState.UNDONE else batch.rows.applied()
            log(instance=batch, action=action, user=batch.acting, data={"rows": rows.count()})

"""One row of an import becomes a draft, or refuses with the reason."""

import logging
from datetime import date

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.models import User
from practices.exchange.imports.contacts import Contact
from practices.exchange.imports.filling import fill, free_slug
from practices.exchange.imports.planning import Plan, plan_rows
from practices.exchange.imports.reference import Reference, imported_before
from practices.models import (
    Checker,
    Outcome,
    PracticeImport,
    PracticeImportRow,
    PracticeIndexPage,
    PracticePage,
    PracticeUpkeep,
)
from practices.upkeep.services import record_check

logger = logging.getLogger(__name__)


class RowRefused(Exception):
    """Why a row is not imported after all, in sentences for the editor."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)


def apply_next(*, batch: PracticeImport, rows: QuerySet, reference: Reference) -> bool:
    """Import the first of the rows that wait; False when there is none. A row that fails stops no other."""
    row = None
    try:
        with transaction.atomic():
            lock_inventory(reference)
            row = rows.first()
            if row is None:
                return False
            _apply(row, reference, batch.acting)
    except RowRefused as refusal:
        _refuse(row, refusal.reasons)
    except ValidationError as error:
        _refuse(row, error.messages)
    except (OperationalError, InterfaceError):
        raise  # the database is away or busy: the row waits for it
    except Exception:
        logger.exception("Row %s of import %s failed.", row, batch.pk)
        _refuse(row, [_("Something went wrong with this row. Upload the file again to try it once more.")])
    return True


def lock_inventory(reference: Reference) -> None:
    """Everybody who adds, changes or takes away practices for an import waits here for the other."""
    PracticeIndexPage.objects.select_for_update().get(pk=reference.index.pk)


def _refuse(row: PracticeImportRow, reasons: list[str]) -> None:
    waiting = PracticeImportRow.objects.filter(pk=row.pk, applied_at=None)
    waiting.update(outcome=Outcome.REFUSED, remarks=[*row.remarks, *reasons])


def _apply(row: PracticeImportRow, reference: Reference, user: User | None) -> None:
    plan = _plan_again(row, reference, user)
    if plan.outcome == Outcome.UNCHANGED:
        # Somebody did by hand what the row asks for, or an earlier import of the same file.
        row.outcome, row.practice_id, row.remarks = plan.outcome, plan.practice_id, plan.remarks
    else:
        _make_contact(row, plan)
        if plan.outcome == Outcome.CREATE:
            practice, revision = _create(plan, reference, user)
        else:
            practice, revision = _change(row, plan, reference, user)
        row.practice = practice
        row.revision = revision.pk if revision else None
        row.applied_at = revision.created_at if revision else timezone.now()
        if day := plan.values.get("nagekeken_op"):
            _record_check(row, day, user)
    row.save()


def _make_contact(row: PracticeImportRow, plan: Plan) -> None:
    contact = plan.values.get("contact")
    if isinstance(contact, Contact) and contact.find() is None:
        row.made_contact = contact.find_or_create().pk


def _plan_again(row: PracticeImportRow, reference: Reference, user: User | None) -> Plan:
    """The changes of the row as they are now; refused unless the editor agreed to exactly these."""
    if row.practice_id:
        # An editor who saves the page now waits, or was first and is seen.
        Page.objects.select_for_update().filter(pk=row.practice_id).first()
    before = imported_before(row.file_hash, number=row.number)
    (plan,) = plan_rows([(row.number, row.cells)], reference=reference, before=before, user=user)
    if plan.outcome == Outcome.REFUSED:
        raise RowRefused(*plan.remarks)
    if row.outcome == Outcome.CHANGE and row.practice_id is None:
        raise RowRefused(_("The practice was deleted meanwhile."))
    if plan.outcome == Outcome.UNCHANGED:
        return plan
    if plan.outcome != row.outcome or plan.practice_id != row.practice_id:
        raise RowRefused(_("A practice with this title and municipality was made meanwhile. Upload the file again."))
    if (plan.seen_revision, plan.seen_saved_at) != (row.seen_revision, row.seen_saved_at):
        raise RowRefused(_("Somebody edited the page meanwhile. Upload the file again to see what differs now."))
    return plan


def _create(plan: Plan, reference: Reference, user: User | None) -> tuple[PracticePage, Revision]:
    index = reference.index
    index.refresh_from_db()
    _refuse_twin(plan, index)
    practice = PracticePage(slug=free_slug(plan.title, index), live=False, owner=user)
    fill(practice, plan.values, reference)
    index.add_child(instance=practice)
    revision = practice.save_revision(user=user)
    log(instance=practice, action="wagtail.create", user=user, content_changed=True)
    return practice, revision


def _refuse_twin(plan: Plan, index: PracticeIndexPage) -> None:
    """The reference data was fetched some rows ago; another import may have made the same practice."""
    named = Q(title__iexact=plan.values["titel"]) | Q(draft_title__iexact=plan.values["titel"])
    here = PracticePage.objects.child_of(index).filter(municipalities__name__in=plan.values["gemeenten"])
    if here.filter(named).exists():
        raise RowRefused(_("A practice with this title and municipality was made meanwhile. Upload the file again."))


def _change(row: PracticeImportRow, plan: Plan, reference: Reference, user: User | None):
    practice = PracticePage.objects.get(pk=plan.practice_id)
    if not practice.permissions_for_user(user).can_edit():
        raise RowRefused(_("You may not edit this page."))
    row.had_draft = practice.has_unpublished_changes
    draft = practice.get_latest_revision_as_object()
    fill(draft, plan.values, reference)
    # A change beside the page alone makes no draft.
    if set(plan.values) == {"nagekeken_op"}:
        return practice, None
    return practice, draft.save_revision(user=user, log_action=True)


def _record_check(row: PracticeImportRow, day: date, user: User | None) -> None:
    upkeep = PracticeUpkeep.objects.filter(practice=row.practice).first()
    row.check_change = {
        "to": day.isoformat(),
        "from": upkeep.checked_on.isoformat() if upkeep and upkeep.checked_on else None,
        "by": upkeep.checked_by if upkeep else "",
    }
    record_check(practice=row.practice, on=day, by=Checker.EDITOR, user=user)

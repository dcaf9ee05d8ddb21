"""Taking back one row of an import, as long as nobody worked on its page since."""

import logging

from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision

from cms.models import Person, User
from practices.exchange.imports.imported_rows import lock_inventory
from practices.exchange.imports.locks import locked_pages
from practices.exchange.imports.reference import Reference
from practices.models import Checker, Outcome, PracticeImport, PracticeImportRow, PracticePage, PracticeUpkeep

logger = logging.getLogger(__name__)


class Kept(Exception):
    """Why what a row did stays."""


def undo_next(*, batch: PracticeImport, rows: QuerySet, reference: Reference) -> bool:
    """Take back the first of the rows; False when there is none. A row that stays says why and stops no other."""
    row = None
    try:
        with transaction.atomic():
            lock_inventory(reference)
            row = rows.first()
            if row is None:
                return False
            _undo(row, batch.acting)
            row.undone_at = timezone.now()
            row.save(update_fields=["undone_at"])
    except Kept as reason:
        rows.filter(pk=row.pk).update(kept_because=str(reason)[:250])
    except (OperationalError, InterfaceError):
        raise  # the database is away or busy: the row waits for it
    except Exception:
        logger.exception("Row %s of import %s could not be undone.", row, batch.pk)
        rows.filter(pk=row.pk).update(kept_because=_("Something went wrong with this row. Try it once more."))
    return True


def _undo(row: PracticeImportRow, user: User | None) -> None:
    Page.objects.select_for_update().filter(pk=row.practice_id).first()
    practice = PracticePage.objects.filter(pk=row.practice_id).first()
    if practice is None:
        return  # somebody deleted it: nothing is left to take back
    if reason := locked_pages([practice.pk], user).get(practice.pk):
        raise Kept(reason)
    if row.outcome == Outcome.CREATE:
        _delete(row, practice, user)
    else:
        if row.revision:
            _restore_revision(row, practice, user)
        _restore_check(row, practice)
    _forget_contact(row)


def _delete(row: PracticeImportRow, practice: PracticePage, user: User | None) -> None:
    if practice.live:
        raise Kept(_("The practice was published. Unpublish or delete it yourself."))
    _refuse_touched(row, practice)
    from_pages = ReferenceIndex.get_references_to(practice).filter(base_content_type=_page_type())
    if practice.get_children().exists() or from_pages.exclude(object_id=str(practice.pk)).exists():
        raise Kept(_("Another page refers to this practice."))
    practice.delete(user=user)


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def _forget_contact(row: PracticeImportRow) -> None:
    """Somebody whom only this import knew."""
    person = Person.objects.filter(pk=row.made_contact).first()
    if person and not ReferenceIndex.get_references_to(person).exists():
        person.delete()


def _refuse_touched(row: PracticeImportRow, practice: PracticePage) -> None:
    if (practice.latest_revision_id, practice.latest_revision_created_at) != (row.revision, row.applied_at):
        raise Kept(_("Somebody edited the page since."))


def _restore_revision(row: PracticeImportRow, practice: PracticePage, user: User | None) -> None:
    """Make the former revision the latest one again, as if ours had never been."""
    _refuse_touched(row, practice)
    if practice.live_revision_id == row.revision:
        raise Kept(_("The change was published. Choose an earlier version of the page in its history."))
    former = Revision.objects.filter(pk=row.seen_revision).first() if row.seen_revision else None
    if row.seen_revision and former is None:
        raise Kept(_("The earlier version of the page no longer exists."))
    Revision.objects.filter(pk=row.revision).delete()
    Page.objects.filter(pk=practice.pk).update(
        latest_revision=former,
        latest_revision_created_at=row.seen_saved_at,
        has_unpublished_changes=row.had_draft,
        draft_title=former.content["title"] if former else practice.title,
    )
    log(instance=practice, action="practices.undo_row", user=user, data={"row": row.number})


def _restore_check(row: PracticeImportRow, practice: PracticePage) -> None:
    """Put back the day of the last check, unless somebody checked the page since."""
    if change := row.check_change:
        ours = PracticeUpkeep.objects.filter(practice=practice, checked_on=change["to"], checked_by=Checker.EDITOR)
        for upkeep in ours:
            upkeep.checked_on, upkeep.checked_by = change["from"], change["by"]
            upkeep.save()

"""Practices that an import leaves alone, because somebody is at work on them."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, WorkflowState

from cms.models import User


def locked_pages(pks: Collection[int], user: User | None) -> dict[int, str]:
    """Why this user cannot change these pages now; the same as Wagtail's locks, for many pages in three queries."""
    if not pks:
        return {}
    keys = [str(pk) for pk in pks]
    found = {}
    scheduled = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False)
    for key in scheduled.values_list("object_id", flat=True):
        found[int(key)] = _("The page will be published at a set time. Cancel that first.")
    reviewed = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=keys,
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    for key in reviewed.values_list("object_id", flat=True):
        found[int(key)] = _("The page is being reviewed. Wait until that is done.")
    locked = Page.objects.filter(pk__in=pks, locked=True)
    for pk, locker in locked.values_list("pk", "locked_by"):
        if user is None or locker is None or locker != user.pk:
            found[pk] = _("Somebody locked the page. Ask them to unlock it.")
    return found

from django.db import transaction
from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cms.models import PageTopic, Topic, User
from search.engine.searchable import reindex_on_commit


@transaction.atomic
def merge_topics(*, source: Topic, target: Topic, by: User) -> int:
    """Gives the pages of ``source`` to ``target``, whose address answers for both from then on.

    Returns the number of pages that had ``source``. Raises ``ValueError`` for a topic and itself.
    """
    if source == target:
        raise ValueError("A topic cannot be merged into itself.")
    rows = PageTopic.objects.filter(tag=source)
    pages = list(rows.values_list("content_object", flat=True))
    rows.filter(content_object__topic_items__tag=target).delete()
    rows.update(tag=target)
    _rewrite_drafts(pages, source, target)
    _redirect(source.get_absolute_url(), target.get_absolute_url())
    log(instance=target, action="cms.merge_topic", user=by, data={"source": source.name})
    source.delete()
    reindex_on_commit(pages)
    return len(pages)


def _rewrite_drafts(pages: list[int], source: Topic, target: Topic) -> None:
    """A revision names topics by number: published later, it would drop a topic that is gone."""
    touched = Page.objects.filter(Q(pk__in=pages) | Q(has_unpublished_changes=True)).values_list("pk", flat=True)
    revisions = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in touched])
    for revision in revisions.iterator(chunk_size=100):
        items = revision.content.get("topic_items", [])
        numbers = {item["tag"] for item in items}
        if source.pk not in numbers:
            continue
        if target.pk in numbers:
            items = [item for item in items if item["tag"] != source.pk]
        revision.content["topic_items"] = [
            item | {"tag": target.pk} if item["tag"] == source.pk else item for item in items
        ]
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _redirect(old: str, new: str) -> None:
    old_path, new_path = Redirect.normalise_path(old), Redirect.normalise_path(new)
    Redirect.objects.filter(redirect_link=old).update(redirect_link=new)
    # A topic that got a new life at an address that once led elsewhere.
    Redirect.objects.filter(old_path=new_path, site=None).delete()
    Redirect.objects.update_or_create(
        old_path=old_path, site=None, defaults={"redirect_link": new, "is_permanent": True}
    )

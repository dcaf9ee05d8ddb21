"""Practices as rows of a file: fetched in pieces, in the order that was asked, with all that ``columns`` reads.

Only one piece is in memory at a time, however many practices there are.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import DatabaseError
from django.db.models import Prefetch
from wagtail.models import Revision

from practices.models import PracticeAdoption, PracticeIndexPage, PracticePage

logger = logging.getLogger(__name__)

#: Practices in one piece: a dozen queries for each piece, about 2 MB.
PIECE = 200


def public_rows(index: PracticeIndexPage, keys: Sequence[int]) -> Iterator[PracticePage]:
    """The practices with these keys that everybody may see, without what only editors see.

    Each is good until the next one is asked. What disappears while a visitor downloads is left out. When the database
    refuses a piece, its practices are asked one by one, so that one damaged row costs no others.

    Raises:
        DatabaseError: nothing of a piece could be read. A download that breaks off is better than half a file.
    """
    practices = _with_everything(
        index.practices.order_by().defer("body", "internal_note"), origins=PracticePage.objects.live().public()
    )
    place = _Place(index)
    for piece in _pieces(keys):
        found = _in_bulk(practices, piece)
        for key in piece:
            # Taken out, so that nothing of this piece is kept while the next one is read.
            if practice := found.pop(key, None):
                yield place.prepare(practice)
                _release(practice)
                del practice


def latest_rows(index: PracticeIndexPage, keys: Sequence[int] | None = None) -> Iterator[PracticePage]:
    """All practices as editors last saved them, drafts too, by title; or only those with these keys, in that order."""
    practices = PracticePage.objects.child_of(index).order_by("title", "pk")
    keys = list(practices.values_list("pk", flat=True)) if keys is None else keys
    practices = _with_everything(practices.order_by().select_related("contact"), origins=PracticePage.objects.all())
    place = _Place(index)
    for piece in _pieces(keys):
        found = practices.in_bulk(piece)
        drafts = _drafts(found.values(), index)
        for key in piece:
            if practice := found.pop(key, None):
                yield place.prepare(drafts.pop(key, practice))
                del practice


class _Place:
    """Where the inventory stands on the web."""

    def __init__(self, index) -> None:
        self.index = index
        self.site = index.full_url.removesuffix(index.url)

    def prepare(self, practice):
        practice.site_address = self.site
        practice.web_address = self._address_of(practice)
        practice.origins = [adoption.origin for adoption in practice.adoptions.all()]
        for origin in practice.origins:
            origin.web_address = self._address_of(origin)
        return practice

    def _address_of(self, practice):
        return self.site + self.index.child_url(practice.slug)


def _with_everything(practices, *, origins):
    return (
        practices.select_related("upkeep")
        .for_listing()
        .prefetch_related(
            "topic_items__tag",
            "figures",
            "lessons",
            "documents__document",
            "sources",
            Prefetch("adoptions", PracticeAdoption.objects.filter(origin__in=origins)),
            Prefetch("adoptions__origin", PracticePage.objects.only("title", "slug")),
        )
    )


def _release(practice) -> None:
    """Rows below a practice point back at it: apart, they are freed at once and not at some garbage collection."""
    practice._prefetched_objects_cache.clear()
    practice._state.fields_cache.clear()


def _pieces(keys: Iterable[int]) -> Iterator[list[int]]:
    keys = iter(keys)
    while piece := list(islice(keys, PIECE)):
        yield piece


def _in_bulk(practices, piece) -> dict[int, PracticePage]:
    try:
        return practices.in_bulk(piece)
    except DatabaseError:
        logger.exception("Exporting practices: a piece could not be read, now one by one.")
    found = {}
    failure = None
    for key in piece:
        try:
            found |= practices.in_bulk([key])
        except DatabaseError as error:
            logger.exception("Exporting practices: practice %s could not be read.", key)
            failure = error
    if failure and not found:
        raise failure
    return found


def _drafts(practices, index) -> dict[int, PracticePage]:
    """Of the practices with unpublished changes the latest draft, by key."""
    changed = {practice.latest_revision_id: practice for practice in practices if practice.has_unpublished_changes}
    drafts = {}
    for revision in Revision.objects.filter(pk__in=changed).iterator(chunk_size=PIECE):
        practice = changed[revision.pk]
        practice._cached_parent_obj = index  # where treebeard keeps it; each draft would ask it again
        draft = practice.with_content_json(revision.content)
        drafts[practice.pk] = draft
    return drafts

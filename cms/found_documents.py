"""Documents in site search: which passage a row quotes, and when the pages that offer them are indexed again."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils.translation import gettext
from wagtail.models import Collection, CollectionViewRestriction, Page

from cms.models import DocumentPart, SiteDocument
from cms.models.offered_documents import offered_documents, pages_offering
from search.engine.searchable import reindex_on_commit
from search.registry import Passage, register_passages

#: Documents that are looked into for one list of results.
MOST_DOCUMENTS = 40


def find_passages(pages: Iterable[Page], matches: Callable[[str], Hashable | None]) -> Iterator[tuple[int, Passage]]:
    """For each document that a page offers: the part that holds most of what was searched. Three queries."""
    chosen = [
        (page, document, number)
        for page, document in offered_documents(pages)[:MOST_DOCUMENTS]
        if (number := _best_part(document.places, matches))
    ]
    if not chosen:
        return
    wanted = reduce(or_, (Q(document_text=document.pk, number=number) for _page, document, number in chosen))
    parts = {(part.document_text_id, part.number): part.text for part in DocumentPart.objects.filter(wanted)}
    for page, document, number in chosen:
        if text := parts.get((document.pk, number)):
            yield page.pk, _passage(document, number, text)


def _best_part(places, matches):
    found = defaultdict(set)
    for word, numbers in places.items():
        if (match := matches(word)) is not None:
            for number in numbers:
                found[number].add(match)
    return min(found, key=lambda number: (-len(found[number]), number), default=None)


def _passage(document, number, text):
    if document.text.page_count:
        label = gettext("In “%(title)s”, p. %(page)s") % {"title": document.title, "page": number}
        return Passage(text, f"{document.url}#page={number}", label)
    return Passage(text, document.url, gettext("In “%(title)s”") % {"title": document.title})


def index_again(documents: Iterable[SiteDocument]) -> None:
    """Call this after a change in bulk; saving a document, a collection or its privacy does it."""
    reindex_on_commit(pages_offering(document.pk for document in documents))


def _index_document(instance, **kwargs):
    index_again([instance])


def _index_collection(instance, **kwargs):
    index_again(SiteDocument.objects.filter(collection__path__startswith=instance.path).only("pk"))


def _index_restricted(instance, **kwargs):
    _index_collection(instance.collection)


def connect() -> None:
    register_passages(find_passages)
    # Before it is deleted: afterwards nobody knows who offered it.
    for signal in [post_save, pre_delete]:
        signal.connect(_index_document, sender=SiteDocument)
    post_save.connect(_index_collection, sender=Collection)
    for signal in [post_save, post_delete]:
        signal.connect(_index_restricted, sender=CollectionViewRestriction)

"""Documents in site search: when the pages that offer them are indexed again."""

from collections.abc import Iterable

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Collection, CollectionViewRestriction

from cms.models import SiteDocument
from cms.models.offered_documents import pages_offering
from search.engine.searchable import reindex_on_commit


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
    # Before it is deleted: afterwards nobody knows which pages offered it.
    for signal in [post_save, pre_delete]:
        signal.connect(_index_document, sender=SiteDocument)
    post_save.connect(_index_collection, sender=Collection)
    for signal in [post_save, post_delete]:
        signal.connect(_index_restricted, sender=CollectionViewRestriction)

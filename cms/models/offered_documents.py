"""The documents that a page offers, and by whose words it is found: in a row, a block or a link in its text."""

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex

from cms.models.media import SiteDocument

#: Bytes of words of documents that one page is found by; PostgreSQL holds a megabyte per page, with stems and all.
MOST_BYTES = 150_000


# What ``OffersDocuments`` is mixed into.
_Base = Page if TYPE_CHECKING else object


class OffersDocuments(_Base):
    """Mixin of a page type. What a document says lies in the index of the pages that offer it.

    So it is found by the rules of those pages: live, public. Documents of a closed collection are left out.
    """

    @property
    def unseen_parts(self) -> Collection[str]:
        """Fields and rows that visitors do not see now; nor are their documents found."""
        return ()

    @classmethod
    def get_indexed_objects(cls):
        # One look for all pages together, instead of one per page without documents.
        references = _references().filter(object_id=Cast(OuterRef("pk"), CharField()))
        return super().get_indexed_objects().annotate(refers_to_documents=Exists(references))

    def document_texts(self) -> str:
        """Titles and words of the documents, each word once."""
        return self._document_words

    @cached_property
    def _document_words(self):
        if not getattr(self, "refers_to_documents", True):
            return ""
        documents = [document for _page, document in offered_documents([self])]
        # Titles first: there is always room for them.
        found = dict.fromkeys(word for document in documents for word in document.title.split())
        for document in documents:
            found |= dict.fromkeys(document.places)
        return " ".join(_within(found, MOST_BYTES))


def _within(words: Iterable[str], most_bytes: int) -> Iterator[str]:
    for word in words:
        most_bytes -= len(word.encode()) + 1
        if most_bytes < 0:
            return
        yield word


def offered_documents(pages: Iterable[Page]) -> list[tuple[Page, SiteDocument]]:
    """Each page with each document that it shows to everybody; the pages are of their own types. Two queries."""
    by_key = {str(page.pk): page for page in pages}
    references = (
        _references().filter(object_id__in=by_key).order_by("pk").values_list("object_id", "to_object_id", "model_path")
    )
    offered = dict.fromkeys(
        (page, document)
        for page, document, path in references
        if path.split(".")[0] not in getattr(by_key[page], "unseen_parts", ())
    )
    documents = open_documents().select_related("text").in_bulk({document for _page, document in offered})
    return [(by_key[page], documents[int(key)]) for page, key in offered if int(key) in documents]


def open_documents():
    """The documents that everybody may read."""
    restrictions = CollectionViewRestriction.objects.annotate(
        path_below=ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    )
    return SiteDocument.objects.exclude(Exists(restrictions.filter(path_below__startswith=F("collection__path"))))


def pages_offering(document_keys: Iterable[int]) -> list[int]:
    """The keys of the pages that refer to one of these documents."""
    references = _references().filter(to_object_id__in=[str(key) for key in document_keys])
    return [int(key) for key in references.values_list("object_id", flat=True).distinct()]


def _references():
    """From pages to documents."""
    types = ContentType.objects.get_for_models(Page, SiteDocument)
    return ReferenceIndex.objects.filter(base_content_type=types[Page], to_content_type=types[SiteDocument])

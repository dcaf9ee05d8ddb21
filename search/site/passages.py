"""Quotes for rows whose words stand in something long that a page offers: a transcript, a document."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext

from cms.models import DocumentPart, SiteDocument
from cms.models.offered_documents import offered_documents
from practices.transcripts import paragraphs
from search.engine.excerpt import excerpt
from search.engine.hits import PageHit, Quote
from search.engine.matcher import Matcher
from search.engine.searchable import Searchable

#: Documents that are looked into for one list of results.
MOST_DOCUMENTS = 40

_MARKED = re.compile(r"<mark>([^<]*)</mark>")


@dataclass(frozen=True)
class Passage:
    """Part of what a page offers, with an address of its own."""

    text: str
    #: Begins with "#" for a place on the page itself.
    url: str
    #: Where it stands: "In “Reglement”, blz. 3".
    label: str


def quotes(hits: Sequence[PageHit], matcher: Matcher) -> dict[int, Quote]:
    """By the key of each page that needs one: the passage that holds most of what its row does not show yet.

    Five queries at most.
    """
    shown = {hit.page.pk: _marked(hit, matcher) for hit in hits}
    wanting = [hit.page for hit in hits if len(shown[hit.page.pk]) < len(matcher)]
    best = {}
    for key, passage in [*_in_transcripts(wanting), *_in_documents(wanting, matcher)] if wanting else ():
        found = {number for _start, _end, number in matcher.hits(passage.text)}
        worth = (len(found - shown[key]), len(found))
        if worth[0] and worth > best.get(key, ((0, 0), None))[0]:
            best[key] = (worth, passage)
    urls = {hit.page.pk: hit.url for hit in hits}
    return {key: _quote(passage, urls[key], matcher) for key, (_worth, passage) in best.items()}


def _marked(hit: PageHit, matcher: Matcher) -> set[int | None]:
    """Which of the things asked for its row shows."""
    return {matcher.number_of(word) for word in _MARKED.findall(hit.title + hit.excerpt)}


def _quote(passage: Passage, url: str, matcher: Matcher) -> Quote:
    address = f"{url}{passage.url}" if passage.url.startswith("#") else passage.url
    return Quote(passage.label, address, excerpt([passage.text], matcher))


def _in_transcripts(pages: Iterable[Searchable]) -> Iterator[tuple[int, Passage]]:
    for page in pages:
        # Only videos have one.
        for name, text in paragraphs(getattr(page, "transcript", "")):
            yield page.pk, Passage(text, f"#{name}", gettext("In the transcript"))


def _in_documents(pages: Sequence[Searchable], matcher: Matcher) -> Iterator[tuple[int, Passage]]:
    """For each document that a page offers: the part that holds most of what was searched. Three queries."""
    chosen = [
        (page, document, number)
        for page, document in offered_documents(pages)[:MOST_DOCUMENTS]
        if (number := _best_part(document.places, matcher))
    ]
    if not chosen:
        return
    wanted = reduce(or_, (Q(document_text=document.pk, number=number) for _page, document, number in chosen))
    parts = {(part.document_text_id, part.number): part.text for part in DocumentPart.objects.filter(wanted)}
    for page, document, number in chosen:
        if text := parts.get((document.pk, number)):
            yield page.pk, _of_document(document, number, text)


def _best_part(places: Mapping[str, Sequence[int]], matcher: Matcher) -> int | None:
    found = defaultdict(set)
    for word, numbers in places.items():
        if (match := matcher.number_of(word)) is not None:
            for number in numbers:
                found[number].add(match)
    return min(found, key=lambda number: (-len(found[number]), number), default=None)


def _of_document(document: SiteDocument, number: int, text: str) -> Passage:
    if document.page_count:
        label = gettext("In “%(title)s”, p. %(page)s") % {"title": document.title, "page": number}
        return Passage(text, f"{document.url}#page={number}", label)
    return Passage(text, document.url, gettext("In “%(title)s”") % {"title": document.title})

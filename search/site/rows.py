"""The rows of the page of results, each of which shows why it was found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import HttpRequest
from django.utils.text import capfirst

from search.engine.excerpt import is_hit, mark
from search.engine.hits import NOTHING, Hit, PageHit, line_of, page_hits
from search.engine.matcher import Matcher
from search.engine.searchable import Kind, Searchable
from search.site import facets
from search.site.passages import quotes
from search.site.shortcuts import Shortcut


def page_rows(models: Mapping[int, type[Searchable]], request: HttpRequest, matcher: Matcher) -> list[PageHit]:
    """Of the pages with these keys and models. Rows without a mark name the facets that they were found by.

    What some rows do not show yet is quoted from documents and transcripts.
    """
    hits = page_hits(models, request, matcher)
    labels = facets.labels([hit.page.pk for hit in hits if "<mark>" not in hit.title + hit.excerpt])
    hits = [_with_labels(hit, labels[hit.page.pk], matcher) for hit in hits]
    quoted = quotes(hits, matcher)
    return [replace(hit, quote=quoted.get(hit.page.pk)) for hit in hits]


def shortcut_row(kind: Kind, shortcut: Shortcut, matcher: Matcher) -> Hit:
    return Hit(
        line=mark(str(capfirst(kind.singular)), NOTHING),
        title=mark(shortcut.title, matcher),
        url=shortcut.url,
        excerpt=mark(shortcut.text, NOTHING),
    )


def _with_labels(hit: PageHit, labels: Sequence[str], matcher: Matcher) -> PageHit:
    why = sorted({label for label in labels if is_hit(label, matcher)})
    return replace(hit, line=mark(line_of(hit.page, why), matcher)) if why else hit

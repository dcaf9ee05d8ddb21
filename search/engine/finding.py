"""Which pages hold what is meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wagtail.query import PageQuerySet
from wagtail.search.query import And, Or, PlainText, SearchQuery

from search.engine.concepts import Phrase, telling
from search.engine.corrections import corrected
from search.engine.dutch import MARK, stem
from search.engine.query import Query

#: With fewer results than this another spelling is offered.
FEW = 3


@dataclass(frozen=True)
class Found:
    """The keys of the pages in the order of the database, each with the columns that were asked for."""

    #: What they hold, which may differ from what was typed.
    query: Query
    rows: Mapping[int, tuple]
    #: No page holds everything; these hold some of it.
    is_loose: bool = False
    #: There are more than search is willing to count.
    is_capped: bool = False
    #: What may have been meant instead.
    other: Query | None = None


def find(query: Query, pages: PageQuerySet, *columns: str) -> Found:
    """Among these pages, those that hold every word of the query; when there are none, those that hold any."""
    return _or_loosely(_find(query, pages, columns), pages, columns)


def find_or_correct(query: Query, pages: PageQuerySet, *columns: str, is_literal: bool = False) -> Found:
    """The same, but words that are on no page give way to those that are most like them, unless ``is_literal``."""
    found = _find(query, pages, columns)
    if len(found.rows) >= FEW:
        return found
    correction = corrected(query, pages)
    if correction and correction.is_sure and not found.rows and not is_literal:
        better = find(correction.query, pages, *columns)
        if better.rows:
            return better
    return replace(_or_loosely(found, pages, columns), other=correction and correction.query)


def _or_loosely(found: Found, pages: PageQuerySet, columns: Iterable[str]) -> Found:
    can_be_loose = not found.query.is_one_thing or any(concept.parts for concept in found.query.concepts)
    return found if found.rows or not can_be_loose else _find(found.query, pages, columns, is_loose=True)


def _find(query: Query, pages: PageQuerySet, columns: Iterable[str], *, is_loose: bool = False) -> Found:
    results = pages.search(_some_of(query) if is_loose else _all_of(query))
    return Found(query, results.rows(*columns), is_loose, results.is_capped)


def _all_of(query: Query) -> SearchQuery:
    """Every thing that was asked: itself, another form of it, or something that means the same."""
    return _every(_any(map(_said, concept.phrases)) for concept in query.concepts)


def _some_of(query: Query) -> SearchQuery:
    """Any of the things, or all the parts of one."""
    return _any(
        expression
        for concept in query.concepts
        for expression in [*map(_said, concept.phrases), *([_said(concept.parts)] if concept.parts else [])]
    )


def _said(phrase: Phrase) -> SearchQuery:
    """The words of a phrase, each as it is or in another form."""
    return _every(PlainText(word) | PlainText(MARK + stem(word)) for word in telling(phrase))


def _every(expressions: Iterable[SearchQuery]) -> SearchQuery:
    expressions = list(expressions)
    return expressions[0] if len(expressions) == 1 else And(expressions)


def _any(expressions: Iterable[SearchQuery]) -> SearchQuery:
    expressions = list(expressions)
    return expressions[0] if len(expressions) == 1 else Or(expressions)

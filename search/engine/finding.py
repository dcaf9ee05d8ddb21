"""Which pages hold what is meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from wagtail.query import PageQuerySet

from search.engine.corrections import corrected
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
    return found if found.rows or not found.query.can_be_loose else _find(found.query, pages, columns, is_loose=True)


def _find(query: Query, pages: PageQuerySet, columns: Iterable[str], *, is_loose: bool = False) -> Found:
    expression = query.loose_expression if is_loose else query.expression
    results = pages.search(expression)
    return Found(query, results.rows(*columns), is_loose, results.is_capped)

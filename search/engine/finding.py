"""Which pages hold what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from wagtail.query import PageQuerySet

from search.engine.query import Query


@dataclass(frozen=True)
class Found:
    """The keys of the pages in the order of the database, each with the columns that were asked for."""

    rows: Mapping[int, tuple]
    #: No page holds everything; these hold some of it.
    is_loose: bool = False
    #: There are more than search is willing to count.
    is_capped: bool = False


def find(query: Query, pages: PageQuerySet, *columns: str) -> Found:
    """Among these pages, those that hold every word of the query; when there are none, those that hold any."""
    found = find_exactly(query, pages, *columns)
    return found if found.rows or not query.can_be_loose else find_loosely(query, pages, *columns)


def find_exactly(query: Query, pages: PageQuerySet, *columns: str) -> Found:
    results = pages.search(query.expression)
    return Found(results.rows(*columns), is_capped=results.is_capped)


def find_loosely(query: Query, pages: PageQuerySet, *columns: str) -> Found:
    results = pages.search(query.loose_expression)
    return Found(results.rows(*columns), is_loose=True, is_capped=results.is_capped)

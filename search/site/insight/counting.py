"""Adds searches and clicks to the counts of their day. Whatever goes wrong here, the visitor does not notice."""

import logging
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec

from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Q
from django.utils import timezone
from wagtail.models import Page

from search.site.insight.models import SearchTerm
from search.site.insight.terms import DAYS_UNTIL_READABLE, hashed

logger = logging.getLogger(__name__)
P = ParamSpec("P")

#: Milliseconds that a count waits while others write. After that the database refuses it, and it is dropped.
PATIENCE = 20
#: Different searches that are remembered; new ones are not counted until the oldest are forgotten.
MOST_TERMS = 100_000
#: Results are shown by the dozen; a place beyond this is made up.
LAST_PLACE = 1_000


_ADD_TO_DAY = """
    INSERT INTO search_searchday (term_id, day, searches, empty, clicks, places) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (term_id, day) DO UPDATE SET
        searches = search_searchday.searches + excluded.searches,
        empty = search_searchday.empty + excluded.empty,
        clicks = search_searchday.clicks + excluded.clicks,
        places = search_searchday.places + excluded.places
"""
_ADD_TO_PAGE = """
    INSERT INTO search_searchclick (term_id, day, page_id, clicks) VALUES (%s, %s, %s, 1)
    ON CONFLICT (term_id, page_id, day) DO UPDATE SET clicks = search_searchclick.clicks + 1
"""


@contextmanager
def _impatient() -> Generator[None]:
    """The database refuses a lock after ``PATIENCE``; all others wait for 20 seconds."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{PATIENCE}ms"])
            yield
    else:
        connection.ensure_connection()
        sqlite = connection.connection
        usual = sqlite.execute("PRAGMA busy_timeout").fetchone()[0]
        sqlite.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            yield
        finally:
            sqlite.execute(f"PRAGMA busy_timeout = {usual}")


def _without_waiting(count: Callable[P, None]) -> Callable[P, None]:
    """A count that fails, or has to wait longer than ``PATIENCE`` for a lock, is dropped."""

    @wraps(count)
    def counted(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with _impatient():
                count(*args, **kwargs)
        except DatabaseError as error:
            # Its text may quote what was typed.
            logger.warning("A search or click is not counted: %s", type(error).__name__)

    return counted


@_without_waiting
def count_search(text: str, *, has_results: bool) -> None:
    """Count a search of today for the key of a query. One question and one upsert, unless it is a new search."""
    today = timezone.localdate()
    earlier = Count("days", filter=Q(days__searches__gt=0, days__day__lt=today))
    term = SearchTerm.objects.filter(key=hashed(text)).annotate(earlier=earlier).first() or _new_term(text)
    if term is None:
        return
    _execute(_ADD_TO_DAY, [term.pk, today, 1, int(not has_results), 0, 0])
    if not term.text and getattr(term, "earlier", 0) >= DAYS_UNTIL_READABLE - 1:
        SearchTerm.objects.filter(pk=term.pk).update(text=text)


@_without_waiting
def count_click(text: str, page: int, place: int) -> None:
    """Count a click of today on the result at ``place`` for the key of a query; ``page`` is 0 for anything but a page.

    What nobody searched for was not clicked either.
    """
    term = SearchTerm.objects.filter(key=hashed(text)).first() if 0 < place <= LAST_PLACE else None
    if term is None:
        return
    today = timezone.localdate()
    _execute(_ADD_TO_DAY, [term.pk, today, 0, 0, 1, place])
    if page and Page.objects.filter(pk=page).exists():
        _execute(_ADD_TO_PAGE, [term.pk, today, page])


def _new_term(text: str) -> SearchTerm | None:
    if SearchTerm.objects.count() >= MOST_TERMS:
        return None
    # Another process may make it at the same moment.
    [term] = SearchTerm.objects.bulk_create(
        [SearchTerm(key=hashed(text))], update_conflicts=True, unique_fields=["key"], update_fields=["key"]
    )
    return term


def _execute(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)

"""Adds searches and clicks to the counts of their day. Whatever goes wrong here, the visitor does not notice."""

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import ParamSpec

from django.db import DatabaseError, connection, models, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from search.site.insight.models import SearchClick, SearchDay, SearchTerm
from search.site.insight.terms import DAYS_UNTIL_KEPT, hashed

logger = logging.getLogger(__name__)
P = ParamSpec("P")

#: Milliseconds that a count waits while others write. After that the database refuses it, and it is dropped.
PATIENCE = 20
#: Different searches that are remembered; new ones are not counted until the oldest are forgotten.
MOST_TERMS = 100_000
#: Results are shown by the dozen; a place beyond this is made up.
LAST_PLACE = 1_000


@contextmanager
def _impatient_transaction() -> Generator[None]:
    """The database refuses it a lock after ``PATIENCE``; all others wait for 20 seconds."""
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
            # It asks for the lock when it begins, see cms.settings.environment.database.
            with transaction.atomic():
                yield
        finally:
            sqlite.execute(f"PRAGMA busy_timeout = {usual}")


def _without_waiting(count: Callable[P, None]) -> Callable[P, None]:
    """In a transaction, which is given up when it fails, or when a lock takes longer than ``PATIENCE``."""

    @wraps(count)
    def counted(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with _impatient_transaction():
                count(*args, **kwargs)
        except DatabaseError as error:
            # Its text may quote what was typed.
            logger.warning("A search or click is not counted: %s", type(error).__name__)

    return counted


@_without_waiting
def count_search(term: str, *, has_results: bool) -> None:
    """Count a search of today for the key of a query."""
    if searched := _known(term) or _new(term):
        _add(SearchDay, {"searches": 1, "empty": int(not has_results)}, term=searched, day=timezone.localdate())
        if not searched.text and searched.days.filter(searches__gt=0).count() >= DAYS_UNTIL_KEPT:
            SearchTerm.objects.filter(pk=searched.pk).update(text=term)


@_without_waiting
def count_click(term: str, page: int, place: int) -> None:
    """Count a click of today on the result at ``place`` for the key of a query; ``page`` is 0 for anything but a page.

    What nobody searched for was not clicked either.
    """
    if 0 < place <= LAST_PLACE and (searched := _known(term)):
        row: dict[str, SearchTerm | date] = {"term": searched, "day": timezone.localdate()}
        _add(SearchDay, {"clicks": 1, "places": place}, **row)
        if page and Page.objects.filter(pk=page).exists():
            _add(SearchClick, {"clicks": 1}, page_id=page, **row)


def _known(term: str) -> SearchTerm | None:
    return SearchTerm.objects.filter(key=hashed(term)).first()


def _new(term: str) -> SearchTerm | None:
    if SearchTerm.objects.count() >= MOST_TERMS:
        return None
    SearchTerm.objects.bulk_create([SearchTerm(key=hashed(term))], ignore_conflicts=True)
    return _known(term)


def _add(model: type[models.Model], counts: dict[str, int], **row: object) -> None:
    """Add to the counts of a row, which is made when it is not there yet. Nothing is lost when two do so at once."""
    added = {name: F(name) + count for name, count in counts.items()}
    rows = model._default_manager.filter(**row)
    if not rows.update(**added):
        model._default_manager.bulk_create([model(**row)], ignore_conflicts=True)
        rows.update(**added)

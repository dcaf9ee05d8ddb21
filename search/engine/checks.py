"""Whether the database has what search is built on. Warnings, because an error would stop the migration that mends it.

These look into the database: ``manage.py migrate``, ``prepare`` and ``check --database default`` run them.
"""

from collections.abc import Collection, Iterable, Iterator

from django.core import checks
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from modelsearch.index import get_indexed_models
from wagtail.search.models import IndexEntry

from search.engine.models import IndexState

COLUMNS = {"autocomplete", "body", "title"}
TEXT_INDEX = "search_title_body"


def register_checks() -> None:
    checks.register(check_keys)
    checks.register(check_index, checks.Tags.database)


def check_keys(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:
    """The keys of the index travel as numbers."""
    return [
        checks.Error("The primary key of what is searched must be an integer.", obj=model, id="search.E001")
        for model in get_indexed_models()
        if not isinstance(_primary_key(model), models.IntegerField)
    ]


def _primary_key(model: type[models.Model]) -> models.Field:
    field = model._meta.pk
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def check_index(
    app_configs: object, databases: Iterable[str] | None = None, **kwargs: object
) -> list[checks.CheckMessage]:
    return [mistake for alias in databases or [] for mistake in _mistakes(connections[alias])]


def _mistakes(connection: BaseDatabaseWrapper) -> Iterator[checks.CheckMessage]:
    tables = connection.introspection.table_names()
    table, state = IndexEntry._meta.db_table, IndexState._meta.db_table
    if table not in tables:
        return
    if connection.vendor == "sqlite" and (found := _columns(connection, f"{table}_fts")) != COLUMNS:
        yield checks.Warning(
            f"The search index has the columns {sorted(found)}; search/engine/backends expects {sorted(COLUMNS)}.",
            hint="Wagtail changed its index. Without a change in search/engine/backends nothing is found.",
            id="search.W002",
        )
    if connection.vendor == "postgresql" and TEXT_INDEX not in _indexes(connection, table):
        yield checks.Warning(
            f"The index {TEXT_INDEX} is missing: every search reads the whole table.",
            hint="Run `manage.py migrate`; if that changes nothing, see search/migrations/0002_text_index.py.",
            id="search.W003",
        )
    if state in tables and IndexEntry.objects.using(connection.alias).exists() and IndexState.is_due():
        yield checks.Warning(
            "The search index was made with another version of the analysis of words: much is not found.",
            hint="Run `manage.py prepare`.",
            id="search.W004",
        )


def _columns(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608
        return {column[0] for column in cursor.description}


def _indexes(connection: BaseDatabaseWrapper, table: str) -> Collection[str]:
    with connection.cursor() as cursor:
        return connection.introspection.get_constraints(cursor, table)

"""The site of before in a database of its own, made from the dumps in this folder."""

import contextlib
import gzip
import json
import sqlite3
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection

HERE = Path(__file__).parent


@contextlib.contextmanager
def connected_to_the_site_of_before():
    """Everything inside speaks to a new copy of that site, which is thrown away afterwards."""
    tests = connection.settings_dict["NAME"]
    name = f"{tests}.before" if connection.vendor == "sqlite" else f"{tests}_before"
    _load(name)
    _connect(name)
    try:
        yield
    finally:
        _connect(tests)
        _drop(name)


def _load(name):
    _drop(name)
    script = gzip.decompress((HERE / f"{connection.vendor}.sql.gz").read_bytes()).decode()
    if connection.vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(name)) as database:
            database.executescript(script)
        return
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    _connect(name)
    with connection.cursor() as cursor:
        cursor.execute(script)


def _connect(name):
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    # They have other numbers there.
    ContentType.objects.clear_cache()


def _drop(name):
    if connection.vendor == "sqlite":
        for path in Path(name).parent.glob(f"{Path(name).name}*"):
            path.unlink()
        return
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def all_rows() -> dict[str, list[dict]]:
    """Each table with its rows, read without any model."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in connection.introspection.table_names(cursor)}


def _rows(cursor, table):
    cursor.execute(f'SELECT * FROM "{table}"')
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, map(_comparable, row), strict=True)) for row in cursor.fetchall()]


def _comparable(value):
    """JSON is the same however it is spaced and ordered, and whether its column is of text or not."""
    if isinstance(value, str) and value.startswith(("[", "{")):
        with contextlib.suppress(ValueError):
            value = json.loads(value)
    return json.dumps(value, sort_keys=True) if isinstance(value, list | dict) else value


def lost(before: list[dict], after: list[dict], columns: set[str]) -> list[str]:
    """The rows that are no longer there with the same values in these columns."""

    def counted(rows):
        return Counter(repr([(column, row[column]) for column in sorted(columns)]) for row in rows)

    return list((counted(before) - counted(after)).elements())

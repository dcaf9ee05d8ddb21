"""What a page of results asks, in plain SQL on the index of the same database.

The ten that fit best, how many there are, and per facet how many have each value. Nothing about who may see them or
about forms of words, no pages fetched and nothing shown.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from cms.models import PageTopic
from events.models import EventPage
from practices.models import PracticePage

ENTRY = "wagtailsearch_indexentry"
FTS = f"{ENTRY}_fts"


@dataclass(frozen=True)
class Dialect:
    """What is found in a section of the index, how well it fits, which page it is, what is asked for; and indexing."""

    found: str
    order: str
    key: str
    both: Callable[[Sequence[str]], str]
    beginning: Callable[[str], str]
    making: Sequence[str]
    adding: str


DIALECTS = {
    "sqlite": Dialect(
        found=f"FROM {FTS} JOIN {ENTRY} entry ON entry.id = {FTS}.rowid WHERE {FTS} MATCH %s",
        order=f"bm25({FTS}, 1.0, 1.0, 10.0)",
        key="CAST(entry.object_id AS INTEGER)",
        both=lambda words: f"{{title body}} : ({' AND '.join(words)})",
        beginning=lambda text: f"autocomplete : {text}*",
        making=["CREATE VIRTUAL TABLE temp.raw USING fts5(title, body)"],
        adding="INSERT INTO raw VALUES (%s, %s)",
    ),
    "postgresql": Dialect(
        found=f"FROM {ENTRY} entry, to_tsquery('simple', %s) query WHERE (title || body) @@ query",
        order="ts_rank(title || body, query) DESC",
        key="entry.object_id::bigint",
        both=" & ".join,
        beginning=lambda text: f"{text}:*",
        making=[
            "CREATE TEMPORARY TABLE raw (title tsvector, body tsvector)",
            "CREATE INDEX raw_words ON raw USING gin ((title || body))",
        ],
        adding="INSERT INTO raw VALUES (to_tsvector('simple', %s), to_tsvector('simple', %s))",
    ),
}


def _relations() -> Iterator[tuple[str, str, str]]:
    """The tables with the values of facets, and their columns with the page and the value."""
    yield PageTopic._meta.db_table, "content_object_id", "tag_id"
    for name, column in [
        ("themes", "theme_id"),
        ("instruments", "instrument_id"),
        ("municipalities", "municipality_id"),
    ]:
        yield getattr(PracticePage, name).through._meta.db_table, "practicepage_id", column
    yield EventPage._meta.db_table, "page_ptr_id", "host_municipality_id"


def whole_page(*words: str) -> None:
    sql = DIALECTS[connection.vendor]
    found, key = sql.found, sql.key
    best = [f"SELECT {key} {found} ORDER BY {sql.order} LIMIT 10", f"SELECT count(*) {found}"]
    _ask([*best, *_facets(sql)], sql.both(words))


def facets(*words: str) -> None:
    sql = DIALECTS[connection.vendor]
    _ask(_facets(sql), sql.both(words))


def _facets(sql: Dialect) -> list[str]:
    kinds = f"SELECT entry.content_type_id, count(*) {sql.found} GROUP BY 1"
    values = (
        f"SELECT {value}, count(*) FROM {table} WHERE {page} IN (SELECT {sql.key} {sql.found}) GROUP BY 1"
        for table, page, value in _relations()
    )
    return [kinds, *values]


def index(texts: Sequence[tuple[str, str]]) -> None:
    """Titles and bodies into a table of their own, that is gone afterwards."""
    with connection.cursor() as cursor:
        for statement in DIALECTS[connection.vendor].making:
            cursor.execute(statement)
        cursor.executemany(DIALECTS[connection.vendor].adding, texts)
        cursor.execute("DROP TABLE raw")


def suggestions(beginning: str) -> None:
    sql = DIALECTS[connection.vendor]
    best = f"SELECT {sql.key} {sql.found} ORDER BY {sql.order} LIMIT 10".replace("title || body", "autocomplete")
    _ask([f"SELECT title FROM wagtailcore_page WHERE id IN ({best})"], sql.beginning(beginning))


def _ask(questions, text):
    with connection.cursor() as cursor:
        for question in questions:
            cursor.execute(question, [text])
            cursor.fetchall()

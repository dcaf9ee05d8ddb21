"""Search in SQLite's FTS5, see ``search.engine.backends.two_step``."""

import json

from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteFTSIndexEntry,
    SQLiteIndex,
    SQLiteSearchBackend,
)

from search.engine.backends.expression import Syntax
from search.engine.backends.indexing import FoldedIndex, Sections
from search.engine.backends.two_step import TwoStepBackend, TwoStepCompiler

ENTRY, FTS = IndexEntry._meta.db_table, SQLiteFTSIndexEntry._meta.db_table
#: What a word weighs in the columns of the FTS5 table: autocomplete, body, title.
WEIGHTS = "1.0, 1.0, 10.0"


class QueryCompiler(TwoStepCompiler):
    SYNTAX = Syntax(
        both=" AND ",
        either=" OR ",
        without=" NOT ",
        word=lambda word: f'"{word}"',
        start=lambda word: f'"{word}" *',
        phrase=lambda words: f'"{" ".join(words)}"',
    )

    def ask_index(self, sections: tuple[str, ...], limit: int | None) -> dict[int, float | None]:
        # CROSS JOIN: the planner of SQLite would rather walk all entries of a type and look each of them up.
        # FTS5 walks its rows backwards by itself and stops at the limit.
        few = f'SELECT 1 FROM "{FTS}" WHERE "{FTS}" MATCH %s LIMIT {self.MOST_RANKED + 1}'  # noqa: S608
        score = f'CASE WHEN (SELECT count(*) FROM ({few})) <= {self.MOST_RANKED} THEN -bm25("{FTS}", {WEIGHTS}) END'  # noqa: S608
        sql = f"""
            SELECT CAST(entry.object_id AS INTEGER), {score}
            FROM "{FTS}" CROSS JOIN "{ENTRY}" entry ON entry.id = "{FTS}".rowid
            WHERE "{FTS}" MATCH %s AND entry.content_type_id IN (SELECT value FROM json_each(%s))
            ORDER BY "{FTS}".rowid DESC {f"LIMIT {limit}" if limit else ""}
        """  # noqa: S608
        match = f"{{{' '.join(sections)}}} : {self.expression.text}"
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [match, match, json.dumps(self.content_types)])
            return dict(cursor.fetchall())


class AutocompleteQueryCompiler(QueryCompiler):
    SECTIONS = ("autocomplete",)
    IS_AUTOCOMPLETE = True


class Index(FoldedIndex, SQLiteIndex):
    def settle(self) -> None:
        with self.write_connection.cursor() as cursor:
            # Many small pieces become one, which is quicker to search.
            cursor.execute(f'INSERT INTO "{FTS}" ("{FTS}") VALUES (\'optimize\')')  # noqa: S608
            cursor.execute(f'ANALYZE "{ENTRY}"')

    def values(self, sections: Sections) -> dict[str, str]:
        return {name: " ".join(text for _boost, text in texts) for name, texts in sections.items()}


class SearchBackend(TwoStepBackend, SQLiteSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index

"""Search in PostgreSQL's text search, see ``search.engine.backends.two_step``."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import ProgrammingError
from django.db.models import Model, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.utils.functional import cached_property
from modelsearch.backends.database.postgres.postgres import (
    EMPTY_VECTOR,
    IndexEntry,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
    PostgresSearchResults,
)
from modelsearch.backends.database.postgres.weights import get_sql_weights, get_weight
from modelsearch.query import Fuzzy, SearchQuery
from modelsearch.utils import ADD

from search.engine.backends.expression import Expression, Syntax, plain
from search.engine.backends.indexing import FoldedIndex, Sections
from search.engine.backends.two_step import NoResults, TwoStepBackend, TwoStepCompiler, TwoStepResults

ENTRY = IndexEntry._meta.db_table


class QueryCompiler(TwoStepCompiler):
    SYNTAX = Syntax(
        both=" & ",
        either=" | ",
        without=" & !",
        word=lambda word: f"'{word}'",
        start=lambda word: f"'{word}':*",
        phrase=lambda words: " <-> ".join(f"'{word}'" for word in words),
    )

    def ask_index(self, sections: tuple[str, ...], limit: int | None) -> dict[int, float | None]:
        # Both: as it stands in the index that search/migrations/0002_text_index.py makes.
        vector = sections[0] if len(sections) == 1 else "title || body"
        # The planner must not know the words, so it may not look past OFFSET: of one that is on most pages it would
        # rather read every page than the index, unaware that it has to unpack each vector for that. For the same
        # reason no order of an index.
        found = f"{ENTRY}, (SELECT to_tsquery('simple', %s) AS words OFFSET 0) asked WHERE ({vector}) @@ words"
        few = f"SELECT 1 FROM {found} LIMIT {self.MOST_RANKED + 1}"  # noqa: S608
        rank = f"ts_rank(%s, {vector}, words)"
        sql = f"""
            SELECT object_id::bigint, CASE WHEN (SELECT count(*) FROM ({few}) few) <= {self.MOST_RANKED} THEN {rank} END
            FROM {found} AND content_type_id = ANY(%s)
            ORDER BY object_id::bigint DESC {f"LIMIT {limit}" if limit else ""}
        """  # noqa: S608
        text = self.expression.text
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [text, get_sql_weights(), text, self.content_types])
            return dict(cursor.fetchall())


class AutocompleteQueryCompiler(QueryCompiler):
    SECTIONS = ("autocomplete",)
    IS_AUTOCOMPLETE = True


class FuzzyQueryCompiler(QueryCompiler):
    """Finds words that look alike, by the extension pg_trgm, as Wagtail's own backend does."""

    def __init__(self, *args: Any, backend: "SearchBackend", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.backend = backend
        asked: Any = self.query
        self.fuzzy = Fuzzy(" ".join(plain(asked.query_string)), asked.operator, asked.unaccent)

    @cached_property
    def expression(self) -> Expression:
        return Expression(self.fuzzy.query_string)

    def ask_index(self, sections: tuple[str, ...], limit: int | None) -> dict[int, float | None]:
        stock = PostgresSearchQueryCompiler(self.queryset, self.fuzzy)
        found, score = stock._build_fuzzy_queryset(self.backend.config, self.backend)
        try:
            return dict(found.order_by("-pk").values_list("pk", score)[:limit])
        except ProgrammingError as error:
            # Says which extension is missing.
            PostgresSearchResults(self.backend, stock)._handle_missing_postgres_extension(error)
            raise


class Index(FoldedIndex, PostgresIndex):
    def values(self, sections: Sections) -> dict[str, Any]:
        return {
            "title": _vector(sections["title"]),
            "body": _vector(sections["body"]),
            "autocomplete": _vector(sections["autocomplete"]),
            "title_text": " ".join(text for _boost, text in sections["title"]),
            "body_text": " ".join(text for _boost, text in sections["body"]),
        }

    def settle(self) -> None:
        with self.write_connection.cursor() as cursor:
            # What was written last waits in a list that every search reads from end to end, and the planner shuns that.
            cursor.execute(
                "SELECT gin_clean_pending_list(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
                "JOIN pg_am ON pg_am.oid = relam WHERE amname = 'gin' AND indrelid = %s::regclass",
                [ENTRY],
            )
            cursor.execute(f"ANALYZE {ENTRY}")


def _vector(texts: Iterable[tuple[float | None, str]]) -> Combinable:
    weighed = [
        SearchVector(Value(text, output_field=TextField()), weight=get_weight(boost), config="simple")
        for boost, text in texts
        if text
    ]
    return ADD(weighed) if weighed else EMPTY_VECTOR


class SearchBackend(TwoStepBackend, PostgresSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index

    def _search(
        self,
        query_compiler_class: Callable[..., TwoStepCompiler],
        query: SearchQuery | str,
        model_or_queryset: type[Model] | QuerySet,
        **kwargs: Any,
    ) -> TwoStepResults | NoResults:
        if isinstance(query, Fuzzy):
            query_compiler_class = partial(FuzzyQueryCompiler, backend=self)
        return super()._search(query_compiler_class, query, model_or_queryset, **kwargs)

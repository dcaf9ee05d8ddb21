"""Search in two steps, the same on both databases.

First the index alone says which keys hold the words, then the queryset says which of those may be seen; Python puts
them in order and only the slice that is asked for is fetched. Wagtail's own backends join the index to the pages
instead: on SQLite that takes time by the square of what is found (docs/upstream/).
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, Model, QuerySet
from django.utils.functional import cached_property
from modelsearch.backends.base import (
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    EmptySearchResults,
    FilterFieldError,
)
from modelsearch.query import SearchQuery
from modelsearch.utils import get_descendants_content_types_pks

from search.engine.backends.expression import Expression, Syntax, express
from search.engine.keys import one_of


class TwoStepCompiler(BaseSearchQueryCompiler):
    """A query over a queryset. It remembers what the database said, so that all slices of the results share it."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    #: Of what the index holds, so many count: those in the title, then the newest. Results say when they are cut off.
    MOST_HITS = 10_000
    #: Up to so many are ranked by how well they fit; of more, those in the title come first, then the newest.
    MOST_RANKED = 2_000
    #: Sections of the index.
    SECTIONS = ("title", "body")
    IS_AUTOCOMPLETE = False
    SYNTAX: Syntax

    @cached_property
    def expression(self) -> Expression:
        return express(self.query, self.SYNTAX, completes=self.IS_AUTOCOMPLETE)

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Titles have a section of their own, all other fields share one."""
        if not self.fields:
            return self.SECTIONS
        return tuple(dict.fromkeys("title" if name == "title" else self.SECTIONS[-1] for name in self.fields))

    @cached_property
    def content_types(self) -> list[int]:
        return get_descendants_content_types_pks(self.queryset.model)

    @cached_property
    def connection(self) -> BaseDatabaseWrapper:
        return connections[self.queryset.db]

    def ask_index(self, sections: tuple[str, ...], limit: int | None) -> dict[int, float | None]:
        """The keys of what holds the words in these sections, newest first, with how well they fit: more is better.

        Nothing of that when there are more than ``MOST_RANKED``: to weigh a hit takes far longer than to find it.
        """
        raise NotImplementedError

    @cached_property
    def _in_index(self) -> dict[int, float | None]:
        # Of a negated query all hits count: what is cut off would be found.
        return self.ask_index(self.sections, None if self.expression.is_negated else self.MOST_HITS + 1)

    @cached_property
    def _in_title(self) -> list[int]:
        has_titles = "title" in self.sections or (self.IS_AUTOCOMPLETE and not self.fields)
        return list(self.ask_index(("title",), self.MOST_HITS)) if has_titles else []

    @cached_property
    def is_capped(self) -> bool:
        return self.has_relevance and len(self._in_index) > self.MOST_HITS

    @cached_property
    def hits(self) -> list[int]:
        """Keys in the index, whether or not they may be seen."""
        if not self.is_capped:
            return list(self._in_index)
        return list(dict.fromkeys([*self._in_title, *self._in_index]))[: self.MOST_HITS]

    @cached_property
    def scores(self) -> dict[int, float]:
        """Of hits that are not ranked: 1 when the words are in the title."""
        scores = {key: score for key, score in self._in_index.items() if score is not None}
        return scores if len(scores) == len(self._in_index) else dict.fromkeys(self._in_title, 1.0)

    @cached_property
    def matching(self) -> QuerySet:
        """The rows that hold the words and may be seen, in no order of their own."""
        if not self.expression.text:
            return self.queryset if self.expression.is_negated else self.queryset.none()
        if self.expression.is_negated:
            return self.queryset.exclude(pk__in=one_of(self.hits, self.queryset.db))
        return self.queryset.filter(pk__in=one_of(self.hits, self.queryset.db))

    @property
    def has_relevance(self) -> bool:
        return bool(self.expression.text) and not self.expression.is_negated

    @cached_property
    def keys(self) -> list[int]:
        return list(self.rows())

    def rows(self, *names: str) -> dict[int, tuple]:
        """The keys in the order of the results, each with the values of these columns. A query if there are any."""
        if self.has_relevance and not self.hits:
            return {}
        matching = self.matching
        if self.order_by_relevance and self.has_relevance:
            rows = _by_key(matching.order_by(), names)
            return {key: rows[key] for key in sorted(rows, key=lambda key: (-self.scores.get(key, 0.0), -key))}
        return _by_key(matching if matching.query.order_by else matching.order_by("-pk"), names)


def _by_key(queryset: QuerySet, names: Sequence[str]) -> dict[int, tuple]:
    return {key: tuple(values) for key, *values in queryset.values_list("pk", *names)}


class TwoStepResults(BaseSearchResults):
    supports_facet = True

    def keys(self) -> list[int]:
        """The keys of all that was found and may be seen, in the order of the results."""
        return self.query_compiler.keys[self.start : self.stop]

    def rows(self, *names: str) -> dict[int, tuple]:
        """The same keys, each with the values of these columns; a query each time."""
        return dict(islice(self.query_compiler.rows(*names).items(), self.start, self.stop))

    @property
    def is_capped(self) -> bool:
        """There is more in the index than search looks at."""
        return self.query_compiler.is_capped

    def facets(self, *names: str) -> dict[str, OrderedDict]:
        """For each of these filter fields its values with their number, most first; one query for all."""
        for name in names:
            self._check_facet(name)
        rows = self.query_compiler.matching.order_by().values_list(*names).annotate(Count("pk", distinct=True))
        counters = {name: Counter() for name in names}
        for *values, count in rows:
            for counter, value in zip(counters.values(), values, strict=True):
                counter[value] += count
        return {name: OrderedDict(counter.most_common()) for name, counter in counters.items()}

    def facet(self, field_name: str) -> OrderedDict:
        return self.facets(field_name)[field_name]

    def _check_facet(self, name: str) -> None:
        if self.query_compiler._get_filterable_field(name) is None:
            raise FilterFieldError(
                f'Cannot facet search results with field "{name}". Please add index.FilterField("{name}") to '
                f"{self.query_compiler.queryset.model.__name__}.search_fields.",
                field_name=name,
            )

    def _do_search(self) -> list[Model]:
        compiler, keys = self.query_compiler, self.keys()
        if not keys:
            return []
        rows = compiler.queryset.filter(pk__in=one_of(keys, compiler.queryset.db)).order_by()
        rows = {row.pk: row for row in rows}
        if self._score_field and compiler.has_relevance:
            for key, row in rows.items():
                setattr(row, self._score_field, compiler.scores.get(key, 0.0))
        # One may have gone since its key was asked for.
        return [rows[key] for key in keys if key in rows]

    def _do_count(self) -> int:
        return len(self.keys())


class NoResults(EmptySearchResults):
    """For an empty query: answers all that results answer."""

    supports_facet = True
    is_capped = False

    def keys(self) -> list[int]:
        return []

    def rows(self, *names: str) -> dict[int, tuple]:
        return {}

    def facets(self, *names: str) -> dict[str, OrderedDict]:
        return {name: OrderedDict() for name in names}

    def facet(self, field_name: str) -> OrderedDict:
        return OrderedDict()


class TwoStepBackend(BaseSearchBackend):
    results_class = TwoStepResults

    def _search(
        self,
        query_compiler_class: Callable[..., TwoStepCompiler],
        query: SearchQuery | str,
        model_or_queryset: type[Model] | QuerySet,
        **kwargs: Any,
    ) -> TwoStepResults | NoResults:
        results = super()._search(query_compiler_class, query, model_or_queryset, **kwargs)
        return NoResults() if isinstance(results, EmptySearchResults) else results

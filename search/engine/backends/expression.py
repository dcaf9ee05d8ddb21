"""Wagtail's query classes, written in the query language of a database. No string and no nesting is an error."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from search.engine.backends.words import plain

#: Words of one text that count, and of a whole query.
MOST_WORDS, MOST_WORDS_IN_ALL = 32, 1_000
#: Deeper parts are left out: the parser of FTS5 refuses them.
MOST_NESTED = 12


@dataclass(frozen=True)
class Syntax:
    """How a database says it. Words hold letters and digits only."""

    both: str
    either: str
    without: str
    word: Callable[[str], str]
    #: A word that begins so.
    start: Callable[[str], str]
    phrase: Callable[[list[str]], str]


@dataclass(frozen=True)
class Expression:
    """A question to the index; ``is_negated``: wanted is all that it does not find. Without text it finds nothing."""

    text: str = ""
    is_negated: bool = False


NOTHING, EVERYTHING = Expression(), Expression(is_negated=True)


def express(query: SearchQuery, syntax: Syntax, *, completes: bool = False) -> Expression:
    """``completes``: the last word of a text may be the beginning of one."""
    return _Writer(syntax, completes).write(query) or NOTHING


class _Writer:
    def __init__(self, syntax: Syntax, completes: bool) -> None:
        self.syntax, self.completes = syntax, completes
        self.words_left = MOST_WORDS_IN_ALL

    def write(self, query: SearchQuery, depth: int = 0) -> Expression | None:
        """None when the query goes too far and is left out."""
        query, is_negated = _unwrapped(query)
        if isinstance(query, (And, Or)):
            found = self._combined(query, depth)
        elif isinstance(query, MatchAll):
            found = EVERYTHING
        elif isinstance(query, Phrase):
            found = self._texts(query, self.syntax.phrase)
        elif isinstance(query, (PlainText, Fuzzy)):
            # Only PostgreSQL knows what looks alike, and only when nothing else is asked.
            found = self._texts(query, lambda texts: self._plain_text(texts, query.operator))
        else:
            raise NotImplementedError(f"Search does not know {type(query).__name__}.")
        return found and Expression(found.text, found.is_negated != is_negated)

    def _texts(self, query: Phrase | PlainText | Fuzzy, written: Callable[[list[str]], str]) -> Expression | None:
        if not self.words_left:
            return None
        texts = plain(query.query_string)[: min(MOST_WORDS, self.words_left)]
        self.words_left -= len(texts)
        return Expression(f"({written(texts)})") if texts else NOTHING

    def _plain_text(self, texts: list[str], operator: str) -> str:
        last = self.syntax.start(texts[-1]) if self.completes else self.syntax.word(texts[-1])
        connector = self.syntax.both if operator == "and" else self.syntax.either
        return connector.join([*map(self.syntax.word, texts[:-1]), last])

    def _combined(self, query: And | Or, depth: int) -> Expression | None:
        """All of the parts. Any of them is: not all of them not (De Morgan)."""
        if depth == MOST_NESTED:
            return None
        is_any = isinstance(query, Or)
        parts = [part for subquery in _flat(query) if (part := self.write(subquery, depth + 1))]
        if not parts:
            return NOTHING
        wanted = [part.text for part in parts if part.is_negated == is_any]
        refused = [part.text for part in parts if part.is_negated != is_any and part.text]
        if "" in wanted:
            return Expression(is_negated=is_any)
        either = self.syntax.either.join(refused)
        if not wanted:
            return Expression(either and f"({either})", not is_any)
        both = self.syntax.both.join(wanted)
        return Expression(f"(({both}){self.syntax.without}({either}))" if either else f"({both})", is_any)


def _unwrapped(query: SearchQuery) -> tuple[SearchQuery, bool]:
    """The query inside a chain of negations and boosts, and whether it is negated. An index has no boost for a part."""
    is_negated = False
    while isinstance(query, (Not, Boost)):
        is_negated ^= isinstance(query, Not)
        query = query.subquery
    return query, is_negated


def _flat(query: And | Or) -> Iterator[SearchQuery]:
    """``a & b & c`` is written by people as ``(a & b) & c``: one level, not two."""
    left = [*reversed(query.subqueries)]
    while left:
        subquery = left.pop()
        if type(subquery) is type(query):
            left.extend(reversed(subquery.subqueries))
        else:
            yield subquery

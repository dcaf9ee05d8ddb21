"""What a visitor typed: the words that count, the expression that a search backend understands, and the marks."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from wagtail.search.query import And, Or, PlainText, SearchQuery

from search.engine.dutch import MARK, STOP_WORDS, WORD, fold, parts, stem, tokens_of
from search.engine.fields import is_internal
from search.engine.synonyms import expansions

MAX_TERMS = 32
MAX_TERM_LENGTH = 100

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Concept:
    """One thing that was asked, in folded words: as it was typed, and the phrases that mean the same."""

    typed: Phrase
    synonyms: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return (self.typed, *self.synonyms)

    @property
    def parts(self) -> Phrase:
        """The parts of a compound; empty for what is none."""
        return parts(self.typed[0]) if len(self.typed) == 1 else ()


@dataclass(frozen=True)
class Query:
    """The words to look for. ``text`` is how they stand in the search box, ``is_shortened`` that some were left out."""

    text: str = ""
    terms: tuple[str, ...] = ()
    is_shortened: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    @classmethod
    def parse(cls, raw: str) -> "Query":
        """Letters and digits only: quotes, operators and NUL are errors in one database or another."""
        text = _clean(raw)
        typed = {fold(word): word for word in WORD.findall(text)}
        # Who types what the index makes itself would find every page, or stems.
        words = [word for folded, word in typed.items() if not is_internal(folded)]
        terms = tuple(word for word in words if len(word) <= MAX_TERM_LENGTH)[:MAX_TERMS]
        is_shortened = len(terms) < len(words)
        return cls(" ".join(terms) if is_shortened else text, terms, is_shortened)

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """What was asked. Stop words are left out, unless there is nothing else or they are part of a known phrase."""
        words = [fold(term) for term in self.terms]
        concepts, position = [], 0
        for span in expansions(words):
            concepts += [Concept((word,)) for word in words[position : span.start]]
            concepts.append(Concept(tuple(words[span.start : span.stop]), span.alternatives))
            position = span.stop
        concepts += [Concept((word,)) for word in words[position:]]
        return tuple(concept for concept in concepts if not STOP_WORDS.issuperset(concept.typed)) or tuple(concepts)

    @cached_property
    def expression(self) -> SearchQuery:
        """Pages that hold every word: itself, another form of it, or something that means the same."""
        return _all(_any(map(_said, concept.phrases)) for concept in self.concepts)

    @property
    def is_one_thing(self) -> bool:
        return len(self.concepts) == 1

    @property
    def can_be_loose(self) -> bool:
        return not self.is_one_thing or any(concept.parts for concept in self.concepts)

    @cached_property
    def loose_expression(self) -> SearchQuery:
        """Pages that hold any of the words, or all the parts of one."""
        return _any(
            expression
            for concept in self.concepts
            for expression in [*map(_said, concept.phrases), *([_said(concept.parts)] if concept.parts else [])]
        )

    @cached_property
    def matcher(self) -> "Matcher":
        return Matcher(self.concepts)


class Matcher:
    """Tells which words of a text were asked for, in whatever form; an empty one knows none."""

    def __init__(self, concepts: Iterable[Concept] = ()):
        self._words: dict[str, int] = {}
        self._tokens: dict[str, int] = {}
        for number, concept in enumerate(concepts):
            for word in concept.typed:
                self._words.setdefault(word, number)
            for word in (word for phrase in (*concept.phrases, concept.parts) for word in phrase):
                if word not in STOP_WORDS:
                    self._tokens.setdefault(MARK + stem(word), number)
        # Most words of a text hold none of these beginnings; they are not worth the folding and stemming.
        beginnings = {word[:2] for word in [*self._words, *(token[len(MARK) :] for token in self._tokens)]}
        held = "|".join([*map(re.escape, sorted(beginnings)), r"[^\x00-\x7f]"])
        self._candidates = re.compile(rf"(?<![^\W_])(?=[^\W_]*?(?:{held})){WORD.pattern}", re.IGNORECASE)

    def __len__(self) -> int:
        """How many different things can be found."""
        return len({*self._words.values(), *self._tokens.values()})

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """Where the words stand that were asked for: start, end, and which of the things it is."""
        words = self._candidates.finditer(text) if self else ()
        found = ((word.start(), word.end(), self.number_of(word.group())) for word in words)
        return [(start, end, number) for start, end, number in found if number is not None]

    def number_of(self, word: str) -> int | None:
        """Which of the things asked for this word stands for, counted from 0; None for another word."""
        folded = fold(word)
        if (number := self._words.get(folded)) is not None:
            return number
        if not self._candidates.match(folded):
            return None
        return next((self._tokens[token] for token in tokens_of(folded) if token in self._tokens), None)


def telling(phrase: Phrase) -> Phrase:
    """The words without those that stand on every page, unless there are no others."""
    return tuple(word for word in phrase if word not in STOP_WORDS) or phrase


def _said(phrase: Phrase) -> SearchQuery:
    """The words of a phrase, each as it is or in another form."""
    return _all(PlainText(word) | PlainText(MARK + stem(word)) for word in telling(phrase))


def _all(expressions: Iterable[SearchQuery]) -> SearchQuery:
    expressions = list(expressions)
    return expressions[0] if len(expressions) == 1 else And(expressions)


def _any(expressions: Iterable[SearchQuery]) -> SearchQuery:
    expressions = list(expressions)
    return expressions[0] if len(expressions) == 1 else Or(expressions)


def _clean(raw: str) -> str:
    """One line of composed characters: control characters are spaces, invisible ones and halves of pairs are gone."""
    visible = (
        " " if category == "Cc" else letter
        for letter, category in ((letter, unicodedata.category(letter)) for letter in raw)
        if category not in ("Cf", "Cs")
    )
    return " ".join(unicodedata.normalize("NFKC", "".join(visible)).split())

"""The meaning of the words of a query: each of them, or a phrase together, with what means the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wagtail.search.query import And, Or, PlainText, SearchQuery

from search.engine import dutch
from search.engine.dutch import MARK, STOP_WORDS, stem
from search.engine.synonyms import Phrase, expansions


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
        """The parts of a compound; empty for any other word and for a phrase."""
        return dutch.parts(self.typed[0]) if len(self.typed) == 1 else ()

    @property
    def expression(self) -> SearchQuery:
        """Finds what holds it: itself, another form of it, or something that means the same."""
        return any_of(map(_words_of, self.phrases))

    @property
    def loose_expression(self) -> SearchQuery:
        """The same, or what holds all the parts of a compound."""
        return any_of([self.expression, _words_of(self.parts)]) if self.parts else self.expression


def concepts_of(words: Sequence[str]) -> tuple[Concept, ...]:
    """The meaning of these folded words. Stop words are left out, unless all are, or they belong to a phrase."""
    concepts, position = [], 0
    for span in expansions(words):
        concepts += [Concept((word,)) for word in words[position : span.start]]
        concepts.append(Concept(tuple(words[span.start : span.stop]), span.alternatives))
        position = span.stop
    concepts += [Concept((word,)) for word in words[position:]]
    return tuple(concept for concept in concepts if not STOP_WORDS.issuperset(concept.typed)) or tuple(concepts)


def every(expressions: Iterable[SearchQuery]) -> SearchQuery:
    expressions = list(expressions)
    return expressions[0] if len(expressions) == 1 else And(expressions)


def any_of(expressions: Iterable[SearchQuery]) -> SearchQuery:
    expressions = list(expressions)
    return expressions[0] if len(expressions) == 1 else Or(expressions)


def _words_of(phrase: Phrase) -> SearchQuery:
    """Each word as it is or in another form."""
    return every(PlainText(word) | PlainText(MARK + stem(word)) for word in telling(phrase))


def telling(phrase: Phrase) -> Phrase:
    """The words without those that stand on every page, unless there are no others."""
    return tuple(word for word in phrase if word not in STOP_WORDS) or phrase

"""What is meant by the words of a query: each of them, or a phrase together, with what means the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.engine import dutch
from search.engine.dutch import STOP_WORDS
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


def concepts_of(words: Sequence[str]) -> tuple[Concept, ...]:
    """What these folded words mean. Stop words are left out, unless all words are, or they are part of a phrase."""
    concepts, position = [], 0
    for span in expansions(words):
        concepts += [Concept((word,)) for word in words[position : span.start]]
        concepts.append(Concept(tuple(words[span.start : span.stop]), span.alternatives))
        position = span.stop
    concepts += [Concept((word,)) for word in words[position:]]
    return tuple(concept for concept in concepts if not STOP_WORDS.issuperset(concept.typed)) or tuple(concepts)


def telling(phrase: Phrase) -> Phrase:
    """The words without those that stand on every page, unless there are no others."""
    return tuple(word for word in phrase if word not in STOP_WORDS) or phrase

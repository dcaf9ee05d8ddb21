"""The best first, in the same order on every database.

A database ranks by formulas of its own. What visitors see first is therefore ordered here, from the text of the index:
``search.engine.fields.Stems`` wrote into it where each field begins and what it weighs.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from search.engine.concepts import Concept, telling
from search.engine.dutch import MARK, stem
from search.engine.fields import WEIGHT_MARK
from search.engine.index_texts import index_texts, plain_words
from search.engine.query import Query
from search.engine.synonyms import Phrase

#: How many pages are weighed; the others keep the order that the database gave.
MOST_WEIGHED = 150

#: What it is worth, beside what was typed, to hold what means the same, or the parts of a compound.
SYNONYM, PARTS = 0.7, 0.4
#: What every further field that holds a word adds, as a part of that field's own weight.
AGAIN = 0.15
#: What a title gains that holds the very word, and what it gains at most for holding nothing else.
EXACT, WHOLE = 1.0, 2.0
#: What is left of a page about a day that is over.
OVER = 0.8

#: Begins what the index holds of a field: its weight, its stems, its words.
_SECTION = re.compile(rf" {WEIGHT_MARK}(\d+)(?= {MARK})")


def best_first(keys: Sequence[int], query: Query, is_coming: Mapping[int, bool] | None = None) -> list[int]:
    """The keys of these pages, given in the order of the database.

    First what holds most of the things asked for, then what holds them most prominently. A thing that few of these
    pages hold counts for more. ``is_coming`` tells of pages with a day whether it is still to come.
    """
    head, tail = keys[:MOST_WEIGHED], keys[MOST_WEIGHED:]
    texts = index_texts(head)
    sections = {key: _sections(*texts.get(key, ("", ""))) for key in head}
    weights = {key: [_weigh(sections[key], concept) for concept in query.concepts] for key in head}
    rarity = [_rarity(column) for column in zip(*weights.values(), strict=True)]

    def rank(key: int) -> tuple[int, float, int]:
        held = [weight * rare for weight, rare in zip(weights[key], rarity, strict=True)]
        freshness = OVER if is_coming and is_coming.get(key) is False else 1.0
        bonus = _bonus(texts.get(key, ("", ""))[0], query.concepts)
        return sum(weight > 0 for weight in held), freshness * (sum(held) + bonus), key

    return [*sorted(head, key=rank, reverse=True), *tail]


def coming_first(keys: Sequence[int], is_coming: Mapping[int, bool]) -> list[int]:
    """Of the pages with a day those that are still to come before the others; all other pages stay where they are."""
    dated = iter(sorted((key for key in keys if key in is_coming), key=lambda key: not is_coming[key]))
    return [next(dated) if key in is_coming else key for key in keys]


def _weigh(sections: Sequence[tuple[float, str]], concept: Concept) -> float:
    """How prominently a page holds it."""
    return max(worth * _prominence(sections, phrase) for worth, phrase in _worths(concept))


def _rarity(weights: Sequence[float]) -> float:
    """1 for what all pages hold, more for what few of them hold."""
    return math.log2(1 + len(weights) / max(1, sum(weight > 0 for weight in weights)))


def _bonus(title: str, concepts: Sequence[Concept]) -> float:
    """The gain of a title that holds words as they were typed."""
    title_words = list(plain_words(title))
    asked = {word for concept in concepts for word in concept.typed}
    exact = sum(word in asked for word in title_words)
    return EXACT + WHOLE * exact / len(title_words) if exact else 0.0


def _worths(concept: Concept) -> Iterator[tuple[float, Phrase]]:
    yield 1.0, concept.typed
    for phrase in concept.synonyms:
        yield SYNONYM, phrase
    if concept.parts:
        yield PARTS, concept.parts


def _sections(*texts: str) -> list[tuple[float, str]]:
    """The fields that the texts of the index are made of, each with its weight."""
    found = []
    for text in texts:
        _before, *parts = _SECTION.split(f" {text}")
        found += [(int(weight) / 10, f"{held} ") for weight, held in zip(parts[::2], parts[1::2], strict=True)]
    return found


def _prominence(sections: Sequence[tuple[float, str]], phrase: Phrase) -> float:
    """The weight of the field that holds the phrase, and a little for every other one; 0 without such a field."""
    tokens = [f" {MARK}{stem(word)} " for word in telling(phrase)]
    held = sorted(weight for weight, text in sections if all(token in text for token in tokens))
    return held[-1] + AGAIN * sum(held[:-1]) if held else 0.0

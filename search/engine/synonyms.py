"""Other words for what a visitor typed: the synonyms of editors.

All of them are in memory for as long as nothing public changes, so a search asks no query for them. They are found by
stem: "burgerbudgetten" is "burgerbudget".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.engine import dutch
from search.engine.memory import per_version
from search.engine.models import MOST_PHRASES, SynonymGroup, lines, words_of

#: Other phrases that a whole query may bring along. Each is a piece of the question to the database.
MOST_ALTERNATIVES = 3 * MOST_PHRASES

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """The words of a query from ``start`` up to ``stop`` may be replaced by any of the phrases in ``alternatives``.

    The words of alternatives are folded, not stemmed. They are never empty, and never only say more of the same:
    what holds "Merelbeke-Melle" holds "Melle" too.
    """

    start: int
    stop: int
    alternatives: tuple[Phrase, ...]


def expansions(words: Sequence[str]) -> list[Expansion]:
    """The spans of a query that have other words, in their order; no two share a word.

    Give all the words, folded, in the order in which they were typed, before stop words are left out: "to" is part of
    "right to challenge". Of two spans that share a word the longest counts, of equally long ones the first.
    At most ``MOST_ALTERNATIVES`` phrases come back, those of the first spans. It looks up a few spans per word.
    """
    known = per_version("synonyms", Thesaurus.read)
    spans = [
        Expansion(start, start + length, found)
        for length in range(min(known.longest, len(words)), 0, -1)
        for start in range(len(words) - length + 1)
        if (found := known.look_up(words[start : start + length]))
    ]
    taken: set[int] = set()
    chosen = []
    for span in spans:
        places = range(span.start, span.stop)
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(span)
    return _bounded(sorted(chosen, key=lambda span: span.start))


def _bounded(spans: Iterable[Expansion]) -> list[Expansion]:
    left = MOST_ALTERNATIVES
    within = []
    for span in spans:
        if phrases := span.alternatives[:left]:
            within.append(Expansion(span.start, span.stop, phrases))
            left -= len(phrases)
    return within


class Thesaurus:
    """All synonyms, by the stems of the phrase that has them."""

    def __init__(self, by_stem: Mapping[Phrase, Sequence[Phrase]]) -> None:
        self._by_stem = {phrase: others for phrase, others in by_stem.items() if phrase and others}
        #: Words of the longest phrase.
        self.longest = max(map(len, self._by_stem), default=0)

    @classmethod
    def read(cls) -> "Thesaurus":
        by_stem = defaultdict(list)
        for group in SynonymGroup.objects.order_by("pk"):
            phrases = [words_of(line) for line in lines(group.phrases)]
            others = [words_of(line) for line in lines(group.leads_to)] or phrases
            for phrase in phrases:
                by_stem[_stems(phrase)] += _others(phrase, others)
        return cls(by_stem)

    def look_up(self, phrase: Sequence[str]) -> tuple[Phrase, ...]:
        """The phrases to look for beside this one of folded words, each once."""
        words = tuple(phrase)
        return tuple(_others(words, dict.fromkeys(self._by_stem.get(_stems(words), ()))))


def _stems(phrase: Sequence[str]) -> Phrase:
    return tuple(dutch.stem(word) for word in phrase)


def _others(phrase: Phrase, phrases: Iterable[Phrase]) -> list[Phrase]:
    return [other for other in phrases if other and not set(other) >= set(phrase)]

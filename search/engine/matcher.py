"""Recognises in a text the words that were asked for."""

import re
from collections.abc import Iterable

from search.engine.concepts import Concept
from search.engine.dutch import MARK, STOP_WORDS, WORD, fold, stem, tokens_of


class Matcher:
    """Tells which words of a text were asked for, in whatever form; an empty one recognises nothing."""

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
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

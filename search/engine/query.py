"""The words that count of what a visitor typed."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from wagtail.search.query import SearchQuery

from search.engine import dutch
from search.engine.concepts import Concept, any_of, concepts_of, every
from search.engine.dutch import WORD, fold
from search.engine.fields import is_internal
from search.engine.matcher import Matcher

MAX_TERMS = 32
MAX_TERM_LENGTH = 100


@dataclass(frozen=True)
class Query:
    """The words to look for. ``text`` is how they stand in the search box, ``is_shortened`` that some were left out."""

    text: str = ""
    #: As they were typed.
    terms: tuple[str, ...] = ()
    #: The same, folded.
    words: tuple[str, ...] = ()
    is_shortened: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    @classmethod
    def parse(cls, raw: str) -> "Query":
        """Letters and digits only: quotes, operators and NUL are errors in one database or another."""
        text = _clean(raw)
        typed = {fold(word): word for word in WORD.findall(text)}
        # The tokens that the index makes itself would find every page, or stems.
        allowed = {word: term for word, term in typed.items() if not is_internal(word)}
        counted = [(term, word) for word, term in allowed.items() if len(term) <= MAX_TERM_LENGTH][:MAX_TERMS]
        terms, words = tuple(term for term, _word in counted), tuple(word for _term, word in counted)
        is_shortened = len(terms) < len(allowed)
        return cls(" ".join(terms) if is_shortened else text, terms, words, is_shortened)

    @cached_property
    def key(self) -> str:
        """The same for what counts as the same search: folded letters and digits, one space between words."""
        return " ".join(dutch.words(self.text))

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """The things that were asked."""
        return concepts_of(self.words)

    @property
    def is_one_thing(self) -> bool:
        return len(self.concepts) == 1

    @property
    def can_be_loose(self) -> bool:
        return not self.is_one_thing or any(concept.parts for concept in self.concepts)

    @property
    def expression(self) -> SearchQuery:
        """Pages that hold every thing that was asked."""
        return every(concept.expression for concept in self.concepts)

    @property
    def loose_expression(self) -> SearchQuery:
        """Pages that hold any of the things."""
        return any_of(concept.loose_expression for concept in self.concepts)

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.concepts)


def _clean(raw: str) -> str:
    """One line of composed characters: control characters are spaces, invisible ones and halves of pairs are gone."""
    visible = (
        " " if category == "Cc" else letter
        for letter, category in ((letter, unicodedata.category(letter)) for letter in raw)
        if category not in ("Cf", "Cs")
    )
    return " ".join(unicodedata.normalize("NFKC", "".join(visible)).split())

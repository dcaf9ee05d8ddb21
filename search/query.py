"""What a visitor typed, made safe for every search backend."""

import re
import unicodedata
from dataclasses import dataclass

MAX_TERMS = 32
MAX_TERM_LENGTH = 100

WORD = re.compile(r"[^\W_]+")


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
        words = list({fold(word): word for word in WORD.findall(text)}.values())
        terms = tuple(word for word in words if len(word) <= MAX_TERM_LENGTH)[:MAX_TERMS]
        is_shortened = len(terms) < len(words)
        return cls(" ".join(terms) if is_shortened else text, terms, is_shortened)


def fold(word: str) -> str:
    """The word without case and diacritics, to compare it with another."""
    if word.isascii():
        return word.lower()
    letters = (letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    return "".join(letters).casefold()


def _clean(raw: str) -> str:
    """One line of composed characters: control characters are spaces, invisible ones and halves of pairs are gone."""
    visible = (
        " " if category == "Cc" else letter
        for letter, category in ((letter, unicodedata.category(letter)) for letter in raw)
        if category not in ("Cf", "Cs")
    )
    return " ".join(unicodedata.normalize("NFKC", "".join(visible)).split())

"""A text as both databases index it and ask for it."""

from search.engine.dutch import words

#: Characters of a word that count. PostgreSQL refuses words of 2,047 bytes.
LONGEST_WORD = 100


def plain(text: str) -> list[str]:
    """The words of a text: letters and digits, folded."""
    return [word[:LONGEST_WORD] for word in words(text)]

"""The passage of a text that shows why it was found, and the marks in it."""

import unicodedata
from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from search.query import WORD, fold

#: Characters of an excerpt, about three lines.
LENGTH = 220


def mark(text: str, terms: Iterable[str]) -> SafeString:
    """The text, escaped, with every word that is one of the terms in ``<mark>``."""
    text = unicodedata.normalize("NFC", text)
    pieces, position = [], 0
    for start, end, _term in _hits(text, _folded(terms)):
        pieces += [conditional_escape(text[position:start]), "<mark>", conditional_escape(text[start:end]), "</mark>"]
        position = end
    return mark_safe("".join([*pieces, conditional_escape(text[position:])]))  # noqa: S308 - every piece is escaped


def is_hit(text: str, terms: Iterable[str]) -> bool:
    """Whether a word of the text is one of the terms."""
    return bool(_hits(unicodedata.normalize("NFC", text), _folded(terms)))


def excerpt(texts: Iterable[str], terms: Iterable[str]) -> SafeString:
    """The passage with the most different terms, marked; the start of the first text when none holds a term."""
    wanted = _folded(terms)
    best, best_count = "", -1
    for text in texts:
        text = " ".join(unicodedata.normalize("NFC", text).split())
        if not text:
            continue
        start, end, count = _densest(_hits(text, wanted))
        if count > best_count:
            best, best_count = _cut(text, start, end), count
        if count == len(wanted):
            break
    return mark(best, wanted)


def _folded(terms):
    return {fold(term) for term in terms}


def _hits(text, wanted):
    """Start, end and term of each word that is wanted."""
    found = ((word.start(), word.end(), fold(word.group())) for word in WORD.finditer(text))
    return [hit for hit in found if hit[2] in wanted]


def _densest(hits):
    """Start, end and number of different terms of the best run of hits that fits in an excerpt."""
    best = (0, 0, 0)
    for index, (start, end, _term) in enumerate(hits):
        terms = set()
        for _start, stop, term in hits[index:]:
            if stop - start > LENGTH:
                break
            end = stop
            terms.add(term)
        if len(terms) > best[2]:
            best = (start, end, len(terms))
    return best


def _cut(text, start, end):
    """About ``LENGTH`` characters around a passage, in whole words, with an ellipsis where the text goes on."""
    if len(text) <= LENGTH:
        return text
    begin = max(0, start - max(0, LENGTH - (end - start)) // 3)
    if begin:
        begin = min(start, text.find(" ", begin, start) + 1 or start)
    stop = begin + LENGTH
    if stop < len(text):
        stop = max(end, text.rfind(" ", begin, stop))
    return f"{'… ' if begin else ''}{text[begin:stop]}{' …' if stop < len(text) else ''}"

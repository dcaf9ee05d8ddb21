"""The passage of a text that shows why it was found, and the marks in it."""

import unicodedata
from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from search.engine.matcher import Matcher

#: Characters of an excerpt, about three lines.
LENGTH = 220


def mark(text: str, matcher: Matcher) -> SafeString:
    """The text, escaped, with every word that was asked for in ``<mark>``."""
    text = unicodedata.normalize("NFC", text)
    pieces, position = [], 0
    for start, end, _number in matcher.hits(text):
        pieces += [conditional_escape(text[position:start]), "<mark>", conditional_escape(text[start:end]), "</mark>"]
        position = end
    return mark_safe("".join([*pieces, conditional_escape(text[position:])]))  # noqa: S308 - every piece is escaped


def is_hit(text: str, matcher: Matcher) -> bool:
    """Whether a word of the text was asked for."""
    return bool(matcher.hits(unicodedata.normalize("NFC", text)))


def excerpt(texts: Iterable[str], matcher: Matcher) -> SafeString:
    """The passage with most of what was asked for, marked; the start of the first text when nothing was found."""
    best, best_count = "", -1
    for text in texts:
        text = " ".join(unicodedata.normalize("NFC", text).split())
        if not text:
            continue
        start, end, count = _densest(matcher.hits(text))
        if count > best_count:
            best, best_count = _cut(text, start, end), count
        if count == len(matcher):
            break
    return mark(best, matcher)


def _densest(hits: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
    """Start, end and number of different things of the best run of hits that fits in an excerpt."""
    best = (0, 0, 0)
    for index, (start, end, _number) in enumerate(hits):
        numbers = set()
        for _start, stop, number in hits[index:]:
            if stop - start > LENGTH:
                break
            end = stop
            numbers.add(number)
        if len(numbers) > best[2]:
            best = (start, end, len(numbers))
    return best


def _cut(text: str, start: int, end: int) -> str:
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

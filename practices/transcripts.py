"""The paragraphs of a transcript, each with an address on the page of its video."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from django.utils.html import strip_tags

#: Where a paragraph, heading or item of rich text begins.
_START = re.compile(r"<(?:p|h[1-6]|li)(?=[\s>])")


def anchor(number: int) -> str:
    return f"alinea-{number}"


def with_anchors(html: str) -> str:
    """The rich text in which every paragraph has an id: the same ones until somebody changes the text."""
    numbers = iter(range(1, len(html)))
    return _START.sub(lambda start: f'{start[0]} id="{anchor(next(numbers))}"', html)


def paragraphs(html: str) -> Iterator[tuple[str, str]]:
    """The anchor and the plain text of each paragraph."""
    starts = [start.start() for start in _START.finditer(html)]
    for number, (start, end) in enumerate(pairwise([*starts, len(html)]), start=1):
        yield anchor(number), unescape(strip_tags(html[start:end]))

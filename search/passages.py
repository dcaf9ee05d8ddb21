"""What a row quotes when the words stand in something long that a page offers: a transcript, a document."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString
from wagtail.models import Page

from search.engine.excerpt import excerpt
from search.engine.query import Matcher
from search.registry import passages

MARKED = re.compile(r"<mark>([^<]*)</mark>")


@dataclass(frozen=True)
class Quote:
    """A passage with the words marked, and where to read on."""

    label: str
    url: str
    excerpt: SafeString

    def below(self, url: str) -> "Quote":
        """With an address of its own, for a place on the page at ``url``."""
        return replace(self, url=f"{url}{self.url}") if self.url.startswith("#") else self


def marked_numbers(markup: str, matcher: Matcher) -> set[int | None]:
    """Which of the things asked for are marked already."""
    return {matcher.number_of(word) for word in MARKED.findall(markup)}


def quotes(shown: Mapping[Page, set[int | None]], matcher: Matcher) -> dict[int, Quote]:
    """By the key of each page that needs one: the passage that holds most of what its row does not show yet.

    ``shown`` are the pages, of their own types, with what their rows show of the things asked for.
    """
    wanting: Sequence[Page] = [page for page, numbers in shown.items() if len(numbers) < len(matcher)]
    seen = {page.pk: shown[page] for page in wanting}
    best = {}
    for key, passage in passages(wanting, matcher.number_of) if wanting else ():
        found = {number for _start, _end, number in matcher.hits(passage.text)}
        worth = (len(found - seen[key]), len(found))
        if worth[0] and worth > best.get(key, ((0, 0), None))[0]:
            best[key] = (worth, passage)
    return {
        key: Quote(passage.label, passage.url, excerpt([passage.text], matcher))
        for key, (_worth, passage) in best.items()
    }

"""The contents of the page of results: rows, recommendations, and links to the same search asked otherwise."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from search.engine.hits import Hit
from search.site.asked import LITERALLY, NEWEST_FIRST, Asked
from search.site.facets import Choice
from search.site.promotions import promoted
from search.site.results import Block, Results

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE_SIZE = 12
#: Values of a facet that show at once, and those behind a click. The rest has few results each: a word more finds them.
FIRST_VALUES, MOST_VALUES = 6, 40


@dataclass(frozen=True)
class Order:
    name: "StrOrPromise"
    url: str
    is_current: bool


@dataclass(frozen=True)
class LinkedBlock:
    """A facet with the address of all results and of each value; ``rest`` waits behind a click."""

    block: Block
    every: str
    first: Sequence[tuple[Choice, str]]
    rest: Sequence[tuple[Choice, str]]

    @property
    def is_in_rest(self) -> bool:
        return any(choice == self.block.chosen for choice, _url in self.rest)


@dataclass(frozen=True)
class Links:
    """Narrowed, in another order, on another page."""

    results: Results

    def blocks(self) -> Iterator[LinkedBlock]:
        address = self.results.asked.address
        for block in self.results.blocks:
            choices = [(choice, address(**{block.name: choice.slug})) for choice in block.choices[:MOST_VALUES]]
            # A click for one value more would be a click too many.
            first = FIRST_VALUES if len(choices) > FIRST_VALUES + 1 else len(choices)
            yield LinkedBlock(block, address(**{block.name: ""}), choices[:first], choices[first:])

    @cached_property
    def chips(self) -> list[tuple[Block, str]]:
        """The choices, each with the address without it."""
        address = self.results.asked.address
        return [(block, address(**{block.name: ""})) for block in self.results.blocks if block.chosen]

    def cleared(self) -> str:
        return self.results.asked.address(**dict.fromkeys(self.results.asked.choice, ""))

    def orders(self) -> list[Order]:
        asked = self.results.asked
        return [
            Order(_("Most relevant"), asked.address(sort=""), not asked.newest_first),
            Order(_("Newest first"), asked.address(sort=NEWEST_FIRST), asked.newest_first),
        ]

    def pager_query(self) -> str:
        """The part of the address before the page number."""
        return f"{self.results.asked.address()[1:]}&"


def shown(asked: Asked, results: Results, request: HttpRequest) -> dict[str, Any]:
    """For the template."""
    page_of_hits = Paginator(results, PAGE_SIZE).get_page(request.GET.get("p"))
    is_first_look = page_of_hits.number == 1 and not results.asked.choice
    chosen = promoted(asked.query, request) or promoted(results.query, request) if is_first_look else []
    return {
        "query": results.query,
        "results": results,
        "links": Links(results),
        "as_typed": Asked(asked.query).address(**{LITERALLY: "1"}),
        "promoted": chosen,
        "page_of_hits": page_of_hits,
        "rows": _rows(page_of_hits, leaving_out={one.page for one in chosen if one.page}),
    }


def _rows(page_of_hits: Page, leaving_out: Collection[int]) -> list[tuple[int, Hit]]:
    """Each with its place among the results."""
    rows = enumerate(page_of_hits, start=page_of_hits.start_index())
    return [(place, hit) for place, hit in rows if not hit.page or hit.page.pk not in leaving_out]

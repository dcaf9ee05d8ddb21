"""The links of the page of results: narrowed, in another order, on another page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from search.site.asked import NEWEST_FIRST
from search.site.facets import Choice
from search.site.results import Block, Results

#: Values of a facet that show at once, and those behind a click. The rest has few results each: a word more finds them.
FIRST_VALUES, MOST_VALUES = 6, 40


@dataclass(frozen=True)
class Order:
    name: str
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
        """What is chosen, each with the address without it."""
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
        """What stands before the page number in the address."""
        return f"{self.results.asked.address()[1:]}&"

"""A visitor's selection from the inventory: as it stands in the address, and the practices in it.

List, map, matrix and exports read the same address, so that a link to one of them is a link to the same practices in
the others. An address may be old, mistyped or hostile: what cannot be understood is left out and the rest counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.models import Page

from practices.explore.filterset import LAST_CHECKED, NAME, NEWEST, RELEVANCE, AddressFilterSet
from practices.explore.inventory import Bits, Count, Entry, Facet, Inventory
from search.engine.finding import Found as FoundPages
from search.engine.finding import find
from search.engine.keys import one_of
from search.engine.query import Query
from search.engine.ranking import best_first

#: Practices that fit beside each other in a comparison.
MAX_COMPARED = 4

#: Words that a visitor is offered to leave out one by one.
FEW_WORDS = 5


@dataclass(frozen=True)
class Chip:
    """One thing that was asked, and the address of the same page without it."""

    facet: str
    value: str
    address: str


@dataclass(frozen=True)
class Found:
    """The practices that hold the words; ``is_loose``: none holds them all, these hold at least one."""

    bits: Bits
    is_loose: bool = False


@dataclass(frozen=True)
class Selection:
    """A visitor's selection from the inventory."""

    inventory: Inventory
    query: Query
    #: The chosen slugs of each facet; facets without a choice are left out.
    choice: dict[str, list[str]]
    #: One of ``ORDERS``; empty for the usual one.
    asked_sort: str = ""
    #: Keys of the practices that were chosen to be compared. They limit nothing.
    compared: tuple[int, ...] = ()

    @classmethod
    def of(cls, data: QueryDict, inventory: Inventory) -> "Selection":
        """Read from the parameters of an address."""
        asked = AddressFilterSet(data, inventory).form
        asked.is_valid()
        query, sort = asked.cleaned_data["q"], asked.cleaned_data["sorteer"]
        return cls(
            inventory,
            query,
            {name: slugs for name in inventory.facets if (slugs := asked.cleaned_data[name])},
            "" if sort == RELEVANCE and not query else sort,
            tuple(pk for pk in asked.cleaned_data["vergelijk"] if pk in inventory.position_of)[:MAX_COMPARED],
        )

    @property
    def sort(self) -> str:
        """One of ``ORDERS``: the best fit first, unless there are no words to fit."""
        return self.asked_sort or self.usual_sort

    @property
    def usual_sort(self) -> str:
        return RELEVANCE if self.query else NAME

    @property
    def is_empty(self) -> bool:
        """Nothing was asked: these are all practices."""
        return not self.query and not self.choice

    @cached_property
    def _pages(self) -> FoundPages:
        return find(self.query, Page.objects.filter(pk__in=one_of(self.inventory.position_of)))

    @cached_property
    def found(self) -> Found:
        """The practices that hold the words, whatever was chosen in the facets."""
        if not self.query:
            return Found(self.inventory.all)
        return Found(self.inventory.bits_of(self._pages.rows), self._pages.is_loose)

    @cached_property
    def bits(self) -> Bits:
        """The practices that hold the words and have what was chosen."""
        return self.inventory.matching(self.choice, within=self.found.bits)

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __bool__(self) -> bool:
        return True

    def facets(self) -> Iterator[tuple[Facet, list[Count]]]:
        """Each facet with its values, counted under the words and under what is chosen in the other facets."""
        for name, facet in self.inventory.facets.items():
            yield facet, self.inventory.counts(name, self.choice, within=self.found.bits)

    @property
    def provisional_count(self) -> int:
        """How many of the positions that are counted nobody confirmed."""
        counted = self.inventory.matching(self.choice, within=self.found.bits, without="positie")
        return (counted & self.inventory.provisional).bit_count()

    def keys(self) -> list[int]:
        """The keys of the pages, in the chosen order."""
        entries = self.inventory.entries_of(self.bits)
        if self.sort == NEWEST:
            entries.sort(key=_published_at, reverse=True)
        elif self.sort == LAST_CHECKED:
            entries.sort(key=_checked_on, reverse=True)
        elif self.sort == RELEVANCE:
            chosen = {entry.pk for entry in entries}
            return best_first([key for key in self._pages.rows if key in chosen], self.query)
        return [entry.pk for entry in entries]

    def parameters(self, **changes) -> list[tuple[str, str]]:
        """The names and values of the address; a change replaces a parameter, with a list or one value."""
        asked: dict[str, object] = {
            "q": self.query.text,
            **self.choice,
            "sorteer": "" if self.sort == self.usual_sort else self.sort,
            "vergelijk": self.compared,
        } | changes
        return [
            (name, str(value))
            for name, values in asked.items()
            for value in (values if isinstance(values, list | tuple) else [values])
            if value not in ("", None)
        ]

    def address(self, **changes) -> str:
        """The query string, "?" included, to write behind the path of any view that reads a selection; may be empty.

        ``address(thema=["zorg"], p=2)`` is the address of the same with another choice. The page number is never kept.
        """
        parameters = self.parameters(**changes)
        return f"?{urlencode(parameters)}" if parameters else ""

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """Names and values for another form that has to carry the selection along."""
        return self.parameters()

    @property
    def side_fields(self) -> list[tuple[str, str]]:
        """The hidden fields of the form that shows the words and the facets itself."""
        return self.parameters(q="", **dict.fromkeys(self.choice, ""))

    @property
    def shared_address(self) -> str:
        """The query string for another view of the same practices: without order and comparison."""
        return self.address(sorteer="", vergelijk="")

    @property
    def pager_query(self) -> str:
        """The query string before the page number."""
        return f"{self.address()[1:]}&" if self.parameters() else ""

    @cached_property
    def active(self) -> list[Chip]:
        """All that was asked, in the order of the facets, each with the address ("?…") without it."""
        chips = [Chip(gettext("Text"), self.query.text, self.address(q="") or "?")] if self.query else []
        for name, slugs in self.choice.items():
            facet = self.inventory.facets[name]
            for slug in slugs:
                rest = [other for other in slugs if other != slug]
                label = str(capfirst(facet.values[slug].label))
                chips.append(Chip(str(facet.label), label, self.address(**{name: rest}) or "?"))
        return chips

    @property
    def cleared(self) -> str:
        """The address without words and without choices; order and comparison stay."""
        return self.address(q="", **dict.fromkeys(self.choice, "")) or "?"

    @property
    def without_text(self) -> str:
        return self.address(q="") or "?"

    @property
    def without_choice(self) -> str:
        return self.address(**dict.fromkeys(self.choice, "")) or "?"

    def without_each_word(self) -> list[tuple[str, str]]:
        """Each word, when there are a few, and the address without it."""
        terms = self.query.terms
        if not 1 < len(terms) <= FEW_WORDS:
            return []
        return [(word, self.address(q=" ".join(term for term in terms if term != word))) for word in terms]


def _published_at(entry: Entry) -> datetime:
    return entry.published_at or datetime.min.replace(tzinfo=UTC)


def _checked_on(entry: Entry) -> date:
    return entry.checked_on or date.min

"""The practices that were chosen to be compared: they live in the address alone, so that anybody can share it."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.explore.filters import MAX_COMPARED, Selection
from practices.explore.inventory import Inventory
from practices.explore.likeness import Match, match, related

#: Fewer are no comparison.
LEAST = 2
#: Practices that a search, and that likeness, offers to add.
MOST_FOUND, MOST_RELATED = 12, 4


@dataclass(frozen=True)
class Chosen:
    """The practices that an address names, and what of it could not be followed."""

    keys: tuple[int, ...]
    #: Keys that name no practice that everybody may see.
    unknown: int = 0
    repeated: int = 0
    #: Good ones beyond the most that fit beside each other.
    surplus: int = 0
    only_differences: bool = False

    @classmethod
    def of(cls, asked: Sequence[str], known: Container[int], *, only_differences: bool = False) -> "Chosen":
        """``asked`` are the keys in an address, ``known`` those of the practices that everybody may see."""
        # No key has more digits; longer texts of digits are slow to read as a number.
        keys = [int(one) if one.isascii() and one.isdigit() and len(one) < 19 else None for one in asked]
        good = [key for key in keys if key is not None and key in known]
        once = list(dict.fromkeys(good))
        return cls(
            tuple(once[:MAX_COMPARED]),
            unknown=len(keys) - len(good),
            repeated=len(good) - len(once),
            surplus=len(once[MAX_COMPARED:]),
            only_differences=only_differences,
        )

    @property
    def is_enough(self) -> bool:
        return len(self.keys) >= LEAST

    @property
    def is_full(self) -> bool:
        return len(self.keys) >= MAX_COMPARED

    @property
    def address(self) -> str:
        """The query string of this comparison, "?" included."""
        parameters = [("p", key) for key in self.keys]
        if self.only_differences:
            parameters.append(("verschillen", 1))
        return f"?{urlencode(parameters)}"

    @property
    def file_query(self) -> str:
        """The practices alone, for the files of open data; empty without any."""
        return replace(self, only_differences=False).address if self.keys else ""

    def without(self, key: int) -> "Chosen":
        return replace(self, keys=tuple(one for one in self.keys if one != key))

    @property
    def adding(self) -> str:
        """The query string before "p=…" in the address of this comparison with one more."""
        return f"{self.address}&" if self.keys else "?"

    @property
    def toggled(self) -> "Chosen":
        """All fields instead of the differences alone, or the other way round."""
        return replace(self, only_differences=not self.only_differences)

    @property
    def listing_query(self) -> str:
        """For the listing, where the choice goes on."""
        return f"?{urlencode([('vergelijk', key) for key in self.keys])}" if self.keys else ""

    def notices(self) -> Iterator[str]:
        """Tells the visitor about an address that could not be followed in full."""
        if self.unknown:
            yield ngettext(
                "One chosen practice does not exist, or is not on the site any more.",
                "%(number)d chosen practices do not exist, or are not on the site any more.",
                self.unknown,
            ) % {"number": self.unknown}
        if self.repeated:
            yield _("A practice that was chosen twice stands here once.")
        if self.surplus:
            yield _("Four practices fit beside each other. These are the first four that were chosen.")


def found(inventory: Inventory, chosen: Chosen, text: str) -> list[Match]:
    """The practices that hold these words and can be added, the best first."""
    keys = Selection.of(QueryDict(urlencode({"q": text})), inventory).keys() if text else []
    fresh = [key for key in keys if key not in chosen.keys]
    return [match(inventory, inventory.position_of[key], []) for key in fresh[:MOST_FOUND]]


def suggested(inventory: Inventory, chosen: Chosen) -> list[Match]:
    """The practices most like those that were chosen, each of these in turn."""
    turns = zip_longest(*(related(inventory, key, limit=MOST_RELATED + MAX_COMPARED) for key in chosen.keys))
    fresh = {one.entry.pk: one for one in chain.from_iterable(turns) if one and one.entry.pk not in chosen.keys}
    return list(fresh.values())[:MOST_RELATED]

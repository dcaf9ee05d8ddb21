"""Choosing practices to compare from a list of cards. The choice lives in the address: no account, no cookie."""

from dataclasses import dataclass
from urllib.parse import urlencode

from practices.explore.filters import MAX_COMPARED, Selection


@dataclass(frozen=True, slots=True)
class Pick:
    """The link on a card that takes the practice up for comparison, or away again."""

    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A practice in the tray, and the address without it."""

    title: str
    address: str


class Tray:
    """The practices chosen to compare; its links lead back to the same page (``number``) of the list."""

    def __init__(self, selection: Selection, number: int = 1) -> None:
        self._selection, self._number = selection, number
        self.keys = selection.compared
        self.is_enough, self.is_full = len(self.keys) > 1, len(self.keys) >= MAX_COMPARED

    @property
    def chosen(self) -> list[Taken]:
        inventory = self._selection.inventory
        titles = [inventory.entries[inventory.position_of[pk]].title for pk in self.keys]
        return [Taken(title, self._address_without(pk)) for pk, title in zip(self.keys, titles, strict=True)]

    @property
    def comparison(self) -> str:
        """The query string of the comparison, or empty."""
        return f"?{urlencode([('p', pk) for pk in self.keys])}" if self.keys else ""

    def pick(self, pk: int) -> Pick | None:
        """The link for a card; None when the tray is full and holds others."""
        if pk in self.keys:
            return Pick(self._address_without(pk), is_chosen=True)
        return None if self.is_full else Pick(self._address([*self.keys, pk]), is_chosen=False)

    def _address_without(self, pk: int) -> str:
        return self._address([other for other in self.keys if other != pk])

    def _address(self, keys: list[int]) -> str:
        number = self._number if self._number > 1 else ""
        return self._selection.address(vergelijk=keys, p=number) or "?"

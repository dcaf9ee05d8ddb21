"""What search remembers until something public changes. The site knows when that is, and says how to remember."""

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Remember(Protocol):
    def __call__(self, key: Hashable, build: Callable[[], T]) -> T: ...


def _build_each_time(key: Hashable, build: Callable[[], Any]) -> Any:
    return build()


_remember: Remember = _build_each_time


def remember_with(remember: Remember) -> None:
    """``remember(key, build)`` gives ``build()``, or what it gave before when nothing public has changed since."""
    global _remember
    _remember = remember


def per_version(key: Hashable, build: Callable[[], T]) -> T:
    """``build()``, remembered in this process until something public changes; for values that nobody alters."""
    return _remember(("search", key), build)

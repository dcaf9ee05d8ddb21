"""What search keeps in memory, until something public changes. When that is, the site knows and registers."""

from collections.abc import Callable, Hashable
from typing import Any

Remember = Callable[[Hashable, Callable[[], Any]], Any]


def _build_each_time(key, build):
    return build()


_remember: Remember = _build_each_time


def remember_with(remember: Remember) -> None:
    """``remember(key, build)`` gives ``build()``, or what it gave before when nothing public has changed since."""
    global _remember
    _remember = remember


def per_version(key, build):
    """``build()``, remembered in this process until something public changes; for values that nobody alters."""
    return _remember(("search", key), build)

"""Where other apps offer what can be found beside pages. They register in ``AppConfig.ready``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.index import Kind


@dataclass(frozen=True)
class Suggestion:
    """Something worth a visit that is no page."""

    title: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class Source:
    """Suggestions of one kind.

    ``find`` gets the terms of a query and gives what holds them all; ``popular`` gives what to offer to a visitor
    without results. Both are called once per search and may query the database once.
    """

    kind: Kind
    find: Callable[[Sequence[str]], list[Suggestion]]
    popular: Callable[[], list[Suggestion]]


_sources: list[Source] = []


def register(source: Source) -> None:
    _sources.append(source)


def sources() -> list[Source]:
    return list(_sources)

"""Where other apps offer what can be found beside pages. They register in ``AppConfig.ready``."""

from collections.abc import Callable, Iterable, Sequence
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
    """Suggestions of one kind. Each function is called at most once per search and may query the database once."""

    kind: Kind
    #: What holds all these terms.
    find: Callable[[Sequence[str]], list[Suggestion]]
    #: What to offer to a visitor without results.
    popular: Callable[[], list[Suggestion]]
    #: The keys of pages with the names that they are found by, for the pages with these keys.
    labels: Callable[[Iterable[int]], Iterable[tuple[int, str]]]


_sources: list[Source] = []


def register(source: Source) -> None:
    _sources.append(source)


def sources() -> list[Source]:
    return list(_sources)

"""Where other apps offer what can be found beside pages. They register in ``AppConfig.ready``."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Page

from search.engine.searchable import Kind


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


_sources: list[Source] = []


def register(source: Source) -> None:
    _sources.append(source)


def sources() -> list[Source]:
    return list(_sources)


@dataclass(frozen=True)
class Shortcut:
    """Something that leads to many pages and is offered while somebody types the beginning of one of its names."""

    title: str
    url: str
    text: str = ""
    #: Other names that it goes by.
    names: tuple[str, ...] = ()


#: Called once for each version of the site; gives what is used most first.
Shortcuts = Callable[[], Iterable[Shortcut]]

_shortcut_functions: list[tuple[Kind, Shortcuts]] = []


def register_shortcuts(kind: Kind, function: Shortcuts) -> None:
    """Several apps may have shortcuts of one kind."""
    _shortcut_functions.append((kind, function))


def shortcuts() -> list[tuple[Kind, Shortcut]]:
    return [(kind, shortcut) for kind, function in _shortcut_functions for shortcut in function()]


@dataclass(frozen=True)
class Passage:
    """Part of what a page offers with an address of its own: a paragraph of a transcript, a page of a document."""

    text: str
    #: Begins with "#" for a place on the page itself.
    url: str
    #: Where it stands: "In “Reglement”, blz. 3".
    label: str


#: From pages of their own types and a function that tells which of the searched words a word of a text is (None: none
#: of them), the keys of the pages with their passages. Called at most once for a list of results.
FindPassages = Callable[[Sequence[Page], Callable[[str], Hashable | None]], Iterable[tuple[int, Passage]]]

_passage_functions: list[FindPassages] = []


def register_passages(function: FindPassages) -> None:
    _passage_functions.append(function)


def passages(pages: Sequence[Page], matches: Callable[[str], Hashable | None]) -> Iterator[tuple[int, Passage]]:
    for function in _passage_functions:
        yield from function(pages, matches)


@dataclass(frozen=True)
class Rows:
    """Where pages and their values of a facet stand together: the lookups of the page's key, the value and its name.

    A page and a value stand together at most once.
    """

    queryset: Callable[[], QuerySet]
    page: str
    slug: str
    label: str


@dataclass(frozen=True)
class Facet:
    """Something by which results can be narrowed; ``name`` is the parameter in the address."""

    name: str
    label: str
    rows: tuple[Rows, ...]


_facets: dict[str, Facet] = {}


def register_facet(name: str, label: str, rows: Rows) -> None:
    """Several apps may have rows for one facet; the first names it."""
    known = _facets.get(name, Facet(name, label, ()))
    _facets[name] = Facet(name, known.label, (*known.rows, rows))


def facets() -> list[Facet]:
    return list(_facets.values())


#: From the keys of pages of one type those with a day, and whether it is still to come.
Coming = Callable[[Collection[int]], Iterable[tuple[int, bool]]]

_coming_functions: list[tuple[type[Page], Coming]] = []


def register_coming(model: type[Page], function: Coming) -> None:
    _coming_functions.append((model, function))


def coming(models: Mapping[int, type[Page]]) -> dict[int, bool]:
    """Of the pages with these keys and types; nothing is asked when none of them is of a type with days."""
    found = {}
    for dated, function in _coming_functions:
        if keys := [key for key, model in models.items() if issubclass(model, dated)]:
            found |= dict(function(keys))
    return found

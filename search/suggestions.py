"""What is offered under the search box while somebody types: pages by their titles, and what leads to many pages."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.search.query import And, Or, PlainText

from search.engine.dutch import STOP_WORDS, completions, fold, words
from search.engine.memory import per_version
from search.engine.query import Query
from search.engine.ranking import coming_first
from search.engine.searchable import Kind
from search.registry import Shortcut, coming, shortcuts
from search.results import searchable_models

#: Rows in all; every kind gets its first row before any gets its second.
MOST = 8
#: Letters that say too little to look for.
SHORTEST = 2
#: Pages that are put in order; the database gives those that fit best first.
MOST_WEIGHED = 100


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class Group:
    """The rows of one kind, the best first."""

    label: str
    rows: Sequence[Row]


def suggest(text: str, request: HttpRequest, *, kind: str = "") -> list[Group]:
    """What may be meant by somebody who typed so far; ``kind`` is the slug of the only pages wanted.

    Four queries at most, beside what is remembered.
    """
    query = Query.parse(text)
    typed = _typed(query)
    if sum(map(len, typed)) < SHORTEST:
        return []
    phrases = [typed, *_synonyms(query)]
    found = _find_shortcuts(phrases) | _find_pages(phrases, request, kind)
    turns = sorted((turn, place) for place, rows in enumerate(found.values()) for turn in range(len(rows)))
    shown = Counter(place for _turn, place in turns[:MOST])
    return [Group(str(kind.plural), rows[: shown[place]]) for place, (kind, rows) in enumerate(found.items())]


def _typed(query: Query) -> list[str]:
    """The words, folded. The last one may not be finished, so it is never taken for a word that says nothing."""
    terms = [fold(term) for term in query.terms]
    return [term for term in terms[:-1] if term not in STOP_WORDS] + terms[-1:]


def _synonyms(query: Query) -> Sequence[Sequence[str]]:
    """What means the same as all that was typed."""
    return query.concepts[0].synonyms if query.is_one_thing else ()


def _find_shortcuts(phrases) -> dict[Kind, list[Row]]:
    found = defaultdict(list)
    for kind, shortcut, beginnings in per_version("shortcuts", _shortcuts):
        if any(all(f" {term}" in beginnings for term in phrase) for phrase in phrases):
            found[kind].append(shortcut)
    return {kind: _by_title(rows, phrases)[:MOST] for kind, rows in found.items()}


def _shortcuts() -> list[tuple[Kind, Row, str]]:
    """Each with a space before everything that somebody may begin with."""
    return [
        (kind, Row(shortcut.title, shortcut.url, shortcut.text), f" {completions(_names(shortcut))}")
        for kind, shortcut in shortcuts()
    ]


def _names(shortcut: Shortcut) -> str:
    return " ".join([shortcut.title, *shortcut.names])


def _find_pages(phrases, request, kind) -> dict[Kind, list[Row]]:
    models = searchable_models()
    kinds = {key: model.get_search_kind() for key, model in models.items()}
    if chosen := {key for key, one in kinds.items() if one.slug == kind}:
        kinds = {key: kinds[key] for key in chosen}
    pages = Page.objects.live().public().filter(content_type__in=kinds)
    wanted = Or([And([PlainText(term) for term in phrase]) for phrase in phrases])
    found = pages.autocomplete(wanted)[:MOST_WEIGHED].rows("content_type_id", "title", "url_path")
    rows = defaultdict(list)
    # The shortest titles first: the databases themselves differ in what fits best.
    shortest = sorted(found, key=lambda key: (len(found[key][1]), key))
    for key in coming_first(shortest, coming({key: models[found[key][0]] for key in shortest})):
        content_type, title, url_path = found[key]
        rows[kinds[content_type]].append(Row(title, url_path))
    best = {kind: _by_title(of_kind, phrases)[:MOST] for kind, of_kind in rows.items()}
    # Only now: to make an address takes longer than to compare a title.
    return {kind: [Row(row.title, _address(row.url, request)) for row in of_kind] for kind, of_kind in best.items()}


def _address(url_path, request) -> str:
    """Of a page, from the one column that it is made of: fetching the pages would be a query more."""
    return Page(url_path=url_path).get_url(request) or ""


def _by_title(rows: list[Row], phrases) -> list[Row]:
    """First what begins with one of the phrases, then what has all of one in its title; otherwise the order stays."""

    def order(row):
        title = f" {' '.join(words(row.title))}"
        begins = any(title.startswith(f" {' '.join(phrase)}") for phrase in phrases)
        return not begins, not any(all(f" {term}" in title for term in phrase) for phrase in phrases)

    return sorted(rows, key=order)

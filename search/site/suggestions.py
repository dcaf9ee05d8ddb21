"""Suggestions under the search box while somebody types: pages by their titles, and shortcuts to many pages."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page
from wagtail.search.query import And, Or, PlainText

from cms.web.cache import per_version
from search.engine.dutch import STOP_WORDS, completions, words
from search.engine.irregular import STEMS
from search.engine.query import Query
from search.engine.ranking import coming_first
from search.engine.searchable import Kind, searchable_models
from search.engine.synonyms import Phrase
from search.site.coming import coming
from search.site.shortcuts import Shortcut, shortcuts

#: Rows in all; every kind gets its first row before any gets its second.
MOST = 8
#: Letters that say too little to look for.
SHORTEST = 2
#: Pages that are put in order; the database gives those that fit best first.
MOST_WEIGHED = 100


@dataclass(frozen=True)
class Group:
    """The rows of one kind, the best first."""

    label: str
    rows: Sequence[Shortcut]


def suggest(query: Query, request: HttpRequest, *, kind: str = "") -> list[Group]:
    """Suggestions for the words typed so far; ``kind`` is the slug of the only pages wanted.

    Four queries at most, beside what is remembered.
    """
    phrases = _phrases(query)
    if sum(map(len, phrases[0])) < SHORTEST:
        return []
    found = _find_shortcuts(phrases) | _find_pages(phrases, request, kind)
    turns = sorted((turn, place) for place, rows in enumerate(found.values()) for turn in range(len(rows)))
    shown = Counter(place for _turn, place in turns[:MOST])
    return [Group(str(kind.plural), rows[: shown[place]]) for place, (kind, rows) in enumerate(found.items())]


def _phrases(query: Query) -> list[Phrase]:
    """The words that were typed, what they are forms of ("Gentse" of Gent), and what means the same as all of them.

    The last word may not be finished, so it is never taken for a word that says nothing.
    """
    typed = tuple(word for word in query.words[:-1] if word not in STOP_WORDS) + query.words[-1:]
    forms = tuple(STEMS.get(word, word) for word in typed)
    synonyms = query.concepts[0].synonyms if query.is_one_thing else ()
    return [*dict.fromkeys([typed, forms, *synonyms])]


def _find_shortcuts(phrases: Sequence[Phrase]) -> dict[Kind, list[Shortcut]]:
    found = defaultdict(list)
    for kind, shortcut, beginnings in per_version(("search", "shortcuts"), _shortcuts):
        if any(all(f" {word}" in beginnings for word in phrase) for phrase in phrases):
            found[kind].append(shortcut)
    return {kind: _by_title(rows, phrases)[:MOST] for kind, rows in found.items()}


def _shortcuts() -> list[tuple[Kind, Shortcut, str]]:
    """Each with a space before everything that somebody may begin with."""
    return [
        (kind, shortcut, f" {completions(' '.join([shortcut.title, *shortcut.names]))}")
        for kind, shortcut in shortcuts()
    ]


def _find_pages(phrases: Sequence[Phrase], request: HttpRequest, kind: str) -> dict[Kind, list[Shortcut]]:
    models = searchable_models()
    kinds = {key: model.get_search_kind() for key, model in models.items()}
    if chosen := {key for key, one in kinds.items() if one.slug == kind}:
        kinds = {key: kinds[key] for key in chosen}
    pages = Page.objects.live().public().filter(content_type__in=kinds)
    wanted = Or([And([PlainText(word) for word in phrase]) for phrase in phrases])
    found = pages.autocomplete(wanted)[:MOST_WEIGHED].rows("content_type_id", "title", "url_path")
    rows = defaultdict(list)
    # The shortest titles first: the databases themselves differ in what fits best.
    shortest = sorted(found, key=lambda key: (len(found[key][1]), key))
    for key in coming_first(shortest, coming({key: models[found[key][0]] for key in shortest})):
        content_type, title, url_path = found[key]
        rows[kinds[content_type]].append(Shortcut(title, url_path))
    best = {kind: _by_title(of_kind, phrases)[:MOST] for kind, of_kind in rows.items()}
    # Only now: to make an address takes longer than to compare a title.
    return {
        kind: [Shortcut(row.title, _address(row.url, request)) for row in of_kind] for kind, of_kind in best.items()
    }


def _address(url_path: str, request: HttpRequest) -> str:
    """Of a page, from the one column that it is made of: fetching the pages would be a query more."""
    return Page(url_path=url_path).get_url(request) or ""


def _by_title(rows: list[Shortcut], phrases: Sequence[Phrase]) -> list[Shortcut]:
    """First what begins with one of the phrases, then what has all of one in its title; otherwise the order stays."""

    def order(row: Shortcut) -> tuple[bool, bool]:
        title = f" {' '.join(words(row.title))}"
        begins = any(title.startswith(f" {' '.join(phrase)}") for phrase in phrases)
        return not begins, not any(all(f" {word}" in title for word in phrase) for phrase in phrases)

    return sorted(rows, key=order)

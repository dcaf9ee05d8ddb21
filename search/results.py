"""Site search: which pages hold the words, how many there are of each sort, and what a row shows of them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.query import PageQuerySet

from search import facets
from search.engine.excerpt import excerpt, is_hit, mark
from search.engine.finding import find_exactly, find_loosely
from search.engine.query import Matcher, Query
from search.engine.ranking import best_first, coming_first
from search.engine.searchable import Kind, Searchable
from search.facets import Choice
from search.passages import Quote, marked_numbers, quotes
from search.registry import Suggestion, coming, sources
from search.registry import facets as known_facets

#: The facet that every page has.
KIND = "type"
#: Marks nothing.
NOTHING = Matcher()


@dataclass(frozen=True)
class Hit:
    """One row of a list of results; title, excerpt and line are safe markup with the words found in ``<mark>``."""

    #: What it is, with a few facts: "Praktijk · Gent · 2019".
    line: str
    title: str
    url: str
    excerpt: str
    template: str = Searchable.search_result_template
    #: Empty for what is no page.
    page: Page | None = None
    #: Of a document or transcript, when it holds words that title and excerpt do not show.
    quote: Quote | None = None


@dataclass(frozen=True)
class Block:
    """A facet beside the results. ``total`` is without a choice in this facet; ``chosen`` None for all values."""

    name: str
    label: str
    total: int
    choices: Sequence[Choice]
    chosen: Choice | None


def page_hits(models: Mapping[int, type[Page]], request: HttpRequest, matcher: Matcher = NOTHING) -> list[Hit]:
    """The rows of the pages with these keys and models.

    A query per model, what its ``for_listing`` prefetches, and those for labels and passages of rows that do not show
    yet why they were found.
    """
    keys_by_model = defaultdict(list)
    for key, model in models.items():
        keys_by_model[model].append(key)
    specific = {}
    for model, keys in keys_by_model.items():
        listing = getattr(model.objects, model.search_listing, model.objects.all)
        specific |= listing().in_bulk(keys)
    pages = [specific[key] for key in models if key in specific]
    marked = {page.pk: (mark(page.title, matcher), excerpt(page.excerpt_texts(), matcher)) for page in pages}
    unexplained = [key for key, texts in marked.items() if matcher and not any("<mark>" in text for text in texts)]
    labels = facets.labels(unexplained)
    hits = [_page_hit(page, request, matcher, *marked[page.pk], labels[page.pk]) for page in pages]
    quoted = quotes({hit.page: marked_numbers(hit.title + hit.excerpt, matcher) for hit in hits}, matcher)
    return [replace(hit, quote=quoted[hit.page.pk].below(hit.url)) if hit.page.pk in quoted else hit for hit in hits]


def _page_hit(page, request, matcher, title, text, labels):
    facts = [capfirst(page.get_search_kind().singular), *page.search_facts]
    line = " · ".join(str(fact) for fact in facts if fact)
    why = sorted({label for label in labels if is_hit(label, matcher) and label not in line})
    return Hit(
        line=mark(" · ".join([line, *why]), matcher),
        title=title,
        url=page.get_url(request),
        excerpt=text,
        template=page.search_result_template,
        page=page,
    )


def _suggestion_hit(kind: Kind, suggestion: Suggestion, matcher):
    return Hit(
        line=mark(str(capfirst(kind.singular)), NOTHING),
        title=mark(suggestion.title, matcher),
        url=suggestion.url,
        excerpt=mark(suggestion.text, NOTHING),
    )


class _Facts(NamedTuple):
    content_type: int
    #: Only for who orders by it: to read ten thousand dates takes longer than to find the pages.
    published_at: datetime | None = None


class Results:
    """All that was found for a query, as a sequence of ``Hit`` for a paginator: pages first, then suggestions.

    ``choice`` holds the chosen slug of each facet; an unknown one is no choice. A facet counts its values among what
    is chosen in the other facets. ``pages`` are all that may be found, if the caller asked for them already. Found are
    the pages that hold all the words; ``loosely`` those that hold any. ``is_capped`` says that there are more than were
    counted.
    """

    def __init__(
        self,
        query: Query,
        request: HttpRequest,
        *,
        pages: PageQuerySet | None = None,
        choice: Mapping[str, str] | None = None,
        newest_first: bool = False,
        loosely: bool = False,
    ):
        self._query, self._request, self._newest_first = query, request, newest_first
        self._models = searchable_models()
        self._kinds = {content_type: model.get_search_kind() for content_type, model in self._models.items()}
        pages = public_pages() if pages is None else pages
        look = find_loosely if loosely else find_exactly
        columns = ["content_type_id", *(["first_published_at"] if newest_first else [])]
        found = look(query, pages.filter(content_type__in=self._models), *columns)
        self.is_loose, self.is_capped = found.is_loose, found.is_capped
        self._facts = {key: _Facts(*row) for key, row in found.rows.items()}
        self._rows = {source.kind: source.find(query.terms) for source in sources()}

        self._choice = choice or {}
        self._keys_with = facets.keys_with(self._choice, self._facts)
        self.kind = next((kind for kind in self._kind_counts() if kind.slug == self._choice.get(KIND)), None)
        self._page_keys = self._within(kind=self.kind)
        self._shown_rows = [_suggestion_hit(kind, row, query.matcher) for kind, row in self._rows_within()]

    @cached_property
    def blocks(self) -> list[Block]:
        """Counted when somebody looks: not of results that give way to others."""
        return [self._kind_block(), *self._facet_blocks()]

    @property
    def has_pages(self) -> bool:
        """Whether a page was found, whatever is chosen in the facets."""
        return bool(self._facts)

    @property
    def choice(self) -> dict[str, str]:
        """The slug of what is chosen in each facet."""
        return {block.name: block.chosen.slug for block in self.blocks if block.chosen}

    def __len__(self) -> int:
        return len(self._page_keys) + len(self._shown_rows)

    def __getitem__(self, window: slice) -> list[Hit]:
        keys = self._ordered_keys[window]
        count = len(self._page_keys)
        rest = slice(max(0, window.start - count), max(0, window.stop - count))
        models = {key: self._models[self._facts[key].content_type] for key in keys}
        hits = page_hits(models, self._request, self._query.matcher)
        return hits + self._shown_rows[rest]

    @cached_property
    def _ordered_keys(self):
        if self._newest_first:
            return sorted(self._page_keys, key=self._published_at, reverse=True)
        is_coming = coming({key: self._models[self._facts[key].content_type] for key in self._page_keys})
        return coming_first(best_first(self._page_keys, self._query, is_coming), is_coming)

    def _published_at(self, key):
        published_at = self._facts[key].published_at
        return (published_at.timestamp() if published_at else 0, key)

    def _within(self, *, kind: Kind | None = None, leaving_out: str = "") -> list[int]:
        """The pages that have all that is chosen, one facet left out."""
        keys = list(self._facts)
        if kind:
            of_kind = {content_type for content_type, one in self._kinds.items() if one == kind}
            keys = [key for key in keys if self._facts[key].content_type in of_kind]
        for name, chosen in self._keys_with.items():
            if name != leaving_out:
                keys = [key for key in keys if key in chosen]
        return keys

    def _offered_rows(self, *, leaving_out: str = ""):
        """Suggestions are no pages: they have no value of any other facet."""
        return {} if self._keys_with.keys() - {leaving_out} else self._rows

    def _rows_within(self, *, leaving_out: str = "") -> list[tuple[Kind, Suggestion]]:
        offered = self._offered_rows(leaving_out=leaving_out)
        return [(kind, row) for kind, rows in offered.items() if self.kind in (None, kind) for row in rows]

    def _kind_counts(self) -> dict[Kind, int]:
        counts = Counter()
        for content_type, count in Counter(self._facts[key].content_type for key in self._within()).items():
            counts[self._kinds[content_type]] += count
        return dict(counts.most_common()) | {kind: len(rows) for kind, rows in self._offered_rows().items() if rows}

    def _kind_block(self):
        counts = self._kind_counts()
        choices = [Choice(kind.slug, str(capfirst(kind.plural)), count) for kind, count in counts.items()]
        chosen = next((choice for choice in choices if self.kind and choice.slug == self.kind.slug), None)
        return Block(KIND, gettext("Kind of result"), sum(counts.values()), choices, chosen)

    def _facet_blocks(self):
        known = list(known_facets())
        within = {facet.name: self._within(kind=self.kind, leaving_out=facet.name) for facet in known}
        counts = facets.count(within)
        for facet in known:
            choices = counts.get(facet.name, [])
            slug = self._choice.get(facet.name) if facet.name in self._keys_with else None
            # A value that no result has beside the other choices keeps no name, but can be taken away.
            chosen = next((one for one in choices if one.slug == slug), slug and Choice(slug, slug, 0))
            if choices or chosen:
                total = len(within[facet.name]) + len(self._rows_within(leaving_out=facet.name))
                yield Block(facet.name, str(facet.label), total, choices, chosen)


def public_pages() -> PageQuerySet:
    """What everybody may see. Wagtail asks for the restrictions each time that this is called."""
    return Page.objects.live().public()


def searchable_models() -> dict[int, type[Searchable]]:
    """The page types that can be found, by the id of their content type."""
    models = [model for model in apps.get_models() if issubclass(model, Searchable)]
    return {content_type.pk: model for model, content_type in ContentType.objects.get_for_models(*models).items()}

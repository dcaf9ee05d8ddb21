"""Site search: which pages hold the words, how many of each kind, and what a row shows of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.text import capfirst
from wagtail.models import Page

from search.excerpt import excerpt, is_hit, mark
from search.index import Kind, Searchable
from search.query import Query, fold
from search.registry import Suggestion, sources


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


@dataclass(frozen=True)
class Facet:
    """A kind of result with the number of results of that kind."""

    kind: Kind
    count: int


def page_hits(pages: Iterable[Page], request: HttpRequest, terms: Sequence[str] = ()) -> list[Hit]:
    """The rows of these pages: a query per page type, what its ``for_listing`` prefetches, and one for labels."""
    pages = list(pages)
    keys_by_model = defaultdict(list)
    for page in pages:
        keys_by_model[page.specific_class].append(page.pk)
    specific = {}
    for model, keys in keys_by_model.items():
        listing = getattr(model.objects, "for_listing", model.objects.all)
        specific |= listing().in_bulk(keys)
    labels = defaultdict(list)
    if terms:
        for source in sources():
            for key, name in source.labels(specific):
                labels[key].append(name)
    return [_page_hit(specific[page.pk], request, terms, labels[page.pk]) for page in pages if page.pk in specific]


def _page_hit(page, request, terms, labels):
    title, text = mark(page.title, terms), excerpt(page.excerpt_texts(), terms)
    facts = [capfirst(page.get_search_kind().singular), *page.search_facts]
    if not any("<mark>" in marked for marked in (title, text)):
        facts += {fold(label): label for label in [*labels, *page.search_labels] if is_hit(label, terms)}.values()
    return Hit(
        line=mark(" · ".join(str(fact) for fact in facts if fact), terms),
        title=title,
        url=page.get_url(request),
        excerpt=text,
        template=page.search_result_template,
        page=page,
    )


def _suggestion_hit(kind: Kind, suggestion: Suggestion, terms):
    return Hit(
        line=mark(str(capfirst(kind.singular)), ()),
        title=mark(suggestion.title, terms),
        url=suggestion.url,
        excerpt=mark(suggestion.text, ()),
    )


class Results:
    """All that was found for a query, as a sequence of ``Hit`` for a paginator: pages first, then suggestions.

    ``facets`` counts every kind, whatever ``kind`` is asked for (its slug; an unknown one is all of them). When no
    page holds all the words, pages with any of them are found and ``is_loose`` says so.
    """

    def __init__(self, query: Query, request: HttpRequest, *, kind: str = "", newest_first: bool = False):
        self._terms, self._request, self._newest_first = query.terms, request, newest_first
        self._kinds = _searchable_kinds()
        self._pages = Page.objects.live().public()
        suggestions = {source.kind: source.find(query.terms) for source in sources()}

        self._operator, counts = "and", self._count_pages("and")
        if not counts and len(query.terms) > 1:
            self._operator, counts = "or", self._count_pages("or")
        self.is_loose = self._operator == "or" and bool(counts)

        self.facets = [Facet(found, count) for found, count in counts.most_common()]
        self.facets += [Facet(found, len(rows)) for found, rows in suggestions.items() if rows]
        self.total = sum(facet.count for facet in self.facets)
        self.kind = next((facet.kind for facet in self.facets if facet.kind.slug == kind), None)

        self._shown_kinds = [self.kind] if self.kind else [facet.kind for facet in self.facets]
        self._page_count = sum(counts[shown] for shown in self._shown_kinds)
        self._suggestions = [
            _suggestion_hit(shown, suggestion, query.terms)
            for shown in self._shown_kinds
            for suggestion in suggestions.get(shown, [])
        ]

    def __len__(self) -> int:
        return self._page_count + len(self._suggestions)

    def __getitem__(self, window: slice) -> list[Hit]:
        has_pages = window.start < self._page_count
        pages = self._find_pages()[window.start : min(window.stop, self._page_count)] if has_pages else []
        rest = slice(max(0, window.start - self._page_count), max(0, window.stop - self._page_count))
        return page_hits(pages, self._request, self._terms) + self._suggestions[rest]

    def _count_pages(self, operator):
        counts = Counter()
        pages = self._pages.filter(content_type__in=self._kinds)
        found = pages.search(" ".join(self._terms), operator=operator, order_by_relevance=False)
        for content_type, count in found.facet("content_type_id").items():
            counts[self._kinds[content_type]] += count
        return counts

    def _find_pages(self):
        types = [content_type for content_type, kind in self._kinds.items() if kind in self._shown_kinds]
        pages = self._pages.filter(content_type__in=types)
        if self._newest_first:
            pages = pages.order_by("-first_published_at", "-id")
        return pages.search(" ".join(self._terms), operator=self._operator, order_by_relevance=not self._newest_first)


def _searchable_kinds() -> dict[int, Kind]:
    """The kind of each page type that can be found, by the id of its content type."""
    models = [model for model in apps.get_models() if issubclass(model, Searchable)]
    return {
        content_type.pk: model.get_search_kind()
        for model, content_type in ContentType.objects.get_for_models(*models).items()
    }

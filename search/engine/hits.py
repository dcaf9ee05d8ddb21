"""Pages as rows of a list, with the words that were asked for marked in them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from search.engine.excerpt import excerpt, mark
from search.engine.matcher import Matcher
from search.engine.searchable import Searchable

#: Marks nothing.
NOTHING = Matcher()


@dataclass(frozen=True)
class Quote:
    """A passage with the words marked, and where to read on."""

    label: str
    url: str
    excerpt: SafeString


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One row. Title, excerpt and line are safe markup."""

    #: What it is, with a few facts: "Praktijk · Gent · 2019".
    line: SafeString
    title: SafeString
    url: str
    excerpt: SafeString
    template: str = Searchable.search_result_template
    #: None for anything but a page.
    page: Searchable | None = None


@dataclass(frozen=True, kw_only=True)
class PageHit(Hit):
    page: Searchable
    #: Of a document or transcript, when it holds words that title and excerpt do not show.
    quote: Quote | None = None


def page_hits(
    models: Mapping[int, type[Searchable]], request: HttpRequest, matcher: Matcher = NOTHING
) -> list[PageHit]:
    """The rows of the pages with these keys and models, in their order.

    A query per model, and what its ``for_listing`` prefetches.
    """
    keys_by_model = defaultdict(list)
    for key, model in models.items():
        keys_by_model[model].append(key)
    pages = {}
    for model, keys in keys_by_model.items():
        listing = getattr(model.objects, model.search_listing, model.objects.all)
        pages |= listing().in_bulk(keys)
    return [_page_hit(pages[key], request, matcher) for key in models if key in pages]


def line_of(page: Searchable, more: Iterable[str] = ()) -> str:
    """The kind of a page, its facts, and those of ``more`` that these do not say."""
    facts = [capfirst(page.get_search_kind().singular), *page.search_facts]
    line = " · ".join(str(fact) for fact in facts if fact)
    return " · ".join([line, *(fact for fact in more if fact not in line)])


def _page_hit(page: Searchable, request: HttpRequest, matcher: Matcher) -> PageHit:
    return PageHit(
        line=mark(line_of(page), matcher),
        title=mark(page.title, matcher),
        url=page.get_url(request) or "",
        excerpt=excerpt(page.excerpt_texts(), matcher),
        template=page.search_result_template,
        page=page,
    )

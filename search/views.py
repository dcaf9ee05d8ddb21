from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import registry
from search.engine.query import Query
from search.engine.vocabulary import corrected
from search.insight.recording import record_search
from search.promotions import promoted
from search.results import KIND, Results, public_pages
from search.suggestions import suggest

PAGE_SIZE = 12
NEWEST_FIRST = "nieuwste"
#: In the address of somebody who means what looks like a mistake.
AS_TYPED = "letterlijk"
#: With fewer results than this another spelling is offered.
FEW = 3
#: Values of a facet that show at once, and those behind a click. The rest has few results each: a word more finds them.
FIRST_VALUES, MOST_VALUES = 6, 40


@require_safe
@never_cache
def search(request):
    asked = Query.parse(request.GET.get("q", ""))
    trail = [{"title": _("Start"), "url": "/"}]
    context: dict[str, Any] = {"asked": asked, "query": asked, "search_is_current": True, "trail": trail}
    results = None
    if asked:
        answer = _answer(asked, request)
        query, results = answer.query, answer.results
        record_search(request, asked.text, len(results) if query is asked else 0)
        address = _Address(query, results, newest_first=_newest_first(request))
        page_of_hits = Paginator(results, PAGE_SIZE).get_page(request.GET.get("p"))
        chosen = promoted(asked.text, request) or promoted(query.text, request)
        chosen = chosen if page_of_hits.number == 1 and not results.choice else []
        context |= {
            "query": query,
            "is_corrected": query is not asked,
            "as_typed": f"?{urlencode({'q': asked.text, AS_TYPED: 1})}",
            "meant": answer.meant,
            "results": results,
            "promoted": chosen,
            "page_of_hits": page_of_hits,
            "rows": _rows(page_of_hits, leaving_out={one.page for one in chosen if one.page}),
            "blocks": address.blocks(),
            "chips": address.chips(),
            "cleared": address.cleared,
            "orders": address.orders(),
            "pager_query": f"{address.of()}&",
        }
    if not results:
        context["popular"] = [(source, source.popular()) for source in registry.sources()]
    return render(request, "search/search.html", context)


@require_safe
@never_cache
def suggestions(request):
    """A piece of markup for the list under the search box; empty when there is nothing to suggest."""
    groups = suggest(request.GET.get("q", ""), request, kind=request.GET.get(KIND, ""))
    return render(
        request, "search/suggestions.html", {"groups": groups, "count": sum(len(group.rows) for group in groups)}
    )


@dataclass(frozen=True)
class _Answer:
    #: What was searched, which may be something else than was asked.
    query: Query
    results: Results
    #: What may have been meant instead.
    meant: Query | None = None


def _answer(asked: Query, request) -> _Answer:
    """What was found, and for which query: a word that is on no page gives way to the one that is most like it.

    When no page holds all the words, pages that hold any of them are the answer.
    """
    pages = public_pages()
    look = partial(
        Results,
        request=request,
        pages=pages,
        choice={name: request.GET.get(name, "") for name in [KIND, *(facet.name for facet in registry.facets())]},
        newest_first=_newest_first(request),
    )
    results = look(asked)
    if results.has_pages and len(results) >= FEW:
        return _Answer(asked, results)
    other = corrected(asked, pages)
    if other and other.is_sure and AS_TYPED not in request.GET and not results.has_pages:
        better = _this_or_loosely(look(other.query), other.query, look)
        if better:
            return _Answer(other.query, better)
    return _Answer(asked, _this_or_loosely(results, asked, look), other and other.query)


def _this_or_loosely(results, query, look):
    return results if results.has_pages or not query.can_be_loose else look(query, loosely=True)


def _rows(page_of_hits, leaving_out):
    """Each with its place among the results."""
    rows = enumerate(page_of_hits, start=page_of_hits.start_index())
    return [(place, hit) for place, hit in rows if not hit.page or hit.page.pk not in leaving_out]


def _newest_first(request):
    return request.GET.get("sort") == NEWEST_FIRST


class _Address:
    """The addresses of the same search: narrowed, in another order, on another page."""

    def __init__(self, query: Query, results: Results, *, newest_first: bool):
        self._asked = {"q": query.text, **results.choice, "sort": NEWEST_FIRST if newest_first else ""}
        self._results = results

    def of(self, **changes) -> str:
        asked = self._asked | changes
        return urlencode({name: value for name, value in asked.items() if value})

    def blocks(self):
        """Each facet with the addresses of its values; a long rest waits behind a click."""
        for block in self._results.blocks:
            choices = [(choice, f"?{self.of(**{block.name: choice.slug})}") for choice in block.choices[:MOST_VALUES]]
            # A click for one value more would be a click too many.
            first = FIRST_VALUES if len(choices) > FIRST_VALUES + 1 else len(choices)
            yield {
                "block": block,
                "every": f"?{self.of(**{block.name: ''})}",
                "first": choices[:first],
                "rest": choices[first:],
                "is_in_rest": block.chosen in block.choices[first:],
            }

    def chips(self):
        """What is chosen, each with the address without it."""
        return [(block, f"?{self.of(**{block.name: ''})}") for block in self._results.blocks if block.chosen]

    @property
    def cleared(self):
        return f"?{self.of(**dict.fromkeys(self._results.choice, ''))}"

    def orders(self):
        newest_first = bool(self._asked["sort"])
        return [
            {"name": _("Most relevant"), "url": f"?{self.of(sort='')}", "is_current": not newest_first},
            {"name": _("Newest first"), "url": f"?{self.of(sort=NEWEST_FIRST)}", "is_current": newest_first},
        ]

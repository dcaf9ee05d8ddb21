from collections.abc import Collection
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.engine.hits import Hit
from search.engine.query import Query
from search.site.asked import LITERALLY, Asked
from search.site.facets import KIND
from search.site.insight.recording import record_search
from search.site.links import Links
from search.site.promotions import promoted
from search.site.results import Results, look_up
from search.site.shortcuts import popular_topics
from search.site.suggestions import suggest

PAGE_SIZE = 12


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    trail = [{"title": _("Start"), "url": "/"}]
    context = {"asked": asked.query, "query": asked.query, "search_is_current": True, "trail": trail}
    results = look_up(asked, request) if asked.query else None
    if results is not None:
        record_search(request, asked.query, has_results=bool(results) and not results.is_corrected)
        context |= _shown(asked, results, request)
    if not results:
        context["popular"] = popular_topics()
    return render(request, "search/search.html", context)


@require_safe
@never_cache
def suggestions(request: HttpRequest) -> HttpResponse:
    """A piece of markup for the list under the search box; empty when there is nothing to suggest."""
    groups = suggest(Query.parse(request.GET.get("q", "")), request, kind=request.GET.get(KIND, ""))
    return render(
        request, "search/suggestions.html", {"groups": groups, "count": sum(len(group.rows) for group in groups)}
    )


def _shown(asked: Asked, results: Results, request: HttpRequest) -> dict[str, Any]:
    page_of_hits = Paginator(results, PAGE_SIZE).get_page(request.GET.get("p"))
    is_first_look = page_of_hits.number == 1 and not results.asked.choice
    chosen = promoted(asked.query, request) or promoted(results.query, request) if is_first_look else []
    return {
        "query": results.query,
        "results": results,
        "links": Links(results),
        "as_typed": Asked(asked.query).address(**{LITERALLY: "1"}),
        "promoted": chosen,
        "page_of_hits": page_of_hits,
        "rows": _rows(page_of_hits, leaving_out={one.page for one in chosen if one.page}),
    }


def _rows(page_of_hits: Page, leaving_out: Collection[int]) -> list[tuple[int, Hit]]:
    """Each with its place among the results."""
    rows = enumerate(page_of_hits, start=page_of_hits.start_index())
    return [(place, hit) for place, hit in rows if not hit.page or hit.page.pk not in leaving_out]

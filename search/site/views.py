from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.engine.query import Query
from search.site.asked import Asked, find_pages
from search.site.facets import KIND
from search.site.insight.recording import record_search
from search.site.page import shown
from search.site.results import Results
from search.site.shortcuts import popular_topics
from search.site.suggestions import suggest


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    trail = [{"title": _("Start"), "url": "/"}]
    context = {"asked": asked.query, "query": asked.query, "search_is_current": True, "trail": trail}
    results = Results(asked, find_pages(asked), request) if asked.query else None
    if results is not None:
        record_search(request, asked.query, has_results=bool(results) and not results.is_corrected)
        context |= shown(asked, results, request)
    if not results:
        context["popular"] = popular_topics()
    return render(request, "search/search.html", context)


@require_safe
@never_cache
def suggestions(request: HttpRequest) -> HttpResponse:
    """A piece of markup for the list under the search box; empty when there is nothing to suggest."""
    groups = suggest(Query.parse(request.GET.get("q", "")), request, kind=request.GET.get(KIND, ""))
    count = sum(len(group.rows) for group in groups)
    return render(request, "search/suggestions.html", {"groups": groups, "count": count})

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.query import Query
from search.registry import sources
from search.results import Results

PAGE_SIZE = 12
NEWEST_FIRST = "nieuwste"


@require_safe
@never_cache
def search(request):
    query = Query.parse(request.GET.get("q", ""))
    context = {"query": query, "search_is_current": True, "trail": [{"title": _("Start"), "url": "/"}]}
    if query:
        newest_first = request.GET.get("sort") == NEWEST_FIRST
        results = Results(query, request, kind=request.GET.get("type", ""), newest_first=newest_first)
        context |= _links(query, results, newest_first) | {
            "is_loose": results.is_loose,
            "page_of_hits": Paginator(results, PAGE_SIZE).get_page(request.GET.get("p")),
        }
    if not query or not results:
        context["popular"] = [(source, source.popular()) for source in sources()]
    return render(request, "search/search.html", context)


def _links(query, results, newest_first):
    """The addresses of the same search: by kind, in another order, on another page."""
    kind = results.kind.slug if results.kind else ""
    sort = NEWEST_FIRST if newest_first else ""

    def address(*, kind=kind, sort=sort):
        return urlencode({name: value for name, value in [("q", query.text), ("type", kind), ("sort", sort)] if value})

    return {
        "every_kind": {"url": f"?{address(kind='')}", "count": results.total, "is_current": not kind},
        "kinds": [
            {"facet": facet, "url": f"?{address(kind=facet.kind.slug)}", "is_current": facet.kind == results.kind}
            for facet in results.facets
        ],
        "orders": [
            {"name": _("Most relevant"), "url": f"?{address(sort='')}", "is_current": not newest_first},
            {"name": _("Newest first"), "url": f"?{address(sort=NEWEST_FIRST)}", "is_current": newest_first},
        ],
        "pager_query": f"{address()}&",
    }

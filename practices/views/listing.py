from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.cache import ONE_DAY, kept
from practices.drawings import map_dots
from practices.models import PracticePage
from practices.reference import flanders

PAGE_SIZE = 24


@require_safe
@kept(seconds=ONE_DAY, parameters=["p"])
def listing(request, page):
    """The inventory as cards."""
    on_map = list(page.practices.on_map())
    practices = Paginator(page.practices.for_listing(), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        **page.get_context(request),
        "practices": practices,
        "count": practices.paginator.count,
        "municipality_count": len({practice.place for practice in on_map}),
        "provinces": flanders()["provinces"],
        "dots": map_dots(on_map),
        "search_kind": PracticePage.get_search_kind().slug,
    }
    return render(request, page.template, context)

from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from cms.web.cache import ONE_DAY, cacheable
from practices.explore.filter_groups import filter_groups
from practices.explore.filters import Selection
from practices.explore.inventory import Inventory
from practices.explore.on_map import OnMap
from practices.explore.tray import Tray
from practices.places.reference import flanders

#: The parts of the page that change when a visitor filters.
OVERVIEW = "practices/components/map_overview.html"


@require_safe
@cacheable(seconds=ONE_DAY)
def practice_map(request, page):
    """The inventory on the map, with its filters; htmx gets only what changes."""
    selection = Selection.of(request.GET, Inventory.of(page))
    context = {
        "page": page,
        "index": page,
        "route": "map",
        "heading": _("Practices on the map"),
        "description": _("Where in Flanders the practices are, and where they stand between government and citizens."),
        "selection": selection,
        "groups": filter_groups(selection),
        "provisional_count": (selection.bits & selection.inventory.provisional).bit_count(),
        "on_map": OnMap(selection),
        "comparison": Tray(selection).comparison,
        "provinces": flanders()["provinces"],
    }
    is_update = bool(request.htmx) and not request.htmx.history_restore_request
    response = render(request, OVERVIEW if is_update else "practices/map.html", context)
    if is_update:
        push_url(response, page.route_url("map", request) + selection.address())
    patch_vary_headers(response, ["HX-Request"])
    return response

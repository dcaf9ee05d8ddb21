from dataclasses import dataclass

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from cms.web.cache import ONE_DAY, cacheable
from practices.drawings import MappedPractice, map_dots
from practices.explore.filter_groups import filter_groups
from practices.explore.filters import Selection
from practices.explore.filterset import ORDERS, RELEVANCE
from practices.explore.inventory import Inventory
from practices.explore.recall import recall
from practices.explore.tray import Pick, Tray
from practices.models import PracticePage
from practices.places.reference import flanders

PAGE_SIZE = 24
#: The parts of the page that change when a visitor filters, sorts, pages or chooses.
OVERVIEW = "practices/components/overview_update.html"


@require_safe
@cacheable(seconds=ONE_DAY, parameters=["p"])
def listing(request, page):
    """The inventory as cards with its filters; htmx gets only what changes."""
    selection = Selection.of(request.GET, Inventory.of(page))
    keys = Paginator(selection.keys(), PAGE_SIZE).get_page(request.GET.get("p"))
    context = overview(selection, keys, page) | {"map_url": page.route_url("map", request) + selection.shared_address}
    is_update = bool(request.htmx) and not request.htmx.history_restore_request
    response = render(request, OVERVIEW if is_update else page.template, page.get_context(request) | context)
    if is_update:
        push_url(response, page.get_url(request) + selection.address(p=keys.number if keys.number > 1 else ""))
    patch_vary_headers(response, ["HX-Request"])
    return response


@dataclass(frozen=True, slots=True)
class Card:
    practice: PracticePage
    url: str
    pick: Pick | None


def overview(selection, keys, page):
    """The practices of one page of the list, and all ways to go on from there."""
    tray = Tray(selection, keys.number)
    return {
        "selection": selection,
        "groups": filter_groups(selection),
        "provisional_count": selection.provisional_count,
        "pages": keys,
        "cards": _cards(keys, page, tray, selection.inventory),
        "orders": _orders(selection),
        "tray": tray,
        "provinces": flanders()["provinces"],
        "dots": map_dots(_on_map(selection)),
    }


def _cards(keys, page, tray, inventory):
    practices = page.practices.in_bulk(list(keys))
    for practice in practices.values():
        recall(practice, inventory)
    return [Card(practices[pk], page.child_url(practices[pk].slug), tray.pick(pk)) for pk in keys if pk in practices]


def _orders(selection):
    return [
        {
            "slug": slug,
            "name": name,
            "url": selection.address(sorteer="" if slug == selection.usual_sort else slug) or "?",
            "is_current": slug == selection.sort,
        }
        for slug, name in ORDERS.items()
        if slug != RELEVANCE or selection.query
    ]


def _on_map(selection):
    """Each practice once per municipality."""
    inventory = selection.inventory
    where = inventory.facets["gemeente"].slugs
    for position in inventory.positions(selection.bits):
        entry = inventory.entries[position]
        for slug in where[position]:
            place = inventory.places[slug]
            yield MappedPractice(place.name, place.latitude, place.longitude, entry.title, entry.positions.now)

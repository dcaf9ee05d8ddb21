from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.cache import kept
from cms.chrome import site_chrome
from practices.adoption import origins, successors
from practices.inventory import Inventory
from practices.key_facts import key_facts, profile_facts, trait_values
from practices.likeness import related
from practices.linked_data import as_script, linked_data
from practices.recall import recall


@require_safe
@kept()
def practice(request, page):
    """One practice, with what the inventory around it adds."""
    index = page.inventory_page
    inventory, index_url = Inventory.of(index), index.get_url(request)
    if not getattr(request, "is_preview", False):
        recall(page, inventory)
    context = {
        **page.get_context(request),
        "index_url": index_url,
        "facts": key_facts(page, index_url),
        "profile": profile_facts(page, index_url),
        "partners": trait_values(page.traits["partners"], index_url),
        "origins": origins(inventory, page),
        "successors": successors(inventory, page),
        "related": related(inventory, page.pk),
        "is_comparable": page.pk in inventory.position_of,
        "linked_data": as_script(linked_data(page, index, request, site_chrome(request).name)),
    }
    return render(request, page.template, context)

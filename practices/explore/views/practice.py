from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.chrome import site_chrome
from cms.web.cache import cacheable
from practices.explore.adoption import origins, successors
from practices.explore.inventory import Inventory
from practices.explore.key_facts import key_facts, profile_facts, trait_values
from practices.explore.likeness import related
from practices.explore.recall import recall
from practices.linked_data import as_script, linked_data


@require_safe
@cacheable()
def practice(request, page):
    """One practice, with what the inventory around it adds."""
    index = page.inventory_page
    inventory, index_url = Inventory.of(index), index.get_url(request)
    if not getattr(request, "is_preview", False):
        recall(page, inventory)
    before, after = origins(inventory, page), successors(inventory, page)
    context = {
        **page.get_context(request),
        "index": index,
        "facts": key_facts(page, index_url),
        "profile": profile_facts(page, index_url),
        "partners": trait_values(page.traits["partners"], index_url),
        "origins": before,
        "successors": after,
        "related": related(inventory, page.pk, beside=[match.entry.pk for match in [*before, *after]]),
        "is_comparable": page.pk in inventory.position_of,
        "linked_data": as_script(linked_data(page, index, request, site_chrome(request).name)),
    }
    return render(request, page.template, context)

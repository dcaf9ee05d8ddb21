from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.web.cache import ONE_DAY, cacheable
from practices.explore.inventory import Inventory
from practices.explore.white_spots import BY_PROVINCE, BY_SIZE, large_cities, matrix
from practices.models import Theme


@require_safe
@cacheable(seconds=ONE_DAY)
def white_spots(request, page):
    """How many practices there are for each theme and size, or province: what is covered, and what is not."""
    inventory = Inventory.of(page)
    per = BY_PROVINCE if request.GET.get("per") == BY_PROVINCE else BY_SIZE
    themes = Theme.objects.order_by("name").values_list("slug", "name")
    context = {
        "page": page,
        "route": "white_spots",
        "heading": _("White spots"),
        "description": _(
            "For which themes and which municipalities the inventory has practices, and where it has none."
        ),
        "matrix": matrix(inventory, per=per, themes=themes),
        "is_by_size": per == BY_SIZE,
        "large_cities": large_cities(inventory),
    }
    return render(request, "practices/white_spots.html", context)

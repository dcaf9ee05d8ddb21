from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.web.cache import ONE_DAY, cacheable
from practices.explore.inventory import Inventory
from practices.explore.like_mine import LikeMine
from practices.explore.named import NamedMunicipality
from practices.models import Municipality


@require_safe
@cacheable(seconds=ONE_DAY)
def like_mine(request, page):
    """A visitor names a municipality and gets the practices that fit it."""
    municipalities = list(Municipality.objects.order_by("name"))
    named = NamedMunicipality.of(request.GET.get("gemeente", ""), municipalities)
    inventory = Inventory.of(page)
    context = {
        "page": page,
        "route": "like_mine",
        "heading": _("Practices for my municipality"),
        "description": _(
            "Choose your municipality and see the practices that fit it, with the reason for each of them."
        ),
        "municipalities": municipalities,
        "named": named,
        "answer": LikeMine(inventory, named.place, request.GET.get("thema", "")) if named.place else None,
    }
    return render(request, "practices/like_mine.html", context)

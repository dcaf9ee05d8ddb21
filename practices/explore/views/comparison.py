from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.web.cache import ONE_DAY, cacheable
from practices.explore.chosen import Chosen, found, suggested
from practices.explore.comparison import Likeness, compare
from practices.explore.inventory import Inventory


@require_safe
@cacheable(seconds=ONE_DAY)
def comparison(request, page):
    """Two to four practices field by field; with fewer it helps to choose."""
    inventory = Inventory.of(page)
    chosen = Chosen.of(request.GET.getlist("p"), inventory.position_of, only_differences="verschillen" in request.GET)
    by_key = page.practices.for_comparison().in_bulk(chosen.keys)
    practices = [by_key[key] for key in chosen.keys if key in by_key]
    context = {
        "page": page,
        "address": page.full_route_url("comparison") + chosen.address,
        "heading": _heading(len(practices)),
        "description": ", ".join(practice.title for practice in practices) or _("Practices beside each other."),
        "chosen": chosen,
        "columns": [(practice, chosen.without(practice.pk).address) for practice in practices],
        **_rows(chosen, practices),
        **_to_add(inventory, chosen, request.GET.get("zoek", "").strip()),
    }
    return render(request, "practices/comparison.html", context)


def _heading(number):
    return {
        2: _("Compare two practices"),
        3: _("Compare three practices"),
        4: _("Compare four practices"),
    }.get(number, _("Compare practices"))


def _rows(chosen, practices):
    """The fields, those that nobody knows apart."""
    if not chosen.is_enough:
        return {}
    rows = compare(practices)
    if chosen.only_differences:
        shown = [row for row in rows if row.may_differ]
        return {"rows": shown, "hidden_count": len(rows) - len(shown)}
    return {
        "rows": [row for row in rows if row.likeness is not Likeness.UNKNOWN],
        "unknown": [row.label for row in rows if row.likeness is Likeness.UNKNOWN],
        "likenesses": [Likeness.DIFFERENT, Likeness.EQUAL, Likeness.PARTLY_KNOWN],
    }


def _to_add(inventory, chosen, text):
    """The practices to add, as long as there is room."""
    if chosen.is_full:
        return {}
    return {"text": text, "found": found(inventory, chosen, text), "suggested": suggested(inventory, chosen)}

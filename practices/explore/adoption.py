"""Adoptions between practices, in both directions, and only practices that everybody may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from cms.web.cache import per_version
from practices.explore.inventory import Inventory
from practices.explore.likeness import Match, match
from practices.models import PracticeAdoption, PracticePage


def origins(inventory: Inventory, practice: PracticePage) -> list[Match]:
    """The practices that this one was adopted from, in the editor's order; of a draft, as the draft has them."""
    return _shown(inventory, [row.origin_id for row in practice.adoptions.all()])


def successors(inventory: Inventory, practice: PracticePage) -> list[Match]:
    """The practices that were adopted from this one, in the order of titles."""
    pks = per_version("adopters", _adopters).get(practice.pk, ())
    return _shown(inventory, sorted(pks, key=lambda pk: inventory.position_of.get(pk, 0)))


def _shown(inventory: Inventory, pks: Iterable[int]) -> list[Match]:
    positions = [inventory.position_of[pk] for pk in pks if pk in inventory.position_of]
    return [match(inventory, position, []) for position in positions]


def _adopters() -> Mapping[int, list[int]]:
    adopters = defaultdict(list)
    for origin, practice in PracticeAdoption.objects.order_by().values_list("origin_id", "practice_id"):
        adopters[origin].append(practice)
    return dict(adopters)

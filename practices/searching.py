"""What site search asks about practices: by what results can be narrowed, and where there are any."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practices.inventory import Inventory
from practices.models import Municipality, PracticeIndexPage, PracticePage
from search.engine.searchable import Kind
from search.registry import Rows, Shortcut, register_facet, register_shortcuts

MUNICIPALITY = Kind(_("municipality"), _("municipalities"))


def register() -> None:
    register_shortcuts(MUNICIPALITY, municipalities_with_practices)
    register_facet("thema", _("Theme"), _rows("themes", "theme__slug", "theme__name"))
    register_facet("instrument", _("Instrument"), _rows("instruments", "instrument__slug", "instrument__name"))
    # No slug: names of municipalities are unique and read well in an address.
    register_facet("gemeente", _("Municipality"), _rows("municipalities", "municipality__name", "municipality__name"))


def _rows(field, slug, label):
    through = PracticePage._meta.get_field(field).remote_field.through
    return Rows(through.objects.all, "practicepage_id", slug, label)


def municipalities_with_practices() -> Iterator[Shortcut]:
    """Each leads to its practices in the inventory; former names lead there too."""
    index = PracticeIndexPage.objects.live().public().first()
    if not index:
        return
    former = dict(Municipality.objects.values_list("name", "former_names"))
    places = Inventory.of(index).facets["gemeente"].values.values()
    for place in sorted(places, key=lambda place: -place.bits.bit_count()):
        count = place.bits.bit_count()
        text = ngettext("%(count)s practice", "%(count)s practices", count) % {"count": count}
        yield Shortcut(place.label, f"{index.url}?gemeente={place.slug}", text, tuple(former.get(place.label, ())))

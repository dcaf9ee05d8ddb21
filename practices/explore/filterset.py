"""The parameters of an address of the inventory, read by django-filter. What cannot be understood is left out."""

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters.fields import MultipleChoiceField

from practices.explore.inventory import Inventory
from practices.models import PracticePage
from search.engine.query import Query

RELEVANCE, NEWEST, LAST_CHECKED, NAME = "relevantie", "nieuwste", "nagekeken", "naam"
ORDERS = {
    RELEVANCE: _("Most relevant"),
    NEWEST: _("Newest first"),
    LAST_CHECKED: _("Last checked first"),
    NAME: _("By name"),
}


class TextField(forms.Field):
    def to_python(self, value):
        return Query.parse(value or "")


class OrderField(forms.Field):
    def to_python(self, value):
        return value if value in ORDERS else ""


class KnownValuesField(MultipleChoiceField):
    """Leaves unknown values out instead of refusing them all."""

    def to_python(self, value):
        known = dict(self.choices)
        return [one for one in dict.fromkeys(super().to_python(value)) if one in known]


class TextFilter(django_filters.Filter):
    field_class = TextField


class OrderFilter(django_filters.Filter):
    field_class = OrderField


class KeysField(MultipleChoiceField):
    """Keys of practices; anything but a number is left out."""

    def to_python(self, value):
        # ASCII only: other digits are numbers to Python as well, and very long ones an error.
        numbers = [one for one in super().to_python(value) if one.isascii() and one.isdigit() and len(one) < 19]
        return list(dict.fromkeys(map(int, numbers)))

    def valid_value(self, value) -> bool:
        return True


class KeysFilter(django_filters.MultipleChoiceFilter):
    field_class = KeysField


class KnownValuesFilter(django_filters.MultipleChoiceFilter):
    field_class = KnownValuesField


class AddressFilterSet(django_filters.FilterSet):
    """The parameters of the address, one for each facet beside these; the inventory itself filters (ADR 12)."""

    q = TextFilter()
    sorteer = OrderFilter()
    vergelijk = KeysFilter()

    def __init__(self, data: QueryDict, inventory: Inventory) -> None:
        super().__init__(data, queryset=PracticePage.objects.none())
        for name, facet in inventory.facets.items():
            self.filters[name] = KnownValuesFilter(name, choices=[(slug, slug) for slug in facet.values])

"""The facts beside the text of a practice; the ones that one can filter by lead to the practices that share them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from practices.models import PracticePage
from practices.models.profile import Trait


@dataclass(frozen=True, slots=True)
class Value:
    text: str
    #: The inventory, filtered by this value.
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    values: tuple[Value, ...] = ()
    note: str = ""


def key_facts(practice: PracticePage, inventory_url: str) -> list[Fact]:
    """The known facts; the others are left out."""
    places = [(slugify(place.name), place.name) for place in practice.places]
    instruments = [(word.slug, word.name) for word in practice.shown_instruments]
    themes = [(word.slug, word.name) for word in practice.shown_themes]
    facts = [
        Fact(_("Municipality"), _links(inventory_url, "gemeente", places), practice.provinces),
        Fact(_("Size"), _plain(practice.sizes)),
        Fact(_("Instrument"), _links(inventory_url, "instrument", instruments)),
        Fact(_("Theme"), _links(inventory_url, "thema", themes)),
        Fact(_("Status"), _plain(practice.get_status_display()), practice.status_note),
        Fact(_("Period"), _plain(practice.years)),
        Fact(_("Budget"), _plain(practice.budget_label), practice.budget_note),
        Fact(_("Participants"), _plain(practice.participants_label), practice.participants_note),
    ]
    return [fact for fact in facts if fact.values or fact.note]


def profile_facts(practice: PracticePage, inventory_url: str) -> list[Fact]:
    """The known choices of the profile; see ``PracticeFacts.profile``."""
    return [Fact(capfirst(str(trait.name)), trait_values(trait, inventory_url)) for trait in practice.profile]


def trait_values(trait: Trait, inventory_url: str) -> tuple[Value, ...]:
    if not trait.field.facet:
        return _plain(trait.text)
    return _links(inventory_url, trait.field.column, [(choice.value, str(choice.label)) for choice in trait.choices])


def _links(inventory_url, facet, pairs):
    return tuple(Value(text, f"{inventory_url}?{urlencode({facet: slug})}") for slug, text in pairs)


def _plain(text):
    return (Value(str(text)),) if text else ()

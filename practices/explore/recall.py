"""Reads a public practice from the inventory in memory, so that its page need not ask the database again."""

from dataclasses import dataclass

from django.urls import reverse

from practices.explore.inventory import Inventory
from practices.models import PracticePage
from search.engine.dutch import fold


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a vocabulary, as the page of a practice shows it."""

    slug: str
    name: str


class RememberedTopic(Word):
    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


def recall(practice: PracticePage, inventory: Inventory) -> None:
    """Fill in municipalities, themes, instruments and topics, as ``PracticeQuerySet.for_listing`` does.

    Not for previews: a draft may have other words than the practice that the public sees.
    """
    position = inventory.position_of.get(practice.pk)
    if position is None:
        return
    practice.places = [inventory.places[word.slug] for word in _words(inventory, "gemeente", position)]
    practice.shown_themes = _words(inventory, "thema", position)
    practice.shown_instruments = _words(inventory, "instrument", position)
    practice.shown_topics = _words(inventory, "onderwerp", position, RememberedTopic)


def _words(inventory, name, position, kind=Word):
    facet = inventory.facets[name]
    words = [kind(slug, str(facet.values[slug].label)) for slug in facet.slugs[position]]
    return sorted(words, key=lambda word: fold(word.name))

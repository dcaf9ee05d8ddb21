"""The municipality that a visitor names in an address, by its slug, its name or a name it had."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import slugify

from practices.exchange.imports.matching import MunicipalityNames
from practices.exchange.reading.scrubbing import fold
from practices.explore.inventory import Place
from practices.models import Municipality

#: Characters; no name of a municipality is nearly as long, and comparing longer texts takes time.
LONGEST = 60


@dataclass(frozen=True)
class NamedMunicipality:
    """A visitor's text and the municipality that it means; if it means none, those that look like it."""

    text: str = ""
    place: Place | None = None
    #: The name that the visitor used, if it is one of before a merger.
    former_name: str = ""
    candidates: tuple[Place, ...] = ()

    @classmethod
    def of(cls, text: str, municipalities: Sequence[Municipality]) -> "NamedMunicipality":
        text = " ".join(text.split())[:LONGEST]
        if not text:
            return cls()
        by_key = {municipality.pk: municipality for municipality in municipalities}
        found = MunicipalityNames(municipalities).find(text)
        if found.pk is None:
            return cls(text, candidates=tuple(place_of(by_key[pk]) for pk in found.candidates))
        municipality = by_key[found.pk]
        former = [name for name in municipality.former_names if fold(name) == fold(text)]
        is_former = former and fold(municipality.name) != fold(text)
        return cls(text, place_of(municipality), former[0] if is_former else "")


def place_of(municipality: Municipality) -> Place:
    return Place(
        slugify(municipality.name),
        municipality.name,
        municipality.province,
        municipality.size_class,
        municipality.latitude,
        municipality.longitude,
    )

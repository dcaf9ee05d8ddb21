"""Names of municipalities for site search: who types "Herne" also finds Pajottegem, and "Gentse" what is in Gent."""

import re
from collections.abc import Iterable

from practices.exchange.scrubbing import fold
from practices.models import Municipality
from search import registry

# -e or -en, and of a double consonant before it one: Brugge, Mechelen.
_ENDING = re.compile(r"(?<=([^aeiou]))\1?en?$|en?$")


def register_aliases() -> None:
    registry.register_aliases(former_municipalities)
    registry.register_aliases(adjectives)
    registry.register_names(municipalities)


def municipalities() -> Iterable[str]:
    """All of Flanders and Brussels, of today and of before; those without a practice too."""
    for name, former_names in Municipality.objects.values_list("name", "former_names"):
        yield from (name, *former_names)


def former_municipalities() -> Iterable[registry.Alias]:
    """A former name that is also a name of today means the municipality of today, as in ``MunicipalityNames``."""
    places = list(Municipality.objects.only("name", "former_names"))
    taken = {fold(place.name) for place in places}
    return [
        registry.Alias(name, place.name) for place in places for name in place.former_names if fold(name) not in taken
    ]


def adjectives() -> Iterable[registry.Alias]:
    """Gentse, Mechelse, Brugse: the name or the name without its ending, and -se. Not every one exists: no harm."""
    names = list(Municipality.objects.values_list("name", flat=True))
    taken = {fold(name) for name in names}
    for name in names:
        if name.isalpha():
            for begin in {name, _ENDING.sub("", name)}:
                if fold(adjective := f"{begin}se") not in taken:
                    yield registry.Alias(adjective, name)

"""Names of municipalities for site search: who types "Herne" also finds Pajottegem, and "Gentse" what is in Gent."""

import re
from collections.abc import Iterable

from practices.exchange.scrubbing import fold
from practices.models import Municipality
from search import registry
from search.engine.dutch import is_listed
from search.engine.lexicon import other_words

# -e or -en, and of a double consonant before it one: Brugge, Mechelen.
_ENDING = re.compile(r"(?<=([^aeiou]))\1?en?$|en?$")

# 's lands; Niels and Peers are names of people; a wels is a fish.
_NAMES_AND_FORMS = {"lands", "niels", "peers", "wels"}

# Of Roeselar(e) and Stad(en), not of Brug(ge).
_LONG_VOWEL = re.compile(r"(?<![aeiou])([aeou])(?=[^aeiou]$)")


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
    """Gentse and Gents, Mechelse, Brugse, Roeselaarse: the name or its beginning, and -se or -s.

    Not every one exists: no harm. What is another word is none: "mens" is not of Menen, nor "leds" of Lede.
    """
    names = list(Municipality.objects.values_list("name", flat=True))
    taken = {fold(name) for name in names}
    for name in names:
        if name.isalpha():
            for adjective in sorted({f"{begin}{ending}" for begin in _beginnings(name) for ending in ("se", "s")}):
                if fold(adjective) not in taken and not _is_another_word(fold(adjective)):
                    yield registry.Alias(adjective, name)


def _is_another_word(adjective):
    # The list of words holds some real ones on -se, such as "gentse".
    is_a_word = not adjective.endswith("se") and adjective in other_words()
    return is_a_word or adjective in _NAMES_AND_FORMS or is_listed(adjective)


def _beginnings(name):
    """The name, and without its ending; a vowel that was long before that ending is written twice then."""
    begin = _ENDING.sub("", name)
    yield from (name, begin)
    if begin != name:
        yield _LONG_VOWEL.sub(r"\1\1", begin)

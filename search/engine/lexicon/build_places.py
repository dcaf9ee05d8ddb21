"""Rebuild places.txt, after build.py and whenever municipalities merge. See README.md beside this file.

A developer's script; the site only reads its result. It needs no network:

    python search/engine/lexicon/build_places.py practices/places/reference/flanders.json
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))
PLACES = HERE / "places.txt"

#: Shorter parts of a name are not names by themselves, and are never taken for a mistake.
SHORTEST = 4
# The forms of everyday words that names are made of too.
WORDS = {"landen", "meeuwen", "rode"}
# -e or -en, and of a double consonant before it one: Brugge, Mechelen.
ENDING = re.compile(r"(?<=([^aeiou]))\1?en?$|en?$")
# Of Roeselar(e) and Stad(en), not of Brug(ge).
LONG_VOWEL = re.compile(r"(?<![aeiou])([aeou])(?=[^aeiou]$)")
# 's lands; Niels and Peers are names of people; a wels is a fish.
NAMES_AND_FORMS = {"lands", "niels", "peers", "wels"}


def main(municipalities: Path) -> None:
    PLACES.write_text("", encoding="ascii")
    # These must not know the places that were in the list.
    from search.engine.dutch import words

    rows = json.loads(municipalities.read_text(encoding="utf-8"))["municipalities"]
    today = [words(row["name"]) for row in rows]
    former = [words(name) for row in rows for name in row["former_names"]]
    places = {name[0]: [] for name in today if len(name) == 1 and name[0] not in WORDS}
    for adjective, name in _adjectives(places.keys()):
        places[name].append(adjective)
    for word in (word for name in [*today, *former] for word in name):
        if len(word) >= SHORTEST and _is_only_a_name(word):
            places.setdefault(word, [])
    lines = sorted(" ".join([name, *sorted(adjectives)]) for name, adjectives in places.items())
    PLACES.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    print(f"{PLACES.name}: {len(lines)} lines")


def _is_only_a_name(word: str) -> bool:
    """Not the "oud" of Oud-Heverlee. Such words stay words."""
    from search.engine.dutch import is_known, parts, stem

    return word not in WORDS and (not is_known(word) or stem(word) != word or bool(parts(word)))


def _adjectives(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Gentse and Gents, Mechelse, Brugse, Roeselaarse: the name or its beginning, and -se or -s; each with its name.

    Not every one exists, which does no harm. Left out is what is another word ("mens" is not of Menen, nor "leds" of
    Lede). What may be of two places is of the one whose whole name it holds ("Berlaarse" is of Berlaar), or else of the
    one on -e ("Halse" is of Halle and not of Halen).
    """
    found = defaultdict(set)
    for name in names:
        for begin in _beginnings(name):
            for ending in ("se", "s"):
                found[f"{begin}{ending}"].add(name)
    for adjective, of in found.items():
        if adjective not in names and not _is_another_word(adjective):
            yield (
                adjective,
                max(of, key=lambda name: (adjective.startswith(name), name.endswith("e"), name)),
            )


def _beginnings(name: str) -> Iterator[str]:
    """The name, and without its ending; a vowel that was long before that ending is written twice then."""
    begin = ENDING.sub("", name)
    yield from (name, begin)
    if begin != name:
        yield LONG_VOWEL.sub(r"\1\1", begin)


def _is_another_word(adjective: str) -> bool:
    from search.engine.dutch import is_listed
    from search.engine.lexicon import other_words

    # The list of words holds some real ones on -se, such as "gentse".
    is_a_word = not adjective.endswith("se") and adjective in other_words()
    return is_a_word or adjective in NAMES_AND_FORMS or is_listed(adjective)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

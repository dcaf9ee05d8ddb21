"""Folded words of which Dutch compounds are made, and forms to be stemmed as another. README.md tells their source."""

from functools import cache
from pathlib import Path

# These may end a compound according to the dictionary, but end many words that are not compounds.
_NO_TAILS = """
    aar age baar baars baren dom eel end ende graad haar haft heid heden ier ing isme iteit king laars lade lende lijk
    lijke ling loos loosheid loze nis ring schap schappen schat sel sing ster sters teel tel teling ten ter tering
    telling tie ting vol waarts weer wel
"""
# These may begin one, but begin many words that are not compounds.
_NO_HEADS = """
    aan achter anti beha bij buiten contra daar dan door eer ene haar haard heen her hoe lende mee mede mijn
    na naar onder ont oer op over pre pro sub tegen terug toe tussen uit van ver vet voor waar weer wel zich
"""


def _lines(name: str) -> list[str]:
    return Path(__file__).with_name(name).read_text(encoding="ascii").splitlines()


def _read(name: str) -> list[str]:
    return [word for line in _lines(name) for word in line.split()]


#: Words of the subject that the dictionary does not take for parts of compounds. They are not taken apart.
OURS = frozenset(_read("ours.txt"))

#: What may begin a compound.
HEADS = OURS.union(_read("heads.txt")) - set(_NO_HEADS.split())
#: What may end one, in singular and plural.
TAILS = OURS.union(_read("tails.txt")) - set(_NO_TAILS.split())
#: Verbs such as "evalueer", by their infinitive: their stem does not end on -er, as that of "vergaderen" does.
VERBS = {f"{stem.removesuffix('eer')}eren": stem for stem in _read("verbs.txt")}
#: Inflected forms that the stemmer does not bring to the stem of their word, with that word: duurzame, duurzaam.
FORMS = dict(zip(*[iter(_read("forms.txt"))] * 2, strict=True))
#: Names of municipalities and what is said of them, with the name: gentse, gent. They are not taken apart either.
PLACES = {form: line.split()[0] for line in _lines("places.txt") for form in line.split()}


@cache
def other_words() -> frozenset[str]:
    """All other Dutch words, and places; read when the first word is looked up that may be mistyped."""
    return frozenset(_read("known.txt"))

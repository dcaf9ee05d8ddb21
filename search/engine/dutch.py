"""Dutch words as search sees them: folded, brought back to a stem, compounds taken apart.

After a change that gives a word other tokens the index has to be made again; ``manage.py`` says so.
"""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer
from snowballstemmer.basestemmer import BaseStemmer

from search.engine.irregular import STEMS
from search.engine.lexicon import FORMS, HEADS, OURS, TAILS, VERBS, other_words

WORD = re.compile(r"[^\W_]+")

#: Longer ones are not words: they are folded and left as they are.
LONGEST_WORD = 50

_STOP_WORDS = """
    aan al alle als bij dan dat de deze die dit doe doen door dus een en er ga geen gaan had hebben heb heeft het hij
    hoe hun ik in is je jij jou jouw jullie kan kun kunnen maar me mee men met mijn moet moeten na naar niet nog nu of
    om ons onze ook op over te tegen toch toen tot tussen u uit uw van vanuit veel via voor waar waarom wanneer wat we
    wel welk welke werd wie wij wil willen word worden wordt zal ze zelf zich zij zijn zo zou zouden zonder
"""

#: Words of a query that say nothing about what is looked for.
STOP_WORDS = frozenset(_STOP_WORDS.split())

# What begins every token, so that a stem is never taken for a word that somebody typed.
MARK = "zq"

# Words whose analysis is remembered: about 5 MB for each of three functions.
_REMEMBERED_WORDS = 20_000
_LISTED = (HEADS, TAILS, FORMS.keys(), frozenset(FORMS.values()), STEMS.keys())
_SHORTEST_COMPOUND = 7
_ENDINGS = ("e", "en", "er", "ere", "s", "st", "ste")
_LINKS = ("", "s", "en", "n", "e")
# The stemmer takes "ge" off and even out of words (gemeente: meen, burgerpanel: burrpanel). It does not know this one.
_G = re.compile(r"g(?=e...)")
_UNTOUCHED_G = "ĝ"
# Plurals on -ën, whose accent is folded.
_EEN = re.compile(r"(?<=[ei]e)en$")
# The forms of verbs such as evalueren that the stemmer does not bring back to "evalueer".
_EREN = re.compile(r"(ge)?(?P<verb>\w{2,}?)(eren|erende?|eerde?n?|eert)")


def fold(word: str) -> str:
    """The word without case and diacritics, to compare it with another."""
    if word.isascii():
        return word.lower()
    letters = (letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    return "".join(letters).casefold()


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return [fold(word) for word in WORD.findall(text)]


@lru_cache(maxsize=_REMEMBERED_WORDS)
def stem(word: str) -> str:
    """The stem that the forms of a word share. Of a compound the last part is stemmed: wijkcentra, wijkcentrum."""
    word = fold(word)
    if word in STEMS:
        return STEMS[word]
    if len(word) > LONGEST_WORD or not word.isalpha():
        return word
    if found := parts(word):
        return word.removesuffix(found[-1]) + stem(found[-1])
    if base := FORMS.get(word) or _base(word):
        return stem(base)
    found = by_rule(word)
    return STEMS.get(found, found)


def by_rule(word: str) -> str:
    """The stem of a folded word that is in no list."""
    if infinitive := _EREN.fullmatch(word):
        word = VERBS.get(f"{infinitive['verb']}eren", word)
    return _snowball().stemWord(_G.sub(_UNTOUCHED_G, _EEN.sub("", word))).replace(_UNTOUCHED_G, "g")


def _base(word: str) -> str:
    """The word that a diminutive is made of: kaart-je, tuin-tje, boom-pje; empty when we do not know that word."""
    if not word.endswith(("je", "jes")):
        return ""
    begin = word.removesuffix("s").removesuffix("je")
    return next((base for base in (begin, begin[:-1]) if base in TAILS or base in HEADS), "")


def parts(word: str) -> tuple[str, ...]:
    """The words of which a compound is made, folded; nothing for a word that is not a compound that we know."""
    word = fold(word)
    return _split(word) if _SHORTEST_COMPOUND <= len(word) <= LONGEST_WORD else ()


def tokens(text: str) -> str:
    """What the index holds of a text besides its words: of each its stem and the stems of its parts; no stop words."""
    return " ".join(token for word in words(text) if word not in STOP_WORDS for token in tokens_of(word))


def completions(text: str) -> str:
    """The words that somebody may begin to type to find a title: its own, and its compounds from each inner part on."""
    return " ".join(dict.fromkeys(start for word in words(text) for start in _starts(word)))


def _starts(word: str) -> list[str]:
    starts, position = [word], 0
    for part in parts(word):
        position = word.index(part, position)
        starts.append(word[position:])
        position += len(part)
    return starts


def is_known(word: str) -> bool:
    """Whether the word lists hold the word, another form of it, or the words of which it is made."""
    word = fold(word)
    shorter = without_ending(word)
    forms = {stem(word), *(word + ending for ending in ("s", "e", "en")), *shorter}
    is_listed = any(not known.isdisjoint(forms) for known in _LISTED)
    return is_listed or bool(parts(word)) or not other_words().isdisjoint(shorter)


def is_listed(word: str) -> bool:
    """Whether the lists of stems and compounds hold this very word."""
    word = fold(word)
    return any(word in known for known in _LISTED)


def without_ending(word: str) -> set[str]:
    """The words of which this may be a plural, a degree or another form, and the word itself."""
    return {word, *map(word.removesuffix, _ENDINGS)}


@lru_cache(maxsize=_REMEMBERED_WORDS)
def tokens_of(word: str) -> tuple[str, ...]:
    """The same of one word, folded: first its stem."""
    return tuple(MARK + found for found in dict.fromkeys((stem(word), *map(stem, parts(word)))))


@cache
def _snowball() -> BaseStemmer:
    return snowballstemmer.stemmer("dutch")


@lru_cache(maxsize=_REMEMBERED_WORDS)
def _split(word: str) -> tuple[str, ...]:
    if word in STEMS or word in OURS or word in FORMS:
        return ()
    for length in range(len(word) - 3, 2, -1):
        head, rest = word[:length], word[length:]
        if head not in HEADS:
            continue
        for link in _LINKS:
            tail = rest.removeprefix(link) if link else rest
            if link and not rest.startswith(link):
                continue
            if tail in TAILS or _base(tail) in TAILS:
                return (*(_split(head) or (head,)), *(_split(tail) or (tail,)))
            if found := _split(tail):
                return (head, *found)
    return ()

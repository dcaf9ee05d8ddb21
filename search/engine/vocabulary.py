"""The words of the public pages, and which of them somebody may have meant who mistyped one.

The worker gathers them, so that no draft and no closed page lends a word. One way for every database: all words are in
memory and rapidfuzz compares them, where the trigrams of PostgreSQL would give other answers than SQLite can.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID, uuid4

from django.db import transaction
from rapidfuzz import process
from rapidfuzz.distance import OSA
from wagtail.models import Page
from wagtail.query import PageQuerySet

from search.engine.dutch import LONGEST_WORD, STOP_WORDS, fold, is_known, stem
from search.engine.index_texts import index_texts, plain_words
from search.engine.models import Gathering, Word
from search.engine.query import Query

#: Shorter words have too many neighbours.
SHORTEST = 4
#: From this length on two mistakes are forgiven instead of one.
LONG = 7
# Letters that a form of a word may have at its end and another not, and those that are mixed up in its ending.
_ENDINGS, _D_OR_T = frozenset("denst"), re.compile(r"[dt](?=(en?)?$)")
#: Mistaken words of one query that are looked up: each is compared with all words.
MOST_MISTAKEN = 5
#: Pages that are read, and words that are written, at once.
BATCH = 200


@dataclass(frozen=True)
class Correction:
    """What may have been meant.

    ``is_sure`` when no word differs by more than one mistake, in a word of some length, and not only in how it ends.
    """

    query: Query
    is_sure: bool


def corrected(query: Query, pages: PageQuerySet) -> Correction | None:
    """The query with unknown words replaced by the known ones that are most like them; None when nothing changes.

    A word replaces nothing unless one of ``pages`` that held it when they were gathered is still among them, and holds
    it still. Three queries, beside what is remembered.
    """
    known = _vocabulary()
    meant = {word for concept in query.concepts if concept.synonyms for word in concept.typed}
    mistaken = [term for term in query.terms if fold(term) not in meant and known.is_mistaken(term)]
    near = {term: known.nearest(term) for term in mistaken[:MOST_MISTAKEN]}
    public = known.public({word for word, _mistakes in near.values() if word}, pages)
    better = {term: word for term, (word, _mistakes) in near.items() if word in public}
    if not better:
        return None
    is_sure = all(
        near[term][1] == 1 and len(term) >= LONG and not _may_be_forms(fold(term), word)
        for term, word in better.items()
    )
    return Correction(Query.parse(" ".join(better.get(term, term) for term in query.terms)), is_sure)


def _may_be_forms(word: str, other: str) -> bool:
    """Whether words that differ by one letter are perhaps forms of one: verzameld, verzamelde; verhuisd, verhuist."""
    shorter, longer = sorted((word, other), key=len)
    is_longer = longer[:-1] == shorter and longer[-1] in _ENDINGS
    return is_longer or _D_OR_T.sub("t", word) == _D_OR_T.sub("t", other)


#: The stamp of the words that the last one was made of, and it. It outlives a version of the site: to make it takes a
#: second for each 50,000 words, and only the worker changes them.
_last: tuple[UUID | None, "Vocabulary"] | None = None


def _vocabulary() -> "Vocabulary":
    global _last
    stamp = Gathering.objects.values_list("stamp", flat=True).first()
    if _last is None or _last[0] != stamp:
        stored = _stored()
        pages, witnesses = ({word: row[place] for word, row in stored.items()} for place in (0, 1))
        _last = stamp, Vocabulary(pages, witnesses)
    return _last[1]


class Vocabulary:
    """Known words with the number of pages that hold them, and of each word a page."""

    def __init__(self, words: Mapping[str, int], witnesses: Mapping[str, int] | None = None):
        self._words, self._witnesses = words, witnesses or {}
        self._stems = {stem(word) for word in words}

    def nearest(self, word: str) -> tuple[str, int]:
        """The known word that differs least, of equal ones the most usual, and by how many mistakes.

        An empty word for what may be meant as it is, or is like no other.
        """
        folded = fold(word)
        if not self.is_mistaken(word):
            return "", 0
        mistakes = 1 if len(folded) < LONG else 2
        near = process.extract(folded, self._words.keys(), scorer=OSA.distance, score_cutoff=mistakes, limit=None)
        word, mistakes, _key = min(
            near, key=lambda found: (found[1], -self._words[found[0]], found[0]), default=("", 0, None)
        )
        return word, mistakes

    def is_mistaken(self, word: str) -> bool:
        """Whether it may be meant otherwise; a short word has too many neighbours to tell."""
        folded = fold(word)
        return len(folded) >= SHORTEST and folded.isalpha() and not self._knows(folded)

    def public(self, words: Collection[str], pages: PageQuerySet) -> set[str]:
        """Which of these words still stand on the page of ``pages`` on which they stood."""
        witnesses = {word: self._witnesses[word] for word in words}
        if not witnesses:
            return set()
        still_public = index_texts(pages.filter(pk__in=set(witnesses.values())))
        held = {key: {word for text in texts for word in plain_words(text)} for key, texts in still_public.items()}
        return {word for word, key in witnesses.items() if word in held.get(key, ())}

    def _knows(self, word):
        return word in self._words or word in STOP_WORDS or stem(word) in self._stems or is_known(word)


def gather() -> None:
    """Counts the words of all public pages again."""
    counts, witnesses = Counter(), {}
    for key, words in _words_of_pages():
        counts.update(words)
        for word in words:
            witnesses.setdefault(word, key)
    now = {word: (pages, witnesses[word]) for word, pages in counts.items()}
    before = _stored()
    changed = [Word(word=word, pages=row[0], witness=row[1]) for word, row in now.items() if before.get(word) != row]
    gone = iter(before.keys() - now.keys())
    with transaction.atomic():
        Word.objects.bulk_create(
            changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=["pages", "witness"],
        )
        while batch := list(islice(gone, BATCH)):
            Word.objects.filter(word__in=batch).delete()
        if now != before:
            Gathering.objects.update_or_create(pk=1, defaults={"stamp": uuid4()})


def _stored() -> dict[str, tuple[int, int]]:
    return {word: (pages, witness) for word, pages, witness in Word.objects.values_list("word", "pages", "witness")}


def _words_of_pages() -> Iterator[tuple[int, set[str]]]:
    keys = list(Page.objects.live().public().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        found = index_texts(keys[start : start + BATCH])
        for key in sorted(found):
            words = {word for text in found[key] for word in plain_words(text)}
            yield key, {word for word in words if SHORTEST <= len(word) <= LONGEST_WORD and word.isalpha()}

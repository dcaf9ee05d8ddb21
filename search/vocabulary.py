"""The words of the public pages, and which of them somebody may have meant who mistyped one.

The worker gathers them, so that no draft and no closed page lends a word. One way for every database: all words are in
memory and rapidfuzz compares them, where the trigrams of PostgreSQL would give other answers than SQLite can.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Count, Sum
from rapidfuzz import process
from rapidfuzz.distance import OSA
from wagtail.models import Page
from wagtail.search.query import PlainText

from search.dutch import LONGEST_WORD, STOP_WORDS, fold, is_known, stem
from search.dutch import words as words_of
from search.index_texts import index_texts, plain_words
from search.memory import per_version
from search.models import Word
from search.query import Query
from search.registry import names

#: Shorter words have too many neighbours.
SHORTEST = 4
#: From this length on two mistakes are forgiven instead of one.
LONG = 7
#: Pages that are read, and words that are written, at once.
BATCH = 200


@dataclass(frozen=True)
class Correction:
    """What may have been meant. ``is_sure`` when no word differs by more than one mistake, in a word of some length."""

    query: Query
    is_sure: bool


def corrected(query: Query) -> Correction | None:
    """The query with every unknown word replaced by the known one that is most like it; None when nothing changes.

    A word that a page held when they were gathered, and that no public page holds now, replaces nothing.
    """
    stamp = Word.objects.aggregate(words=Count("word"), pages=Sum("pages"))
    known = per_version(("vocabulary", *stamp.values()), lambda: Vocabulary(_stored(), names()))
    meant = {word for concept in query.concepts if concept.synonyms for word in concept.typed}
    near = {term: known.nearest(term) for term in query.terms if fold(term) not in meant}
    better = {term: word for term, (word, _mistakes) in near.items() if word and _is_public(word)}
    if not better:
        return None
    is_sure = all(near[term][1] == 1 and len(term) >= LONG for term in better)
    return Correction(Query.parse(" ".join(better.get(term, term) for term in query.terms)), is_sure)


def _is_public(word: str) -> bool:
    return len(Page.objects.live().public().search(PlainText(word))[:1].keys()) > 0


class Vocabulary:
    """Known words with the number of pages that hold them, and names that may be on no page."""

    def __init__(self, words: Mapping[str, int], names: Iterable[str] = ()):
        self._words = words
        self._stems = {stem(word) for word in words}
        self._names = {word for name in names for word in words_of(name)}

    def nearest(self, word: str) -> tuple[str, int]:
        """The known word that differs least, of equal ones the most usual, and by how many mistakes.

        An empty word for what may be meant as it is, or is like no other.
        """
        folded = fold(word)
        if len(folded) < SHORTEST or not folded.isalpha() or self._knows(folded):
            return "", 0
        mistakes = 1 if len(folded) < LONG else 2
        near = process.extract(folded, self._words.keys(), scorer=OSA.distance, score_cutoff=mistakes, limit=None)
        word, mistakes, _key = min(
            near, key=lambda found: (found[1], -self._words[found[0]], found[0]), default=("", 0, None)
        )
        return word, mistakes

    def _knows(self, word):
        return (
            word in self._words
            or word in self._names
            or word in STOP_WORDS
            or stem(word) in self._stems
            or is_known(word)
        )


def gather() -> None:
    """Counts the words of all public pages again."""
    now = Counter(word for words in _words_of_pages() for word in words)
    before = _stored()
    changed = [Word(word=word, pages=pages) for word, pages in now.items() if before.get(word) != pages]
    gone = iter(before.keys() - now.keys())
    with transaction.atomic():
        Word.objects.bulk_create(
            changed, batch_size=BATCH, update_conflicts=True, unique_fields=["word"], update_fields=["pages"]
        )
        while batch := list(islice(gone, BATCH)):
            Word.objects.filter(word__in=batch).delete()


def _stored() -> dict[str, int]:
    return dict(Word.objects.values_list("word", "pages"))


def _words_of_pages() -> Iterator[set[str]]:
    keys = list(Page.objects.live().public().values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        for texts in index_texts(keys[start : start + BATCH]).values():
            words = {word for text in texts for word in plain_words(text)}
            yield {word for word in words if SHORTEST <= len(word) <= LONGEST_WORD and word.isalpha()}

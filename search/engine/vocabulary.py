"""The words of the public pages, and which of them is most like a word that no page holds.

The worker gathers them, so that no draft and no closed page lends a word. One way for every database: all words are in
memory and rapidfuzz compares them, where the trigrams of PostgreSQL would give other answers than SQLite can.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from uuid import UUID, uuid4

from django.db import transaction
from rapidfuzz import process
from rapidfuzz.distance import OSA
from wagtail.models import Page
from wagtail.query import PageQuerySet

from search.engine.dutch import LONGEST_WORD, STOP_WORDS, is_known, stem
from search.engine.index_texts import index_texts, plain_words
from search.engine.models import Gathering, Word

#: Shorter words have too many neighbours.
SHORTEST = 4
#: From this length on two mistakes are forgiven instead of one.
LONG = 7
#: Mistaken words of one query that are looked up: each is compared with all words.
MOST_MISTAKEN = 5
#: Pages that are read, and words that are written, at once.
BATCH = 200


#: The stamp of the words that the last one was made of, and it. It outlives a version of the site: to make it takes a
#: second for each 50,000 words, and only the worker changes them.
_last: tuple[UUID | None, "Vocabulary"] | None = None


def vocabulary() -> "Vocabulary":
    """Of all that was gathered last."""
    global _last
    stamp = Gathering.objects.values_list("stamp", flat=True).first()
    if _last is None or _last[0] != stamp:
        stored = _stored()
        counts, examples = ({word: row[place] for word, row in stored.items()} for place in (0, 1))
        _last = stamp, Vocabulary(counts, examples)
    return _last[1]


class Vocabulary:
    """The words of pages, folded. ``counts`` says how many pages hold each, ``examples`` has the key of one of them."""

    def __init__(self, counts: Mapping[str, int], examples: Mapping[str, int] | None = None) -> None:
        self._counts, self._examples = counts, examples or {}
        self._stems = {stem(word) for word in counts}

    def nearest_to(self, words: Iterable[str]) -> dict[str, tuple[str, int]]:
        """For the first of these folded words that may be mistaken: ``nearest``, if there is any."""
        mistaken = [word for word in words if self.is_mistaken(word)][:MOST_MISTAKEN]
        return {word: found for word in mistaken if (found := self.nearest(word))[0]}

    def nearest(self, word: str) -> tuple[str, int]:
        """The known word that differs least from a folded one, of equal ones the most usual, and by how many mistakes.

        An empty word for what may be meant as it is, or is like no other.
        """
        if not self.is_mistaken(word):
            return "", 0
        most = 1 if len(word) < LONG else 2
        near = process.extract(word, self._counts.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
        right, mistakes, _key = min(
            near, key=lambda found: (found[1], -self._counts[found[0]], found[0]), default=("", 0, None)
        )
        return right, mistakes

    def is_mistaken(self, word: str) -> bool:
        """Whether a folded word may be meant otherwise; a short one has too many neighbours to tell."""
        return len(word) >= SHORTEST and word.isalpha() and not self._knows(word)

    def public(self, words: Collection[str], pages: PageQuerySet) -> set[str]:
        """Which of these words still stand on their example, if that is still one of ``pages``."""
        examples = {word: self._examples[word] for word in words}
        if not examples:
            return set()
        still_public = index_texts(pages.filter(pk__in=set(examples.values())))
        held = {key: {word for text in texts for word in plain_words(text)} for key, texts in still_public.items()}
        return {word for word, key in examples.items() if word in held.get(key, ())}

    def _knows(self, word: str) -> bool:
        return word in self._counts or word in STOP_WORDS or stem(word) in self._stems or is_known(word)


def gather() -> None:
    """Count the words of all public pages again."""
    counts, examples = Counter[str](), {}
    for key, words in _words_of_pages():
        counts.update(words)
        for word in words:
            examples.setdefault(word, key)
    now = {word: (pages, examples[word]) for word, pages in counts.items()}
    before = _stored()
    changed = [Word(word=word, pages=row[0], example=row[1]) for word, row in now.items() if before.get(word) != row]
    gone = iter(before.keys() - now.keys())
    with transaction.atomic():
        Word.objects.bulk_create(
            changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=["pages", "example"],
        )
        while batch := list(islice(gone, BATCH)):
            Word.objects.filter(word__in=batch).delete()
        if now != before:
            Gathering.objects.update_or_create(pk=1, defaults={"stamp": uuid4()})


def _stored() -> dict[str, tuple[int, int]]:
    return {word: (pages, example) for word, pages, example in Word.objects.values_list("word", "pages", "example")}


def _words_of_pages() -> Iterator[tuple[int, set[str]]]:
    keys = list(Page.objects.live().public().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        found = index_texts(keys[start : start + BATCH])
        for key in sorted(found):
            words = {word for text in found[key] for word in plain_words(text)}
            yield key, {word for word in words if SHORTEST <= len(word) <= LONGEST_WORD and word.isalpha()}

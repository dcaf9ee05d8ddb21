"""The site's data against which a file is read: places, words, practices and people, fetched once for all rows."""

from collections import defaultdict
from dataclasses import dataclass

from cms.models import Person
from cms.models.topics import Topic, topic_key
from practices.exchange.imports.contacts import Contact
from practices.exchange.imports.matching import MunicipalityNames, Names
from practices.exchange.reading.scrubbing import fold
from practices.models import Instrument, Municipality, PracticeImportRow, PracticeIndexPage, PracticePage, Theme

#: The columns with names that may be unknown, and what they name.
VOCABULARIES = {"themas": Theme, "instrumenten": Instrument}
#: Answers to an unknown name, beside the key of what it means.
MAKE, LEAVE = "make", "leave"

#: By column and folded name: the key of a municipality or word, ``MAKE`` or ``LEAVE``.
Answers = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class KnownPractice:
    pk: int
    key: str
    titles: tuple[str, ...]
    slug: str


class Reference:
    """``answers`` are what the editor said about the names that nobody knows."""

    def __init__(self, index: PracticeIndexPage, answers: Answers) -> None:
        self.index = index
        #: The addresses of our own files and pages begin with it.
        self.site = index.full_url.removesuffix(index.url)
        self.answers = answers
        places = list(Municipality.objects.all())
        self.place_of = {place.pk: place for place in places}
        self.place_named = {place.name: place for place in places}
        self.places = MunicipalityNames(places)
        self.words, self.word_named = {}, {}
        for column, model in VOCABULARIES.items():
            words = list(model.objects.all())
            self.words[column] = Names((word.name, word.pk) for word in words)
            self.word_named[column] = {word.name: word for word in words}
        self._people: dict[Contact, Person | None] = {}
        self._topics = dict(Topic.objects.values_list("key", "name"))
        self._read_practices()

    def _read_practices(self) -> None:
        here = PracticePage.objects.child_of(self.index).order_by()
        rows = here.values_list("pk", "translation_key", "title", "draft_title", "slug")
        self.practices = {
            pk: KnownPractice(pk, str(key), tuple({title, draft}), slug) for pk, key, title, draft, slug in rows
        }
        self.by_key = {practice.key: practice.pk for practice in self.practices.values()}
        self.by_slug = {practice.slug: practice.pk for practice in self.practices.values()}
        places = defaultdict(set)
        for pk, place in PracticePage.municipalities.through.objects.values_list("practicepage_id", "municipality_id"):
            places[pk].add(place)
        self._named = defaultdict(set)
        self._titled = defaultdict(set)
        for practice in self.practices.values():
            for title in practice.titles:
                self._titled[fold(title)].add(practice.pk)
                for place in places[practice.pk]:
                    self._named[fold(title), place].add(practice.pk)

    def practices_named(self, title: str, places: list[str]) -> set[int]:
        """The practices with this title in any of these municipalities."""
        found = [self._named[fold(title), self.place_named[name].pk] for name in places if name in self.place_named]
        return set().union(*found)

    def practices_titled(self, title: str) -> set[int]:
        return self._titled[fold(title)]

    def find_person(self, contact: Contact) -> Person | None:
        """The person whom a row names; each contact is looked up once."""
        if contact not in self._people:
            self._people[contact] = contact.find()
        return self._people[contact]

    def topic(self, name: str) -> str:
        """The name under which a topic exists already, or this one."""
        return self._topics.get(topic_key(name), name)

    def is_topic(self, name: str) -> bool:
        return topic_key(name) in self._topics


def imported_before(file_hash: str, **conditions) -> dict[int, PracticeImportRow]:
    """The outcomes of earlier imports of the same file, by the number of the row."""
    rows = PracticeImportRow.objects.applied().filter(file_hash=file_hash, **conditions)
    return {row.number: row for row in rows.defer("cells", "changes")}

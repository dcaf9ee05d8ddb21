"""Pages with words that are as usual and as rare as in a language: made-up practices, and a tenth as many meetings."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate
from random import Random

from django.db import connection, transaction
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from events.models import EventIndexPage, EventLedger, EventPage
from practices.management.commands.make_practices import BATCH, Writer
from practices.models import PracticeIndexPage, PracticePage
from practices.models.facts import HEADINGS
from practices.places.services import load_municipalities
from search.engine.dutch import STOP_WORDS, tokens_of
from search.engine.lexicon import HEADS

#: What is looked for, and the share of the pages that it is in. One time in ten it is in the title as well.
COMMON, MID, RARE = "gemeente", "moestuin", "zwaluwnest"
SHARES = {COMMON: 0.5, MID: 0.06, RARE: 0.002}
IN_TITLE = 0.1
#: Stands on every page.
STOP_WORD = "de"

WORDS_PER_PAGE, WORDS_PER_SENTENCE = 300, 12
#: Of a text so many words are "de", "van" and the like.
STOP_SHARE = 0.4
MEETINGS = 0.1


class Language:
    """Real words in an order of our own; the second is half as usual as the first, the third a third (Zipf)."""

    def __init__(self):
        sought = {token for word in SHARES for token in tokens_of(word)}
        telling = sorted(word for word in HEADS if sought.isdisjoint(tokens_of(word)))
        Random("language").shuffle(telling)
        self._telling, self._often = telling, list(accumulate(1 / (place + 10) for place in range(len(telling))))
        self._stop_words = [STOP_WORD, *sorted(STOP_WORDS - {STOP_WORD})]
        self._stops_often = list(accumulate(1 / (place + 1) for place in range(len(self._stop_words))))

    def title(self, random: Random) -> str:
        words = random.choices(self._telling, cum_weights=self._often, k=3)
        words += [word for word, share in SHARES.items() if random.random() < share * IN_TITLE]
        return " ".join(words).capitalize()

    def text(self, random: Random, length: int) -> str:
        stops = round(length * STOP_SHARE)
        words = random.choices(self._telling, cum_weights=self._often, k=length - stops)
        words += [STOP_WORD, *random.choices(self._stop_words, cum_weights=self._stops_often, k=stops - 1)]
        random.shuffle(words)
        sentences = (words[start : start + WORDS_PER_SENTENCE] for start in range(0, length, WORDS_PER_SENTENCE))
        return " ".join(f"{' '.join(sentence).capitalize()}." for sentence in sentences)

    def sought(self, random: Random) -> Iterator[str]:
        """What somebody looks for and stands in this text."""
        return (word for word, share in SHARES.items() if random.random() < share)


class WordyPractices(Writer):
    def __init__(self, index, language):
        super().__init__(index)
        self.language = language

    def _practice(self, made_up):
        random = Random(made_up.columns["slug"])
        for heading in HEADINGS:
            made_up.columns[heading] = f"<p>{self.language.text(random, WORDS_PER_PAGE // len(HEADINGS))}</p>"
        made_up.columns[random.choice(HEADINGS)] += f"<p>{' '.join(self.language.sought(random))}</p>"
        made_up.columns["title"] = self.language.title(random)
        for row, name in [(made_up.columns, "summary"), *((lesson, "text") for lesson in made_up.lessons)]:
            row[name] = self.language.text(random, WORDS_PER_SENTENCE)
        return super()._practice(made_up)


class WordyMeetings(WordyPractices):
    def write(self, numbers):
        events = [self._event(number) for number in numbers]
        self._write_pages(events)
        EventLedger.objects.bulk_create(EventLedger(event=event) for event in events)
        get_search_backend().add_bulk(EventPage, EventPage.objects.filter(pk__in=[event.pk for event in events]))

    def _event(self, number):
        random = Random(f"event {number}")
        self.last += 1
        title, slug, depth = self.language.title(random), f"bijeenkomst-{number:05}", self.index.depth + 1
        text = self.language.text(random, WORDS_PER_PAGE)
        now = timezone.now()
        return EventPage(
            title=title,
            draft_title=title,
            slug=slug,
            path=EventPage._get_path(self.index.path, depth, self.last),
            depth=depth,
            url_path=f"{self.index.url_path}{slug}/",
            locale_id=self.index.locale_id,
            first_published_at=now,
            last_published_at=now,
            start=now + timedelta(days=random.randint(-900, 60)),
            host_municipality=random.choice(self.municipalities),
            intro=f"<p>{text} {' '.join(self.language.sought(random))}</p>",
        )


class WordySite:
    """The demo site, with more and more pages."""

    def __init__(self):
        load_municipalities()
        language = Language()
        self._practices = WordyPractices(PracticeIndexPage.objects.get(), language)
        self._meetings = WordyMeetings(EventIndexPage.objects.get(), language)
        self._size = 0

    def grow(self, size: int) -> None:
        """Up to so many pages, written and indexed many at a time."""
        for start in range(self._size, size, BATCH):
            numbers = range(start + 1, min(start + BATCH, size) + 1)
            meetings = round(len(numbers) * MEETINGS)
            with transaction.atomic():
                self._meetings.write(numbers[:meetings])
                self._practices.write(list(numbers[meetings:]))
        self._size = size
        get_search_backend().get_index_for_model(PracticePage).settle()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

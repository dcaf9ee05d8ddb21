"""The worker's side: it counts the lines of the spool, each exactly once, and forgets what is old."""

import itertools
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from wagtail.models import Page

from search.insight import spool
from search.insight.terms import DAYS_UNTIL_KEPT, normalised
from search.models.insight import LONGEST, SearchClick, SearchDay, SearchTerm, SpoolPosition

#: Days after which a search is forgotten.
REMEMBERED = 180
#: Lines in one transaction, so that others wait a moment at most.
MOST_LINES = 300
#: Different searches that are remembered; what is more is not counted until the oldest are dropped.
MOST_TERMS = 100_000
ROOM = MOST_TERMS // 5
#: Results are shown by the dozen; a place beyond this is made up.
LAST_PLACE = 1_000


def count_spool() -> None:
    """Count what was written since the last time.

    How far a file is counted stands in the database and changes with the counts: killed at any point, the worker goes
    on where it was, and no line counts twice.
    """
    with spool.closed_files() as files:
        for file in files:
            while _count_some(file):
                pass
            # The file first: without its position it would be counted again.
            file.unlink()
            SpoolPosition.objects.filter(name=file.name).delete()


def _count_some(file: Path) -> bool:
    """Count the next lines; False when there are none."""
    with transaction.atomic():
        progress, _ = SpoolPosition.objects.select_for_update().get_or_create(name=file.name)
        with file.open("rb") as spooled:
            spooled.seek(progress.position)
            lines = list(itertools.islice(spooled, MOST_LINES))
        if lines:
            _Tally(lines).save()
            progress.position += sum(map(len, lines))
            progress.save(update_fields=["position"])
    return bool(lines)


class _Tally:
    """The counts of some lines. What is no line of ours, such as half of one from a full disk, is passed over."""

    def __init__(self, lines: Iterable[bytes]):
        self.searches, self.empty, self.clicks, self.places = Counter(), Counter(), Counter(), Counter()
        self.pages = Counter()
        self.texts = {}
        today = timezone.localdate()
        for line in lines:
            try:
                kind, day, key, *values = line.decode().rstrip("\n").split("\t")
                day = date.fromisoformat(day)
                if len(key) == 64 and today - timedelta(days=REMEMBERED) <= day <= today:
                    {"search": self._add_search, "click": self._add_click}[kind]((key, day), *values)
            except (ValueError, KeyError, TypeError):
                continue

    def _add_search(self, term_day, found, text):
        self.searches[term_day] += 1
        self.empty[term_day] += found == "0"
        if text and text == normalised(text)[:LONGEST]:
            self.texts[term_day[0]] = text

    def _add_click(self, term_day, page, place):
        page, place = int(page), int(place)
        if 0 < place <= LAST_PLACE:
            self.clicks[term_day] += 1
            self.places[term_day] += place
            self.pages[*term_day, page] += 1

    def save(self):
        terms = self._terms()
        self._save_days(terms)
        self._save_pages(terms)

    def _terms(self) -> dict[str, SearchTerm]:
        """By key. A click makes no term: what nobody searched for was not clicked either."""
        searched = {key for key, _day in self.searches}
        keys = sorted(searched | {key for key, _day in self.clicks})
        known = SearchTerm.objects.in_bulk(keys, field_name="key")
        if (new := sorted(searched - known.keys())) and SearchTerm.objects.count() + len(new) <= MOST_TERMS:
            SearchTerm.objects.bulk_create([SearchTerm(key=key) for key in new], ignore_conflicts=True)
            known |= SearchTerm.objects.in_bulk(new, field_name="key")
        for key in sorted(self.texts.keys() & known.keys()):
            SearchTerm.objects.filter(key=key, text="").update(text=self.texts[key])
        return known

    def _save_days(self, terms):
        found = sorted(pair for pair in self.searches | self.clicks if pair[0] in terms)
        rows = [SearchDay(term=terms[key], day=day) for key, day in found]
        SearchDay.objects.bulk_create(rows, ignore_conflicts=True)
        for pair in found:
            SearchDay.objects.filter(term=terms[pair[0]], day=pair[1]).update(
                searches=F("searches") + self.searches[pair],
                empty=F("empty") + self.empty[pair],
                clicks=F("clicks") + self.clicks[pair],
                places=F("places") + self.places[pair],
            )

    def _save_pages(self, terms):
        pages = set(Page.objects.filter(pk__in={page for _key, _day, page in self.pages}).values_list("pk", flat=True))
        found = sorted(triple for triple in self.pages if triple[0] in terms and triple[2] in pages)
        rows = [SearchClick(term=terms[key], day=day, page_id=page) for key, day, page in found]
        SearchClick.objects.bulk_create(rows, ignore_conflicts=True)
        for key, day, page in found:
            SearchClick.objects.filter(term=terms[key], day=day, page_id=page).update(
                clicks=F("clicks") + self.pages[key, day, page]
            )


def purge() -> None:
    """Forget what is older than ``REMEMBERED`` days, and what was typed where less than ``DAYS_UNTIL_KEPT`` are left.

    Of too many searches it forgets those that were made longest ago.
    """
    oldest = timezone.localdate() - timedelta(days=REMEMBERED)
    SearchDay.objects.filter(day__lt=oldest).delete()
    SearchClick.objects.filter(day__lt=oldest).delete()
    SearchTerm.objects.filter(days=None).delete()
    # What is remembered of these is again the search of a day or two: perhaps of one person.
    SearchTerm.objects.filter(pk__in=_of_too_few_days().values("pk")).update(text="")
    SpoolPosition.objects.filter(started_at__date__lt=oldest).delete()
    if (too_many := SearchTerm.objects.count() - (MOST_TERMS - ROOM)) > 0:
        unkept = SearchTerm.objects.filter(text="").annotate(last=Max("days__day")).order_by("last", "pk")
        SearchTerm.objects.filter(pk__in=list(unkept.values_list("pk", flat=True)[:too_many])).delete()


def _of_too_few_days():
    """The terms whose text would not be written down today, see ``terms.may_be_kept``."""
    kept = SearchTerm.objects.exclude(text="").annotate(searched=Count("days", filter=Q(days__searches__gt=0)))
    return kept.filter(searched__lt=DAYS_UNTIL_KEPT)

"""Forgets old searches."""

from datetime import timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from search.site.insight.counting import MOST_TERMS
from search.site.insight.models import SearchClick, SearchDay, SearchTerm
from search.site.insight.terms import DAYS_UNTIL_READABLE

#: Days after which a search is forgotten.
REMEMBERED = 180
#: Part of ``MOST_TERMS`` that is left free for the searches of the next day.
ROOM = MOST_TERMS // 5


def purge() -> None:
    """Forget what is older than ``REMEMBERED`` days, and texts of which fewer than ``DAYS_UNTIL_READABLE`` are left.

    Of too many searches it forgets those that were made longest ago.
    """
    oldest = timezone.localdate() - timedelta(days=REMEMBERED)
    SearchDay.objects.filter(day__lt=oldest).delete()
    SearchClick.objects.filter(day__lt=oldest).delete()
    SearchTerm.objects.filter(days=None).delete()
    # What is remembered of these is again the search of a day or two: perhaps of one person.
    SearchTerm.objects.filter(pk__in=_on_too_few_days().values("pk")).update(text="")
    if (too_many := SearchTerm.objects.count() - (MOST_TERMS - ROOM)) > 0:
        unread = SearchTerm.objects.filter(text="").annotate(last=Max("days__day")).order_by("last", "pk")
        SearchTerm.objects.filter(pk__in=list(unread.values_list("pk", flat=True)[:too_many])).delete()


def _on_too_few_days() -> QuerySet[SearchTerm]:
    """The terms whose text would not be written down today."""
    readable = SearchTerm.objects.exclude(text="").annotate(searched=Count("days", filter=Q(days__searches__gt=0)))
    return readable.filter(searched__lt=DAYS_UNTIL_READABLE)

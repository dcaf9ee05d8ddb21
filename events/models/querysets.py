from django.db import models
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from cms.models import BasePageQuerySet


class EventQuerySet(BasePageQuerySet):
    def with_day(self):
        """Adds ``day``: the date of the event, or the first day of the month it is expected in."""
        return self.annotate(day=Coalesce(TruncDate("start"), "expected_month"))

    def _is_over(self):
        today = timezone.localdate()
        return (
            models.Q(end__lt=timezone.now())
            | models.Q(end=None, start__date__lt=today)
            | models.Q(start=None, expected_month__lt=today.replace(day=1))
        )

    def with_is_over(self):
        """Adds ``is_over``; unknown counts as not."""
        is_over = models.Case(
            models.When(self._is_over(), then=True), default=False, output_field=models.BooleanField()
        )
        return self.annotate(is_over=is_over)

    def upcoming(self):
        """Events that still come, the nearest first; those without any date stand last."""
        return self.exclude(self._is_over()).with_day().order_by(models.F("day").asc(nulls_last=True), "start", "title")

    def past(self):
        """Events that are over, the latest first."""
        return self.filter(self._is_over()).with_day().order_by("-day", "-start", "title")

    def taking_registrations(self):
        """Events for which people register, or could, on this site."""
        return self.exclude(ledger__access="nobody")

    def for_listing(self):
        return self.select_related("ledger", "host_municipality")

"""Searches of visitors on days that a test chooses."""

from datetime import UTC, datetime

import time_machine
from django.test import RequestFactory

from search.engine.query import Query
from search.site.insight import recording

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def search_on(day, text, found=1, times=1, **headers):
    """Somebody searches on a day of November 2026, so many times."""
    with time_machine.travel(datetime(2026, 11, day, 12, tzinfo=UTC), tick=False):
        for _time in range(times):
            request = RequestFactory().get("/zoeken/", {"q": text}, headers={"user-agent": BROWSER} | headers)
            recording.record_search(request, Query.parse(text), has_results=bool(found))


def click_on(day, text, page=0, place=1):
    with time_machine.travel(datetime(2026, 11, day, 12, tzinfo=UTC), tick=False):
        recording.record_click(Query.parse(text), page, place)

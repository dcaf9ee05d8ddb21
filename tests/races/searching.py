"""``python -m tests.races.searching``: a web process that counts searches, as many as it is told to."""

import sys

import django


def record(text, times):
    from django.test import RequestFactory

    from search.engine.query import Query
    from search.site.insight.recording import record_search
    from tests.search.visitors import BROWSER

    request = RequestFactory().get("/zoeken/", {"q": text}, headers={"user-agent": BROWSER})
    for _time in range(times):
        record_search(request, Query.parse(text), has_results=True)


if __name__ == "__main__":
    django.setup()
    record(sys.argv[1], int(sys.argv[2]))

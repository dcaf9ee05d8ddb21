"""Which searches and clicks count."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest

from search.engine.query import Query
from search.site.facets import KIND
from search.site.insight.counting import count_click, count_search
from search.site.insight.terms import is_countable

_PROGRAMS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scan|monitor|uptime|headless|curl|wget|python|java/|go-http|libwww|http_?client",
    re.IGNORECASE,
)


def record_search(request: HttpRequest, query: Query, *, has_results: bool) -> None:
    """Count a search, if it is a visitor's first look at its results.

    Turning the page, choosing a kind or another order is the same search.
    """
    if request.method == "GET" and _is_first_look(request) and _is_by_a_person(request) and is_countable(query):
        count_search(query.key, has_results=has_results)


def record_click(query: Query, page: int, place: int) -> None:
    """Count a click on the result at ``place`` (1 is the first); ``page`` is 0 for anything but a page."""
    if is_countable(query):
        count_click(query.key, page, place)


def _is_first_look(request: HttpRequest) -> bool:
    """A search box asks for words, or for words in one kind of page, as the box of the home page does.

    Somebody who chooses that kind beside the results comes to the same address. Only the page that they come from tells
    these apart; when a browser does not say which, the search is not counted, as is a link on another site.
    """
    asked = request.GET.keys()
    return asked == {"q"} or (asked == {"q", KIND} and _comes_from_another_page(request))


def _comes_from_another_page(request: HttpRequest) -> bool:
    """From a page of this site that is not the list of results."""
    try:
        source = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return source.netloc == request.get_host() and source.path != request.path


def _is_by_a_person(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    is_ahead_of_time = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return bool(agent) and not _PROGRAMS.search(agent) and not is_ahead_of_time

"""The web side: a line in the spool for a search or a click. Whatever goes wrong here, the visitor does not notice."""

import logging
import re
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from search.insight import spool, terms
from search.results import KIND

logger = logging.getLogger(__name__)

_PROGRAMS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scan|monitor|uptime|headless|curl|wget|python|java/|go-http|libwww|http_?client",
    re.IGNORECASE,
)


def record_search(request: HttpRequest, text: str, found: int) -> None:
    """Count a search for ``text`` with so many results, if it is a visitor's first look at them.

    Turning the page, choosing a kind or another order is the same search. Asks the database one question.
    """
    if request.method != "GET" or not _is_first_look(request) or not _is_by_a_person(request):
        return
    if terms.is_countable(text):
        term = terms.normalised(text)
        key = terms.key_of(term)
        try:
            kept = term if terms.may_be_kept(key) else ""
        except DatabaseError as error:
            logger.warning("A search is not counted: %s", type(error).__name__)
            return
        _write("search", key, "1" if found else "0", kept)


def record_click(text: str, page: int, place: int) -> None:
    """Count a click on the result at ``place`` (1 is the first) for ``text``; ``page`` is 0 for what is no page."""
    if terms.is_countable(text):
        _write("click", terms.key_of(terms.normalised(text)), str(page), str(place))


def _write(kind, *values):
    try:
        spool.append("\t".join([kind, timezone.localdate().isoformat(), *values]))
    except OSError as error:
        logger.warning("A %s is not counted: %s", kind, error.strerror)


def _is_first_look(request) -> bool:
    """A search box asks for words, or for words in one kind of page, as the box of the home page does.

    Who chooses that kind beside the results comes to the same address. Only the page that they come from tells these
    apart; when a browser does not say which, the search is not counted, as is a link on another site.
    """
    asked = request.GET.keys()
    return asked == {"q"} or (asked == {"q", KIND} and _comes_from_another_page(request))


def _comes_from_another_page(request) -> bool:
    """From a page of this site that is not the list of results."""
    try:
        source = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return source.netloc == request.get_host() and source.path != request.path


def _is_by_a_person(request) -> bool:
    agent = request.headers.get("User-Agent", "")
    is_ahead_of_time = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return bool(agent) and not _PROGRAMS.search(agent) and not is_ahead_of_time

"""Where the browser tells, while it leaves the list of results, which one was clicked (``navigator.sendBeacon``)."""

import re
import time

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from search.engine.query import Query
from search.site.insight.recording import record_click

#: Bytes of a body; a query of 60 characters with accents, escaped, and two numbers.
LONGEST_BODY = 1024
#: Clicks in a minute that one process believes. All visitors together, as nobody looks at who they are.
MOST_A_MINUTE = 300

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class _Minute:
    """How many clicks came in this minute."""

    number, count = 0, 0


@csrf_exempt  # It has no cookie to protect; ``_is_ours`` looks at where it comes from.
@require_POST
@never_cache
def click(request: HttpRequest) -> HttpResponse:
    """Always an empty answer: nobody reads it."""
    if _is_ours(request) and _is_small(request) and _is_in_time():
        page, place = request.POST.get("page", "0"), request.POST.get("place", "")
        if _NUMBER.fullmatch(page) and _NUMBER.fullmatch(place):
            record_click(Query.parse(request.POST.get("q", "")), int(page), int(place))
    return HttpResponse(status=204)


def _is_ours(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _is_small(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "")
    is_form = request.content_type == "application/x-www-form-urlencoded"
    # Django takes any other name for the name of a charset, and raises when there is none.
    is_utf8 = (request.content_params or {}).get("charset", "utf-8").lower() == "utf-8"
    return is_form and is_utf8 and length.isdecimal() and int(length) <= LONGEST_BODY


def _is_in_time() -> bool:
    minute = int(time.monotonic() // 60)
    if _Minute.number != minute:
        _Minute.number, _Minute.count = minute, 0
    _Minute.count += 1
    return _Minute.count <= MOST_A_MINUTE

"""The agenda for calendar programs: files, and addresses to subscribe to. The same for everybody."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms.chrome import site_chrome
from cms.web.cache import cacheable
from events import calendars
from events.models import EventKind


@require_safe
@cacheable()
def event_file(request, page):
    """One event; without a day there is nothing to put in a calendar."""
    if not page.start:
        raise Http404
    return _calendar(request, [page], page.title, page.slug)


@require_safe
@cacheable()
def agenda_feed(request, page):
    return _calendar(request, page.dated_events, site_chrome(request).name, page.slug)


@require_safe
@cacheable()
def kind_feed(request, page, kind):
    """The events of one kind, such as /agenda/workshop.ics."""
    if kind not in EventKind.values:
        raise Http404
    name = f"{site_chrome(request).name}: {EventKind(kind).label}"
    return _calendar(request, page.dated_events.filter(kind_of_event=kind), name, kind)


def _calendar(request, events, name, file_name):
    response = HttpResponse(calendars.public(events, name, request), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{file_name}.ics")
    # Search engines show the pages; calendars of others may read the file.
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

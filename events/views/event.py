from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.chrome import site_chrome
from cms.web.cache import cacheable
from events import calendars
from events.linked_data import linked_data
from practices.linked_data import as_script


@require_safe
@cacheable()
def event(request, page):
    """One event, with its calendar links and what machines read of it."""
    data = linked_data(page, request, site_chrome(request).name)
    is_to_come = page.start and not page.off_label and not page.is_past
    context = {
        **page.get_context(request),
        "calendar_links": calendars.web_calendars(page, request) if is_to_come else [],
        "linked_data": as_script(data) if data else "",
    }
    return render(request, page.template, context)

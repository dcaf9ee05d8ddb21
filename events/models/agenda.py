from itertools import groupby

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from cms.models import IndexPage
from events.models.pages import EventKind, EventPage


class EventIndexPage(IndexPage):
    """The agenda: what comes, and the archive of what was."""

    #: Events of the archive on one page.
    page_size = 50

    subpage_types = ["events.EventPage"]
    template = "events/event_index_page.html"
    page_description = _("The agenda.")

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    @property
    def events(self):
        return EventPage.objects.live().public().child_of(self).for_listing()

    @property
    def dated_events(self):
        """What has a place in a calendar."""
        return self.events.exclude(start=None).order_by("start", "pk")

    @property
    def calendar_kinds(self):
        """The kinds of events that have a calendar of their own: those there are."""
        kinds = set(self.dated_events.order_by().values_list("kind_of_event", flat=True))
        return [kind for kind in EventKind if kind in kinds]

    def get_context(self, request, *args, **kwargs):
        past = Paginator(self.events.past(), self.page_size).get_page(request.GET.get("p"))
        years = [(year, list(events)) for year, events in groupby(past, key=lambda event: event.day.year)]
        next_event, *later_events = (past.number == 1 and list(self.events.upcoming())) or [None]
        return {
            **super().get_context(request, *args, **kwargs),
            "next_event": next_event,
            "later_events": later_events,
            "past": past,
            "years": years,
        }

    @path("agenda.ics/", name="calendar_file")
    def calendar_file_route(self, request):
        from events.views.feeds import agenda_feed

        return agenda_feed(request, self)

    @path("<slug:kind>.ics/", name="kind_calendar_file")
    def kind_calendar_file_route(self, request, kind):
        from events.views.feeds import kind_feed

        return kind_feed(request, self, kind)

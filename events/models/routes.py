from wagtail.contrib.routable_page.models import path


class EventRoutes:
    """The address of an event and those below it; see ``cms.models.routes``."""

    @path("")
    def index_route(self, request):
        from events.views.event import event

        return event(request, self)

    @path("agenda.ics/", name="calendar_file")
    def calendar_file_route(self, request):
        from events.views.feeds import event_file

        return event_file(request, self)

    @path("inschrijven/", name="registration")
    def registration_route(self, request):
        from events.views.registering import registration

        return registration(request, self)

    @path("ingeschreven/", name="registered")
    def registered_route(self, request):
        from events.views.registering import registered

        return registered(request, self)

    @path("plaatsen/", name="seats")
    def seats_route(self, request):
        from events.views.registering import seats

        return seats(request, self)

"""What the admin screens about participants share: who may open them, where they stand, and a busy database."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import cache_control
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from events.models import EventPage, Registration
from events.permissions import may_manage
from events.services.registering import RegistrationClosed
from events.services.seats import EventGone

BUSY = _("Many people register at this moment, so this could not be done. Try again in a few seconds.")
EVENT_GONE = _("This event was deleted meanwhile.")
REGISTRATION_GONE = _("This registration was deleted meanwhile.")


def say_gone(request, event_id: int, place: str):
    """Says what was deleted while somebody was at work on it; on to ``place`` if its event is still there."""
    if EventPage.objects.filter(pk=event_id).exists():
        messages.error(request, REGISTRATION_GONE)
        return redirect(place)
    messages.error(request, EVENT_GONE)
    return redirect("wagtailadmin_home")


# What ``EventScreen`` is mixed into.
_View = View if TYPE_CHECKING else object


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class EventScreen(WagtailAdminTemplateMixin, _View):
    """A screen of one event, for who may publish its page."""

    header_icon = "group"
    #: In the crumbs, below *Participants*.
    label = ""

    def dispatch(self, request, *args, **kwargs):
        if not may_manage(request.user, self.event):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def event(self) -> EventPage:
        return get_object_or_404(EventPage.objects.select_related("ledger"), pk=self.kwargs["pk"])

    def get_page_title(self):
        return self.label

    def get_page_subtitle(self):
        return self.event.get_admin_display_title()

    def get_breadcrumbs_items(self):
        above = get_breadcrumbs_items_for_page(self.event, self.request.user)
        participants = {"url": self.get_success_url(), "label": _("Participants")}
        return [*above, participants, {"url": "", "label": self.label}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(event=self.event, back=self.get_success_url(), **kwargs)

    def get_success_url(self):
        return reverse("event_participants", args=[self.event.pk])


class EventFormView(EventScreen, FormView):
    """A form that one service does the work of; ``act`` calls it and gives where to go, or None for the event."""

    template_name = "events/admin/form.html"
    button = _("Save")

    def get_context_data(self, **kwargs):
        return super().get_context_data(button=self.button, **kwargs)

    def act(self, form) -> HttpResponse | None:
        raise NotImplementedError

    def form_valid(self, form):
        try:
            answer = self.act(form)
        except OperationalError:
            form.add_error(None, BUSY)
            return self.render_to_response(self.get_context_data(form=form), status=503)
        except RegistrationClosed:
            form.add_error(None, _("This meeting was cancelled: nobody can be registered for it."))
            return self.render_to_response(self.get_context_data(form=form))
        except (EventGone, Registration.DoesNotExist):
            return say_gone(self.request, self.event.pk, self.get_success_url())
        return answer or redirect(self.get_success_url())


class RegistrationFormView(EventFormView):
    """The same for one registration."""

    @cached_property
    def registration(self) -> Registration:
        found = Registration.objects.select_related("event__ledger", "municipality")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def event(self) -> EventPage:
        return self.registration.event

    def get_context_data(self, **kwargs):
        return super().get_context_data(registration=self.registration, **kwargs)

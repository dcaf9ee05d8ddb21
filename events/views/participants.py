"""The screen *Participants* of an event: how it stands, who comes, and who may."""

from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from cms.permissions import logged_in
from events.admin.buttons import buttons_of_event, buttons_of_registration
from events.admin.overview import Overview, troubled_mails
from events.forms.participants import AccessForm, CapacityForm
from events.models import EventLedger, Registration, RegistrationState
from events.services.attendance import attendance_summary
from events.services.organising import NotAgreed, set_access, set_capacity
from events.views.managing import EventFormView, EventScreen

#: In the address: one group of participants.
STATE = "toestand"


class _Screen(EventScreen):
    template_name = "events/admin/participants.html"
    label = _("Participants")

    def get_breadcrumbs_items(self):
        above = get_breadcrumbs_items_for_page(self.event, self.request.user)
        return [*above, {"url": "", "label": self.label}]

    def get_context_data(self, **kwargs):
        overview, state = Overview.of(self.event.ledger), self.request.GET.get(STATE)
        state = state if state in RegistrationState.values else ""
        return super().get_context_data(
            overview=overview,
            tabs=self._tabs(overview, state),
            rows=[(one, buttons_of_registration(one)) for one in self._registrations(state)],
            attendance=attendance_summary(self.event) if self.event.is_past else None,
            troubled=troubled_mails(Registration.objects.filter(event=self.event)),
            buttons=buttons_of_event(self.event),
            **{"access_form": self._form(AccessForm), "capacity_form": self._form(CapacityForm), **kwargs},
        )

    def _form(self, form_class):
        return form_class(instance=EventLedger.objects.get(event=self.event))

    def _registrations(self, state):
        found = Registration.objects.filter(event=self.event).select_related("municipality", "event")
        found = found.filter(state=state) if state else found.active()
        return found.order_by("queue_position") if state == RegistrationState.WAITLISTED else found.order_by("name")

    def _tabs(self, overview, chosen):
        active = overview.all - overview.cancelled
        states = [(state.value, state.label, overview.counts.get(state, 0)) for state in RegistrationState]
        tabs = [("", _("everybody"), active), *states]
        return [
            {"value": value, "label": label, "number": number, "is_chosen": value == chosen}
            for value, label, number in tabs
            if number or not value or value == chosen
        ]


class ParticipantsView(_Screen, TemplateView):
    """How it stands, who comes, and the forms that say who may."""


class _SettingView(_Screen, EventFormView):
    """A form on the screen *Participants*; shown on it again when something is wrong."""

    http_method_names = ["post"]
    in_template = ""

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": EventLedger.objects.get(event=self.event)}

    def get_context_data(self, **kwargs):
        if "form" in kwargs:
            kwargs[self.in_template] = kwargs["form"]
        return super().get_context_data(**kwargs)


class AccessView(_SettingView):
    form_class = AccessForm
    in_template = "access_form"

    def act(self, form):
        set_access(event=self.event, settings=form.cleaned_data, by=logged_in(self.request))
        messages.success(self.request, _("Saved. Visitors see it now."))


class CapacityView(_SettingView):
    """More seats promote people at once, who get a mail: that is asked first."""

    form_class = CapacityForm
    in_template = "capacity_form"

    def act(self, form):
        capacity, agreed = form.cleaned_data["capacity"], form.cleaned_data["agreed"] or 0
        try:
            promoted = set_capacity(event=self.event, capacity=capacity, agreed=agreed, by=logged_in(self.request))
        except NotAgreed as error:
            return self._ask(capacity, error.promotes)
        above = Overview.of(EventLedger.objects.get(event=self.event)).above
        if promoted:
            text = ngettext("Saved. %(count)d person got a seat.", "Saved. %(count)d people got a seat.", promoted)
            messages.success(self.request, text % {"count": promoted})
        else:
            messages.success(self.request, _("Saved."))
        if above:
            text = ngettext(
                "%(count)d person has a seat above the limit and keeps it.",
                "%(count)d people have a seat above the limit and keep it.",
                above,
            )
            messages.warning(self.request, text % {"count": above})
        return redirect(self.get_success_url())

    def _ask(self, capacity, promotes):
        form = CapacityForm(initial={"capacity": capacity, "agreed": promotes})
        context = EventScreen.get_context_data(self, form=form, promotes=promotes, capacity=capacity)
        return self.response_class(
            request=self.request, template="events/admin/capacity_confirm.html", context=context, using=None
        )

"""The list at the door, for a phone in one hand: search, one button per person, a count."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from cms.permissions import logged_in
from events.forms.participants import SeatForm
from events.models import EventPage, Registration
from events.permissions import may_manage
from events.services.attendance import let_in_from_queue
from events.services.seats import NotPossible
from events.views.check_in import GONE, LET_IN, TOO_EARLY, UNDO, note
from events.views.managing import say_gone
from events.views.participant_actions import ParticipantView
from events.wording.admission import Admission, Door, Verdict

# What ``_AtTheDoor`` is mixed into.
_View = View if TYPE_CHECKING else object


class _AtTheDoor(_View):
    def dispatch(self, request, *args, **kwargs):
        # Names of participants: for who manages them, as everywhere.
        if not may_manage(request.user, self.event):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def event(self):
        return get_object_or_404(EventPage.objects.select_related("ledger"), pk=self.kwargs["pk"])


class DoorView(_AtTheDoor, WagtailAdminTemplateMixin, TemplateView):
    template_name = "events/check_in/door.html"
    header_icon = "group"
    page_title = _("Check in")

    def get_page_subtitle(self):
        return self.event.get_admin_display_title()

    def get_breadcrumbs_items(self):
        above = get_breadcrumbs_items_for_page(self.event, self.request.user)
        return [*above, {"url": "", "label": _("Check in")}]

    def get_context_data(self, **kwargs):
        door, words = Door(self.event), self.request.GET.get("q", "")
        found = {"words": words, "admissions": door.matching(words)}
        return super().get_context_data(event=self.event, door=door, LET_IN=LET_IN, UNDO=UNDO, **found, **kwargs)


class DoorButtonView(_AtTheDoor, View):
    """One person in, or out again."""

    http_method_names = ["post"]
    DONE = {LET_IN: _("%(name)s is in."), UNDO: _("%(name)s is not in.")}

    def post(self, request, pk, registration, action):
        if action not in self.DONE:
            raise Http404
        registration = get_object_or_404(Registration, event_id=pk, pk=registration)
        place = f"{reverse('event_door', args=[pk])}#deelnemer-{registration.pk}"
        refusal, _status = note(action, registration, request.user)
        if refusal is GONE:
            return say_gone(request, pk, place)
        if refusal:
            messages.error(request, f"{registration.name}: {refusal}")
        else:
            messages.success(request, str(self.DONE[action]) % {"name": registration.name})
        return redirect(place)


class LetInView(ParticipantView):
    """Somebody who waits and came all the same: a seat and in, with the rule for a seat beyond the limit."""

    form_class = SeatForm
    label = _("Let in from the waiting list")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "ledger": self.event.ledger}

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "back": self.place}

    @property
    def place(self):
        return f"{reverse('event_door', args=[self.event.pk])}#deelnemer-{self.registration.pk}"

    @property
    def what(self):
        if self.event.ledger.has_free_seat:
            return gettext("A seat is free. The participant passes who waits longer. No mail is sent.")
        return gettext(
            "No seat is free: this one goes beyond the limit. Say why; it stays with the registration. "
            "The participant passes who waits longer. No mail is sent."
        )

    def act(self, form):
        super().act(form)
        return redirect(self.place)

    def do(self, form):
        if Admission(self.registration).is_too_early:
            raise NotPossible("too early")
        reason = form.cleaned_data.get("override_reason", "")
        let_in_from_queue(registration=self.registration, by=logged_in(self.request), override_reason=reason)
        return gettext("%(name)s is in.")

    def refusal(self):
        admission = Admission(Registration.objects.select_related("event__ledger").get(pk=self.registration.pk))
        if admission.is_too_early:
            return str(TOO_EARLY)
        match admission.verdict:
            case Verdict.CALLED_OFF:
                return admission.headline
            case Verdict.WAITING:
                return gettext("The last free seat was just taken. To go beyond the limit, say why.")
        return super().refusal()

from collections import Counter

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from cms.permissions import logged_in
from events.forms.state import EventStateForm
from events.models import EventPage, EventState
from events.services.organising import set_event_state
from events.services.telling import to_tell


class EventStateView(WagtailAdminTemplateMixin, FormView):
    """An event is postponed or cancelled here and not on its page, where a draft could bring an old state back."""

    form_class = EventStateForm
    template_name = "events/admin/state.html"
    header_icon = "calendar-alt"
    extra_context = {"submit_button_label": _("Save"), "submit_button_active_label": _("Saving…")}

    def dispatch(self, request, *args, **kwargs):
        # The state is public at once: it belongs to those who may publish the page.
        if not self.object.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def object(self):
        return get_object_or_404(EventPage.objects.select_related("ledger"), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.object.ledger}

    def get_page_title(self):
        return gettext("State of “%(event)s”") % {"event": self.object.get_admin_display_title()}

    def get_breadcrumbs_items(self):
        above = get_breadcrumbs_items_for_page(self.object, self.request.user)
        return [*above, {"url": "", "label": _("State")}]

    def get_success_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.object.pk])

    def form_valid(self, form):
        state, note = form.cleaned_data["state"], form.cleaned_data["note"]
        people = to_tell(self.object, state)
        if "state" in form.changed_data and form.cleaned_data["agreed"] != state and people.exists():
            return self._ask(state, note, people)
        ledger = set_event_state(event=self.object, state=state, note=note, by=logged_in(self.request))
        done = _("“%(event)s”: %(state)s. Visitors see this now.")
        messages.success(self.request, done % {"event": self.object.title, "state": ledger.get_state_display()})
        return super().form_valid(form)

    def _ask(self, state, note, people):
        """Mails cannot be taken back, and neither can registrations that were cancelled."""
        counts = Counter(people.values_list("state", flat=True))
        form = EventStateForm(initial={"state": state, "note": note, "agreed": state})
        context = self.get_context_data(
            form=form,
            event=self.object,
            label=EventState(state).label,
            note=note,
            cancels=state == EventState.CANCELLED,
            counts=counts,
            number=counts.total(),
            back=self.request.path,
        )
        return self.response_class(
            request=self.request, template="events/admin/state_confirm.html", context=context, using=None
        )

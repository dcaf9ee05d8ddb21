"""An editor registers somebody, such as after a phone call."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cms.permissions import logged_in
from events.forms.participants import ByHandForm
from events.models import Source
from events.services.registering import KeyReused, Result, register
from events.views.managing import EventFormView
from events.views.registering import applicant_of

DONE = {
    Result.CONFIRMED: _("%(name)s is registered and gets a mail."),
    Result.WAITLISTED: _("No seat was free: %(name)s is on the waiting list and gets a mail."),
    Result.DUPLICATE: _("This address was registered before; nothing changed."),
    Result.REPLAYED: _("%(name)s is registered; the form was sent twice."),
}


class RegisterByHandView(EventFormView):
    form_class = ByHandForm
    template_name = "events/admin/by_hand.html"
    label = _("Register somebody")
    button = _("Register")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "event": self.event}

    def act(self, form):
        try:
            outcome = register(
                event=self.event,
                applicant=applicant_of(form),
                key=f"hand-{form.cleaned_data['key']}",
                source=Source.EDITOR,
                by=logged_in(self.request),
                override_reason=form.cleaned_data["override_reason"],
            )
        except KeyReused:
            messages.warning(
                self.request, _("This form was sent before with other data. Open it anew for another person.")
            )
            return
        messages.success(self.request, str(DONE[outcome.result]) % {"name": form.cleaned_data["name"]})
        if self.event.is_past:
            messages.info(self.request, _("The meeting is over, so no mail is sent."))

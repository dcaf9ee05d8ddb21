from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.forms.fields import ParagraphsField
from cms.permissions import logged_in
from events.permissions import manages_events
from events.services.consent import add_consent_text, current_consent

LIST = "events_consenttext_modeladmin_index"


class ConsentForm(Form):
    text = ParagraphsField(label=_("Text"), max_length=3000)


class AddConsentTextView(WagtailAdminTemplateMixin, FormView):
    """The next version of what people agree to; the earlier ones stay as they were agreed to."""

    form_class = ConsentForm
    template_name = "events/admin/consent.html"
    page_title = _("New consent text")
    header_icon = "doc-full"
    success_url = reverse_lazy(LIST)

    def dispatch(self, request, *args, **kwargs):
        if not manages_events(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"text": current_consent().text}

    def get_breadcrumbs_items(self):
        above = {"url": reverse(LIST), "label": _("Consent texts")}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(button=_("Save as the next version"), back=reverse(LIST), **kwargs)

    def form_valid(self, form):
        added = add_consent_text(text=form.cleaned_data["text"], by=logged_in(self.request))
        done = _("Version %(version)s is what people agree to from now on.")
        messages.success(self.request, done % {"version": added.version})
        return super().form_valid(form)

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from practices.exchange.reading.refusals import ImportRefused
from practices.places import services
from practices.places.forms import InhabitantsForm


class UploadInhabitantsView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """Editors upload a CSV with the inhabitants of municipalities: all of it is stored, or none of it."""

    permission_required = "practices.change_municipality"
    form_class = InhabitantsForm
    template_name = "practices/admin/upload_inhabitants.html"
    success_url = reverse_lazy("practices_municipality_modeladmin_index")
    page_title = _("Upload inhabitants")
    header_icon = "upload"
    extra_context = {"submit_button_label": _("Upload"), "submit_button_active_label": _("Uploading…")}

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("practices_municipality_modeladmin_index"), "label": _("Municipalities")},
            {"url": "", "label": self.page_title},
        ]

    def form_valid(self, form):
        try:
            count = services.record_inhabitants(content=form.cleaned_data["file"].read())
        except ImportRefused as refusal:
            return self.render_to_response(self.get_context_data(form=form, mistakes=refusal.messages))
        stored = ngettext(
            "The inhabitants of %(count)d municipality are stored.",
            "The inhabitants of %(count)d municipalities are stored.",
            count,
        )
        messages.success(self.request, stored % {"count": count})
        return super().form_valid(form)

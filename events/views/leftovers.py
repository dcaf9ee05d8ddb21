from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events.permissions import manages_events
from events.services.leftovers import leftovers
from events.terms import AFTER_CANCELLING


class LeftoversView(WagtailAdminTemplateMixin, TemplateView):
    """How much personal data there is, and whether any is kept too long; counts only."""

    template_name = "events/admin/leftovers.html"
    page_title = _("Retention terms")
    header_icon = "time"

    def dispatch(self, request, *args, **kwargs):
        if not manages_events(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        found = leftovers()
        context = {"leftovers": found, "is_clean": not any(one.beyond for one in found), "after": AFTER_CANCELLING.days}
        return super().get_context_data(**context, **kwargs)

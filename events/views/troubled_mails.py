from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.permissions import logged_in
from events.admin.overview import troubled_mails
from events.models import Registration
from events.permissions import managed_events, manages_events


class TroubledMailsView(WagtailAdminTemplateMixin, TemplateView):
    """Mails to participants that the mail server did not take up to now."""

    template_name = "events/admin/troubled_mails.html"
    page_title = _("Mails that did not leave")
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not manages_events(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        mails = troubled_mails(Registration.objects.filter(event__in=managed_events(logged_in(self.request))))
        return super().get_context_data(mails=mails, **kwargs)

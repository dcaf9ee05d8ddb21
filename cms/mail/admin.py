from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from cms.models import OutboxMail
from cms.permissions import ReadOnly


class StateFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "state"
    STATES = {
        "waiting": {"sent_at": None, "failed_at": None},
        "sent": {"sent_at__isnull": False},
        "failed": {"failed_at__isnull": False},
    }

    def lookups(self, request, model_admin):
        return [("waiting", _("waiting")), ("sent", _("sent")), ("failed", _("given up"))]

    def queryset(self, request, queryset):
        return queryset.filter(**self.STATES.get(self.value(), {}))


class OutboxAdmin(ModelAdmin):
    """Did the mail leave? The text is not shown: it may hold links that log somebody in."""

    model = OutboxMail
    menu_label = _("Outbox")
    menu_icon = "mail"
    add_to_settings_menu = True
    list_display = ["subject", "recipients", "created_at", "state", "attempts", "last_error"]
    list_filter = [StateFilter]
    search_fields = ["subject"]
    history_view_enabled = False
    permission_helper_class = ReadOnly

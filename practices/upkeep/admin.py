"""Corrections by contacts in the admin: their list, and what waits on the dashboard."""

from django.contrib.admin import SimpleListFilter
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.site_summary import SummaryItem
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from cms.permissions import ReadOnly
from practices.menu import ManagerItem
from practices.models import PracticeCorrection
from practices.permissions import ManagerMixin, may_manage

LIST = "practices_practicecorrection_modeladmin_index"


class ManagersOnly(ReadOnly):
    def user_can_list(self, user):
        return may_manage(user)

    def user_can_inspect_obj(self, user, obj):
        # Asked for each row of a list that only managers see; the view asks for itself.
        return True


class InspectCorrectionView(ManagerMixin, InspectView):
    instance: PracticeCorrection
    page_title = _("Correction")

    def get_page_subtitle(self):
        return self.instance.practice


class HandledFilter(SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("to handle")), ("handled", _("handled"))]

    def queryset(self, request, queryset):
        if self.value() in {"open", "handled"}:
            return queryset.filter(handled_at__isnull=self.value() == "open")
        return queryset


class CorrectionAdmin(ModelAdmin):
    model = PracticeCorrection
    # It stands in the menu group of the inventory, see ``practices.wagtail_hooks``.
    add_to_admin_menu = False
    menu_icon = "mail"
    list_display = ["practice", "beginning", "created_at", "state"]
    list_filter = [HandledFilter]
    list_select_related = ["practice", "handled_by"]
    search_fields = ["text", "practice__title"]
    inspect_view_enabled = True
    inspect_view_class = InspectCorrectionView
    history_view_enabled = False
    permission_helper_class = ManagersOnly


class CorrectionsItem(ManagerItem):
    def __init__(self):
        super().__init__(_("Corrections"), reverse_lazy(LIST), name="corrections", icon_name="mail", order=300)


class CorrectionsSummary(SummaryItem):
    """On the dashboard, while there is something to handle."""

    order = 150
    template_name = "practices/admin/corrections_summary.html"

    def __init__(self, request):
        super().__init__(request)
        self.waiting = PracticeCorrection.objects.filter(handled_at=None).count() if may_manage(request.user) else 0

    def is_shown(self):
        return self.waiting > 0

    def get_context_data(self, parent_context=None):
        return {"waiting": self.waiting, "url": f"{reverse(LIST)}?state=open"}

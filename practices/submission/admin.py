"""The practices that visitors sent in, in the admin."""

from django.contrib import admin
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from practices.menu import ManagerItem
from practices.models import PracticeSubmission
from practices.upkeep.admin import ManagersOnly


class SubmissionAdmin(ModelAdmin):
    model = PracticeSubmission
    # It stands in the menu group of the inventory, see ``practices.wagtail_hooks``.
    add_to_admin_menu = False
    menu_icon = "download"
    list_display = ["title", "sent_at", "sender_name", "sender_organisation", "state"]
    list_select_related = ["page"]
    search_fields = ["title", "sender_name", "sender_email", "sender_organisation"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "title",
        "page",
        "sent_at",
        "sender_name",
        "sender_email",
        "sender_role",
        "sender_organisation",
        "may_show_contact",
        "consent_version",
        "consent_text",
    ]
    history_view_enabled = False
    permission_helper_class = ManagersOnly

    @admin.display(description=_("state"))
    def state(self, submission):
        page = submission.page
        if page is None:
            return _("removed")
        label = _("on the site") if page.live else _("draft")
        return format_html('<a href="{}">{}</a>', reverse("wagtailadmin_pages:edit", args=[page.pk]), label)


class SubmissionsItem(ManagerItem):
    def __init__(self):
        url = reverse_lazy("practices_practicesubmission_modeladmin_index")
        super().__init__(_("Sent in"), url, name="submissions", icon_name="mail", order=250)

from datetime import date

from django.urls import path, reverse, reverse_lazy
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail_modeladmin.options import modeladmin_register

from practices.exchange.exports.round_trip import ExportView
from practices.exchange.imports import admin as import_admin
from practices.menu import HOOK, InventoryMenu, ManagerItem
from practices.models import Checker, Instrument, PracticePage, Theme
from practices.places.admin import MunicipalityAdmin
from practices.places.views import UploadInhabitantsView
from practices.practice_admin import PracticeExplorer, PracticeMenu
from practices.submission.admin import SubmissionAdmin, SubmissionsItem
from practices.upkeep.admin import CorrectionAdmin, CorrectionsItem, CorrectionsSummary
from practices.upkeep.views import HandleCorrectionView, RecordCheckView

modeladmin_register(CorrectionAdmin)
modeladmin_register(MunicipalityAdmin)
modeladmin_register(SubmissionAdmin)


class VocabularyViewSet(SnippetViewSet):
    list_display = ["name", "description"]
    search_backend_name = None
    search_fields = ["name", "description"]


class ThemeViewSet(VocabularyViewSet):
    model = Theme
    icon = "tag"


class InstrumentViewSet(VocabularyViewSet):
    model = Instrument
    icon = "tasks"


@register_snippet
class VocabulariesViewSetGroup(SnippetViewSetGroup):
    items = [ThemeViewSet, InstrumentViewSet]
    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 430


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [PracticeExplorer(), PracticeMenu()]


@hooks.register("register_admin_urls")
def register_admin_urls():
    upload = UploadInhabitantsView.as_view()
    return [
        path("practices/municipality/inhabitants/", upload, name="practices_upload_inhabitants"),
        *import_admin.URLS,
        path("praktijken/exporteren/", ExportView.as_view(), name="practices_export"),
        path("praktijken/<key:pk>/nagekeken/", RecordCheckView.as_view(), name="practice_record_check"),
        path("correcties/<key:pk>/verwerkt/", HandleCorrectionView.as_view(), name="practices_handle_correction"),
    ]


@hooks.register("register_admin_menu_item")
def register_inventory_menu():
    return InventoryMenu()


@hooks.register(HOOK)
def register_submissions_item():
    return SubmissionsItem()


@hooks.register(HOOK)
def register_corrections_item():
    return CorrectionsItem()


@hooks.register(HOOK)
def register_export_item():
    return ManagerItem(_("Export"), reverse_lazy("practices_export"), name="export", icon_name="download", order=200)


@hooks.register(HOOK)
def register_import_item():
    return import_admin.menu_item()


@hooks.register("construct_homepage_summary_items")
def add_corrections(request, summary_items):
    summary_items.append(CorrectionsSummary(request))


@hooks.register("register_page_header_buttons")
def check_in_editor(page, user, view_name, next_url=None):
    return _check_buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def check_in_listing(page, user, next_url=None):
    return _check_buttons(page, user)


def _check_buttons(page, user):
    if isinstance(page, PracticePage) and page.permissions_for_user(user).can_publish():
        url = reverse("practice_record_check", args=[page.pk])
        yield Button(_("Checked"), url=url, icon_name="check", priority=12)


hooks.register("register_log_actions", import_admin.register_log_actions)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    @actions.register_action("practices.check")
    class Check(LogFormatter):
        label = _("Checked")

        def format_message(self, log_entry):
            return gettext("True on %(day)s, checked by: %(checker)s") % {
                "day": date_format(date.fromisoformat(log_entry.data["on"])),
                "checker": Checker(log_entry.data["by"]).label,
            }

    @actions.register_action("practices.export")
    class Export(LogFormatter):
        label = _("Exported")

        def format_message(self, log_entry):
            return gettext("All practices exported with what is internal (%(format)s)") % {
                "format": log_entry.data["format"].upper()
            }

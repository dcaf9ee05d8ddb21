"""Where the import stands in the admin: its addresses, its place in the menu, its lines in the log."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import LogFormatter

from practices.exchange.imports import views
from practices.menu import ManagerItem

PREFIX = "praktijken/importeren/"

URLS = [
    path(PREFIX, views.UploadView.as_view(), name="practices_import"),
    path(f"{PREFIX}sjabloon.<str:extension>", views.TemplateFileView.as_view(), name="practices_import_template"),
    path(f"{PREFIX}<key:pk>/", views.ImportView.as_view(), name="practices_import_detail"),
    path(f"{PREFIX}<key:pk>/keuzes/", views.AnswerView.as_view(), name="practices_import_answer"),
    path(f"{PREFIX}<key:pk>/opnieuw/", views.ProposeAgainView.as_view(), name="practices_import_again"),
    path(f"{PREFIX}<key:pk>/starten/", views.StartView.as_view(), name="practices_import_start"),
    path(f"{PREFIX}<key:pk>/ongedaan/", views.UndoView.as_view(), name="practices_import_undo"),
    path(f"{PREFIX}<key:pk>/weg/", views.DiscardView.as_view(), name="practices_import_discard"),
]


def menu_item():
    return ManagerItem(_("Import"), reverse_lazy("practices_import"), name="import", icon_name="upload", order=210)


def register_log_actions(actions) -> None:
    actions.register_action("practices.upload", _("Uploaded"), _("Uploaded to import practices"))
    actions.register_action("practices.undo_row", _("Import undone"), _("Took back the change of an import"))

    @actions.register_action("practices.import")
    class Imported(LogFormatter):
        label = _("Imported")

        def format_message(self, log_entry):
            count = log_entry.data["rows"]
            return ngettext("Imported %(count)d row", "Imported %(count)d rows", count) % {"count": count}

    @actions.register_action("practices.undo_import")
    class Undone(LogFormatter):
        label = _("Import undone")

        def format_message(self, log_entry):
            count = log_entry.data["rows"]
            return ngettext("Took back %(count)d row", "Took back %(count)d rows", count) % {"count": count}

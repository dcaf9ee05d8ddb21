from django.contrib.admin import SimpleListFilter
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from cms.permissions import ReadOnly
from practices.listings import PracticeExplorer, PracticeMenu
from practices.menu import InventoryMenu
from practices.models import Instrument, Municipality, SizeClass, Theme
from practices.views.municipalities import UploadInhabitantsView


class SizeFilter(SimpleListFilter):
    """Django's own filter for choices leaves out the municipalities whose size is not known."""

    title = _("size")
    parameter_name = "size"
    UNKNOWN = "unknown"

    def lookups(self, request, model_admin):
        return [*SizeClass.choices, (self.UNKNOWN, _("unknown"))]

    def queryset(self, request, queryset):
        if self.value() == self.UNKNOWN:
            return queryset.filter(size_class=None)
        return queryset.filter(size_class=self.value()) if self.value() else queryset


@modeladmin_register
class MunicipalityAdmin(ModelAdmin):
    model = Municipality
    menu_icon = "thumbtack"
    menu_order = 440
    list_display = ["name", "province", "nis_code", "inhabitants", "size_label", "former_names_text"]
    list_filter = ["province", SizeFilter]
    search_fields = ["name", "former_names", "nis_code"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "name",
        "former_names_text",
        "nis_code",
        "province",
        "postal_codes_text",
        "inhabitants",
        "inhabitants_year",
        "size_label",
        "latitude",
        "longitude",
    ]
    history_view_enabled = False
    # They come from the reference file, their inhabitants from an upload.
    permission_helper_class = ReadOnly


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
    return [path("practices/municipality/inhabitants/", upload, name="practices_upload_inhabitants")]


@hooks.register("register_admin_menu_item")
def register_inventory_menu():
    return InventoryMenu()

"""The municipalities in the admin: to look up, not to change."""

from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from cms.permissions import ReadOnly
from practices.models import Municipality, SizeClass


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

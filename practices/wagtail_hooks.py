from django.contrib.admin import SimpleListFilter
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, modeladmin_register

from practices.models import Municipality, SizeClass
from practices.views import UploadInhabitantsView


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


class ReferencePermissionHelper(PermissionHelper):
    """Municipalities come from the reference file, their inhabitants from an upload: nobody edits them one by one."""

    def user_can_create(self, user):
        return False

    def user_can_edit_obj(self, user, obj):
        return False

    def user_can_delete_obj(self, user, obj):
        return False


@modeladmin_register
class MunicipalityAdmin(ModelAdmin):
    model = Municipality
    menu_icon = "thumbtack"
    menu_order = 320
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
    permission_helper_class = ReferencePermissionHelper


@hooks.register("register_admin_urls")
def register_admin_urls():
    upload = UploadInhabitantsView.as_view()
    return [path("practices/municipality/inhabitants/", upload, name="practices_upload_inhabitants")]

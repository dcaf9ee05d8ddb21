"""The whole inventory for its editors: with what is internal, to change in a spreadsheet and to import again."""

from django.http import FileResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from practices.exchange.columns import COLUMNS
from practices.exchange.exports.about import About
from practices.exchange.exports.rows import latest_rows
from practices.exchange.exports.spreadsheets import XLSX, workbook
from practices.exchange.exports.streams import CSV, csv_text
from practices.models import PracticeIndexPage, PracticePage
from practices.permissions import ManagerMixin


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class ExportView(ManagerMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page that says what is in the file; the POST gives it, and is written in the history of the inventory."""

    template_name = "practices/admin/export.html"
    page_title = _("Export")
    header_icon = "download"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        internal = [column for column in COLUMNS if not column.is_public]
        return super().get_context_data(count=PracticePage.objects.count(), internal=internal, **kwargs)

    def post(self, request):
        index = get_object_or_404(PracticeIndexPage)
        file_format = request.POST.get("format")
        if file_format not in {"csv", "xlsx"}:
            return HttpResponseBadRequest()
        about, practices = About.of(index), latest_rows(index)
        log(instance=index, action="practices.export", user=request.user, data={"format": file_format})
        if file_format == "xlsx":
            response = FileResponse(workbook(about, practices, COLUMNS), content_type=XLSX)
        else:
            response = StreamingHttpResponse(csv_text(about, practices, COLUMNS), content_type=CSV)
        name = about.file_name(file_format, "inventaris-intern")
        response.headers["Content-Disposition"] = content_disposition_header(True, name)
        return response

"""The participants as a file, and on paper."""

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.log_actions import log

from events import exports
from events.forms.participants import ExportForm
from events.models import Registration, RegistrationState
from events.views.managing import EventFormView, EventScreen
from practices.exchange.exports.spreadsheets import XLSX, table
from practices.exchange.exports.streams import CSV, csv_rows


class ExportView(EventFormView):
    """What is in the file, in words; the POST gives it, and is written in the history of the page."""

    form_class = ExportForm
    template_name = "events/admin/export.html"
    label = _("Export")

    def get_context_data(self, **kwargs):
        return super().get_context_data(count=len(exports.rows(self.event)), **kwargs)

    def act(self, form):
        file_format, with_needs = form.cleaned_data["file_format"], form.cleaned_data["with_needs"]
        rows = exports.rows(self.event)
        columns = exports.columns(self.event, rows, with_needs=with_needs)
        data = {"format": file_format, "with_needs": with_needs, "count": len(rows)}
        log(instance=self.event, action="events.export", user=self.request.user, data=data)
        if file_format == "xlsx":
            response = FileResponse(table(str(_("Participants")), rows, columns), content_type=XLSX)
        else:
            response = StreamingHttpResponse(csv_rows(rows, columns), content_type=CSV)
        name = f"deelnemers-{self.event.slug}-{timezone.localdate().isoformat()}.{file_format}"
        response.headers["Content-Disposition"] = content_disposition_header(True, name)
        return response


class AttendanceListView(EventScreen, TemplateView):
    """To print: names with room for a signature. Nothing that a neighbour at the door should not read."""

    template_name = "events/admin/attendance_list.html"
    label = _("Attendance list")

    def get_context_data(self, **kwargs):
        people = Registration.objects.filter(event=self.event, anonymised_at=None).holding_a_seat()
        people = people.exclude(state=RegistrationState.PENDING).select_related("municipality").order_by("name")
        return super().get_context_data(people=people, **kwargs)

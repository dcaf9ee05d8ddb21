"""The import of practices in the admin: upload, check, answer, start, undo."""

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.generic import FormView, TemplateView, View
from django_htmx.http import HttpResponseClientRefresh
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.permissions import logged_in
from practices.exchange.exports.about import About
from practices.exchange.exports.spreadsheets import XLSX, workbook
from practices.exchange.exports.streams import CSV, csv_text
from practices.exchange.imports import services
from practices.exchange.imports.forms import AnswersForm, ImportForm
from practices.exchange.imports.parsing import IMPORTED
from practices.exchange.imports.report import ImportReport
from practices.exchange.reading.refusals import ImportRefused
from practices.models import Outcome, PracticeImport, PracticeIndexPage
from practices.permissions import ManagerMixin


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class UploadView(ManagerMixin, WagtailAdminTemplateMixin, FormView):
    """The files so far, and the form for another one."""

    form_class = ImportForm
    template_name = "practices/admin/import_index.html"
    page_title = _("Import")
    header_icon = "upload"
    extra_context = {"submit_button_label": _("Upload and check"), "submit_button_active_label": _("Checking…")}

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        batches = PracticeImport.objects.select_related("uploaded_by").with_counts()[:50]
        return super().get_context_data(batches=batches, **kwargs)

    def form_valid(self, form):
        file = form.cleaned_data["file"]
        try:
            batch = services.propose(content=file.read(), file_name=file.name, by=logged_in(self.request))
        except ImportRefused as refusal:
            return self.render_to_response(self.get_context_data(form=form, mistakes=refusal.messages))
        return redirect("practices_import_detail", batch.pk)


class TemplateFileView(ManagerMixin, View):
    """A file with the headings, and in a workbook a sheet that explains them; nothing below them."""

    def get(self, request, extension):
        about = About.of(get_object_or_404(PracticeIndexPage))
        if extension == "xlsx":
            response = FileResponse(workbook(about, [], IMPORTED), content_type=XLSX)
        elif extension == "csv":
            response = StreamingHttpResponse(csv_text(about, [], IMPORTED), content_type=CSV)
        else:
            raise Http404
        response.headers["Content-Disposition"] = content_disposition_header(True, f"sjabloon-praktijken.{extension}")
        return response


class OneImportMixin(ManagerMixin):
    @cached_property
    def batch(self):
        batches = PracticeImport.objects.select_related("uploaded_by", "acting")
        return get_object_or_404(batches, pk=self.kwargs["pk"])


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class ImportView(OneImportMixin, WagtailAdminTemplateMixin, TemplateView):
    """Row by row what an import would do, does or did."""

    template_name = "practices/admin/import.html"
    header_icon = "upload"

    def get_page_title(self):
        return gettext("Import of %(file)s") % {"file": self.batch.file_name}

    def get_breadcrumbs_items(self):
        above = {"url": reverse("practices_import"), "label": _("Import")}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.batch.file_name}]

    def get(self, request, *args, **kwargs):
        if request.htmx:
            return self._progress()
        return super().get(request, *args, **kwargs)

    def _progress(self) -> HttpResponse:
        """Asked for by a script every other second while the worker is busy; then the whole page again."""
        if not self.batch.is_at_work:
            return HttpResponseClientRefresh()
        context = {"batch": self.batch, "report": ImportReport(self.batch)}
        return render(self.request, "practices/admin/import_progress.html", context)

    def get_context_data(self, **kwargs):
        report, chosen = ImportReport(self.batch), self.request.GET.get("uitkomst", "")
        chosen = chosen if chosen in Outcome.values else ""
        rows = report.page(chosen, self.request.GET.get("p"))
        return super().get_context_data(
            batch=self.batch,
            report=report,
            tabs=report.tabs(chosen),
            rows=rows,
            page_range=rows.paginator.get_elided_page_range(rows.number),
            earlier=services.earlier_import(self.batch) if self.batch.is_proposed else None,
            answers=self._answers_form(),
            **kwargs,
        )

    def _answers_form(self):
        if self.batch.is_proposed and self.batch.is_open:
            return AnswersForm(questions=self.batch.questions, user=self.request.user)
        return None


class ActionView(OneImportMixin, View):
    """A button: does one thing and shows the import again."""

    def post(self, request, pk):
        try:
            self.act()
        except services.NotNow:
            messages.warning(request, _("Nothing was done: somebody else was first. This is how it stands now."))
        return redirect(self.get_success_url())

    def act(self):
        raise NotImplementedError

    def get_success_url(self):
        return reverse("practices_import_detail", args=[self.batch.pk])


class AnswerView(ActionView):
    def act(self) -> None:
        form = AnswersForm(self.request.POST, questions=self.batch.questions, user=self.request.user)
        # A choice that was not offered does not count; its name is asked again.
        form.is_valid()
        services.answer(batch=self.batch, answers=form.answers, by=logged_in(self.request))


class ProposeAgainView(ActionView):
    def act(self) -> None:
        services.propose_again(batch=self.batch, by=logged_in(self.request))


class StartView(ActionView):
    def act(self) -> None:
        services.start(batch=self.batch, by=logged_in(self.request))


class DiscardView(ActionView):
    def act(self) -> None:
        services.discard(batch=self.batch)

    def get_success_url(self):
        return reverse("practices_import")


class UndoView(ActionView, WagtailAdminTemplateMixin, TemplateView):
    """Asks first what undoing means, then does it."""

    template_name = "practices/admin/import_undo.html"
    header_icon = "undo"

    def get_page_title(self):
        return gettext("Undo the import of %(file)s") % {"file": self.batch.file_name}

    def get_breadcrumbs_items(self):
        above = {"url": reverse("practices_import"), "label": _("Import")}
        here = {"url": super().get_success_url(), "label": self.batch.file_name}
        return [*super().get_breadcrumbs_items(), above, here, {"url": "", "label": _("Undo")}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(batch=self.batch, report=ImportReport(self.batch), **kwargs)

    def act(self) -> None:
        services.undo(batch=self.batch, by=logged_in(self.request))

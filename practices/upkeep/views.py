from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from cms.mail.private_links import private_link
from cms.permissions import logged_in
from practices.models import Checker, PracticeCorrection, PracticePage
from practices.permissions import ManagerMixin
from practices.upkeep import services
from practices.upkeep.forms import AnswerForm, CheckForm


@require_http_methods(["GET", "HEAD", "POST"])
@private_link
def answer(request, token):
    """The contact of a practice says whether its page is still true. Only sending the form changes anything."""
    try:
        practice = services.practice_of_link(token=token)
    except services.LinkClosed:
        return render(request, "practices/upkeep/closed.html", status=404)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _take(form, practice):
        return redirect("practice_check", token)
    sent = practice.corrections.filter(created_at__gte=practice.upkeep.asked_at)
    return render(request, "practices/upkeep/answer.html", {"practice": practice, "form": form, "sent": sent})


def _take(form, practice) -> bool:
    """Whether the services took the answer; if not, the form says why."""
    if form.cleaned_data["answer"] == AnswerForm.TRUE:
        services.record_check(practice=practice, on=timezone.localdate(), by=Checker.CONTACT)
        return True
    try:
        services.suggest_correction(practice=practice, text=form.cleaned_data["text"])
    except services.TooManyCorrections:
        form.add_error("text", _("The editors have several messages of yours to read first. Try again in a few days."))
        return False
    return True


class RecordCheckView(WagtailAdminTemplateMixin, FormView):
    """An editor says that a practice was checked."""

    form_class = CheckForm
    template_name = "practices/admin/record_check.html"
    header_icon = "check"
    extra_context = {"submit_button_label": _("Save"), "submit_button_active_label": _("Saving…")}

    def dispatch(self, request, *args, **kwargs):
        # Visitors read it at once: it belongs to those who may publish the page.
        if not self.object.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def object(self):
        return get_object_or_404(PracticePage.objects.select_related("upkeep"), pk=self.kwargs["pk"])

    def get_initial(self):
        return {"on": timezone.localdate()}

    def get_page_title(self):
        return gettext("Is “%(practice)s” still true?") % {"practice": self.object.get_admin_display_title()}

    def get_breadcrumbs_items(self):
        above = get_breadcrumbs_items_for_page(self.object, self.request.user)
        return [*above, {"url": "", "label": _("Checked")}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(practice=self.object, **kwargs)

    def get_success_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.object.pk])

    def form_valid(self, form):
        by = {"by": Checker.EDITOR, "user": logged_in(self.request)}
        services.record_check(practice=self.object, on=form.cleaned_data["on"], **by)
        messages.success(self.request, _("“%(practice)s” is marked as checked.") % {"practice": self.object.title})
        return super().form_valid(form)


class HandleCorrectionView(ManagerMixin, View):
    """An editor says that a correction was dealt with."""

    http_method_names = ["post"]

    def post(self, request, pk):
        correction = get_object_or_404(PracticeCorrection.objects.select_related("practice"), pk=pk)
        services.handle_correction(correction=correction, by=request.user)
        messages.success(request, _("The correction of “%(practice)s” is handled.") % {"practice": correction.practice})
        return redirect("practices_practicecorrection_modeladmin_index")

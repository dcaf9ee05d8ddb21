"""People from a phone list or another site: first a look at what the list would do, then each is registered."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cms.permissions import logged_in
from events.forms.importing import ImportForm
from events.services.importing import Imported, import_people, plan_import
from events.views.managing import EventFormView


class ImportView(EventFormView):
    form_class = ImportForm
    template_name = "events/admin/import.html"
    label = _("Register a list")
    button = _("See first what happens")
    header_icon = "upload"

    def act(self, form):
        pasted = form.cleaned_data["lines"]
        plan = plan_import(event=self.event, pasted=pasted)
        # Asked again when something changed since the editor looked.
        if "send" not in self.request.POST or form.cleaned_data["agreed"] != len(plan.new):
            return self._show(pasted, plan)
        self._report(import_people(event=self.event, pasted=pasted, by=logged_in(self.request)))
        if not plan.mistakes:
            return None
        # What could not be read stays, to be corrected.
        pasted = "\n".join(mistake.text for mistake in plan.mistakes)
        return self._show(pasted, plan_import(event=self.event, pasted=pasted))

    def _show(self, pasted, plan):
        form = ImportForm(initial={"lines": pasted, "agreed": len(plan.new)})
        return self.render_to_response(self.get_context_data(form=form, plan=plan))

    def _report(self, imported: Imported):
        new = imported.confirmed + imported.waitlisted
        if not new:
            messages.info(self.request, _("Everybody on this list was registered before. Nothing changed."))
            return
        text = ngettext(
            "%(count)d person is registered and gets a mail.", "%(count)d people are registered and get a mail.", new
        )
        messages.success(self.request, text % {"count": new})
        if imported.waitlisted:
            text = ngettext(
                "%(count)d of them is on the waiting list: no seat was free.",
                "%(count)d of them are on the waiting list: no seat was free.",
                imported.waitlisted,
            )
            messages.warning(self.request, text % {"count": imported.waitlisted})

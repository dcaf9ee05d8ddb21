"""An editor plans the same meeting on another day."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cms.permissions import logged_in
from events.forms.duplicate import DuplicateForm
from events.services.organising import AlreadyThere, duplicate_event
from events.views.managing import EventFormView


class DuplicateView(EventFormView):
    form_class = DuplicateForm
    template_name = "events/admin/duplicate.html"
    label = _("Copy to another day")
    button = _("Make the copy")
    header_icon = "copy"

    def dispatch(self, request, *args, **kwargs):
        if not self.event.get_parent().permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"hour": self.event.local_start.time()} if self.event.start else {}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "event": self.event}

    def act(self, form):
        start, which = form.cleaned_data["start"], form.cleaned_data["which"]
        try:
            page = duplicate_event(event=self.event, start=start, fold=which, by=logged_in(self.request))
        except AlreadyThere as found:
            page = found.page
            messages.info(self.request, _("This copy was there already: here it is."))
        else:
            messages.success(self.request, _("The copy is a draft. Read it, and publish it when it is right."))
        return redirect("wagtailadmin_pages:edit", page.pk)

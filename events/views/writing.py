"""An editor mails the participants: first a look at what goes to how many, then once."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cms.permissions import logged_in
from events.forms.participants import WriteForm
from events.services.mailing import DoneBefore, recipients, write_to_participants
from events.views.managing import EventFormView


class WriteView(EventFormView):
    form_class = WriteForm
    template_name = "events/admin/write.html"
    label = _("Mail participants")
    button = _("See the mail first")

    def act(self, form):
        mail = {name: form.cleaned_data[name] for name in ["states", "subject", "text"]}
        if "send" not in self.request.POST:
            people = recipients(self.event, mail["states"])
            preview = {**mail, "count": people.count(), "first": people.first()}
            return self.render_to_response(self.get_context_data(form=form, preview=preview))
        try:
            count = write_to_participants(
                event=self.event, key=str(form.cleaned_data["key"]), by=logged_in(self.request), **mail
            )
        except DoneBefore:
            messages.info(self.request, _("This mail was sent already; it is not sent twice."))
        else:
            text = ngettext(
                "The mail is on its way to %(count)d person.", "The mail is on its way to %(count)d people.", count
            )
            messages.success(self.request, text % {"count": count})

"""Who may come to an event for members or invited people: a pasted list, and a link for each."""

from django.forms import Form
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cms.permissions import logged_in
from events import links
from events.forms.participants import InviteForm
from events.models import Invitation
from events.services.inviting import invite, revoke
from events.views.managing import EventFormView


class InvitationsView(EventFormView):
    form_class = InviteForm
    template_name = "events/admin/invitations.html"
    label = _("Invitations")
    button = _("Invite and mail")
    header_icon = "user"

    def get_context_data(self, **kwargs):
        invitations = list(Invitation.objects.filter(event=self.event))
        for invitation in invitations:
            invitation.event = self.event
        rows = [(one, "" if one.revoked_at else links.invitation(one)) for one in invitations]
        return super().get_context_data(rows=rows, **kwargs)

    def act(self, form):
        invited = invite(event=self.event, addresses=form.cleaned_data["addresses"], by=logged_in(self.request))
        new = ngettext(
            "%(count)d person is invited by mail.", "%(count)d people are invited by mail.", len(invited.new)
        )
        messages.success(self.request, new % {"count": len(invited.new)})
        if invited.known:
            known = ngettext("%(count)d was invited before.", "%(count)d were invited before.", len(invited.known))
            messages.info(self.request, known % {"count": len(invited.known)})
        if not invited.mistakes:
            return redirect("event_invitations", self.event.pk)
        # What could not be read stays in the form, to be corrected.
        form = InviteForm({"addresses": "\n".join(invited.mistakes)})
        form.is_valid()
        form.add_error("addresses", gettext("These are no complete addresses. Correct them, or take them out."))
        return self.render_to_response(self.get_context_data(form=form))


class RevokeView(EventFormView):
    form_class = Form
    template_name = "events/admin/revoke.html"
    label = button = _("Revoke the invitation")
    header_icon = "user"

    @cached_property
    def invitation(self) -> Invitation:
        return get_object_or_404(Invitation.objects.select_related("event__ledger"), pk=self.kwargs["pk"])

    @cached_property
    def event(self):
        return self.invitation.event

    def get_context_data(self, **kwargs):
        return super().get_context_data(invitation=self.invitation, **kwargs)

    def act(self, form):
        revoke(invitation=self.invitation, by=logged_in(self.request))
        done = gettext("The invitation of %(address)s no longer works.")
        messages.success(self.request, done % {"address": self.invitation.email})
        return redirect("event_invitations", self.event.pk)

"""What an editor does with one participant: a screen that says what will happen, and a POST that calls one service."""

from django.forms import Form
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cms.permissions import logged_in
from events.forms.participants import KeyForm, MoveForm, SeatForm
from events.models import EventState, Reason, RegistrationState
from events.permissions import managed_events
from events.services.attendance import mark_no_show
from events.services.changing import cancel, confirm_by_hand, move_to_event, promote_by_hand
from events.services.mailing import DoneBefore, renew_link, send_again
from events.services.retention import erase
from events.services.seats import MeetingOff, NotPossible
from events.views.managing import RegistrationFormView


class ParticipantView(RegistrationFormView):
    """``what`` says what will happen; ``do`` does it and gives the sentence that says so."""

    template_name = "events/admin/participant_action.html"
    form_class = Form
    what = ""

    @property
    def button(self):
        return self.label

    def get_context_data(self, **kwargs):
        return super().get_context_data(what=self.what, **kwargs)

    def do(self, form) -> str:
        raise NotImplementedError

    def act(self, form):
        try:
            messages.success(self.request, self.do(form) % {"name": self.registration.name})
        except DoneBefore:
            messages.info(self.request, _("This was done already."))
        except MeetingOff:
            text = _("This can no longer be done: the meeting does not go ahead or is over.")
            messages.warning(self.request, text)
        except NotPossible:
            messages.warning(self.request, self.refusal())

    def refusal(self) -> str:
        self.registration.refresh_from_db(fields=["state"])
        text = gettext("This can no longer be done: %(name)s is now “%(state)s”.")
        return text % {"name": self.registration.name, "state": self.registration.get_state_display()}


class CancelView(ParticipantView):
    label = _("Cancel")
    button = _("Cancel the registration")
    what = _("The seat comes free for who waits. The participant gets a mail that the organiser cancelled.")

    def do(self, form):
        cancel(registration=self.registration, reason=Reason.EDITOR, by=logged_in(self.request))
        return gettext("The registration of %(name)s is cancelled.")


class ConfirmView(ParticipantView):
    label = _("Confirm the seat")
    what = _(
        "For who cannot open the link in the mail, or says otherwise to come. The participant gets the mail that "
        "confirms it, with the entry for the calendar."
    )

    def do(self, form):
        confirm_by_hand(registration=self.registration, by=logged_in(self.request))
        return gettext("The seat of %(name)s is confirmed.")


class PromoteView(ParticipantView):
    form_class = SeatForm
    label = _("Give a seat")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "ledger": self.event.ledger}

    @property
    def what(self):
        if self.event.ledger.has_free_seat:
            return gettext("The participant passes who waits longer, and gets a mail.")
        return gettext(
            "No seat is free: this one goes beyond the limit. Say why; it stays with the registration. "
            "The participant passes who waits longer, and gets a mail."
        )

    def do(self, form):
        reason = form.cleaned_data.get("override_reason", "")
        promoted = promote_by_hand(registration=self.registration, by=logged_in(self.request), override_reason=reason)
        if promoted.state == RegistrationState.PENDING:
            return gettext("A seat is held for %(name)s, who has to confirm it.")
        return gettext("%(name)s has a seat.")

    def refusal(self):
        self.registration.refresh_from_db(fields=["state"])
        if self.registration.state == RegistrationState.WAITLISTED:
            return gettext("The last free seat was just taken. To go beyond the limit, say why.")
        return super().refusal()


class NoShowView(ParticipantView):
    label = _("Did not come")
    what = _("The participant counts as somebody who did not come. No mail is sent. At check-in it can be taken back.")

    def do(self, form):
        mark_no_show(registration=self.registration, by=logged_in(self.request))
        return gettext("%(name)s is noted as not come.")


class SendAgainView(ParticipantView):
    form_class = KeyForm
    label = _("Send the mail again")
    what = _("The participant gets the mail that says how things stand once more.")

    def do(self, form):
        send_again(registration=self.registration, key=str(form.cleaned_data["key"]), by=logged_in(self.request))
        return gettext("The mail to %(name)s is on its way again.")


class RenewLinkView(ParticipantView):
    form_class = KeyForm
    label = _("New personal link")
    what = _("All links and QR codes that this participant got stop working. A mail with a new link is sent.")

    def do(self, form):
        renew_link(registration=self.registration, key=str(form.cleaned_data["key"]), by=logged_in(self.request))
        return gettext("%(name)s gets a new link; the old ones no longer work.")


class MoveView(ParticipantView):
    form_class = MoveForm
    label = _("Move to another event")
    what = _(
        "The participant is registered there first, and only then cancelled here; both say so by mail. Answers to "
        "questions that the other event also asks come along."
    )

    def get_form_kwargs(self):
        events = managed_events(logged_in(self.request)).upcoming().filter(ledger__state=EventState.SCHEDULED)
        events = events.exclude(pk=self.event.pk).select_related("ledger")
        return {**super().get_form_kwargs(), "events": events}

    def do(self, form):
        moved = move_to_event(registration=self.registration, by=logged_in(self.request), **form.cleaned_data)
        if not moved.left:
            return gettext("No seat was free there: %(name)s is on the waiting list there and keeps the seat here.")
        if moved.there.state == RegistrationState.WAITLISTED:
            return gettext("%(name)s is now on the waiting list of the other event.")
        return gettext("%(name)s is now registered for the other event.")


class EraseView(ParticipantView):
    label = _("Erase the data")
    what = _(
        "For who asks it. Name, address, answers and the mails to this participant are erased, and cannot be brought "
        "back. Who was still expected gives the seat back. No mail is sent."
    )

    def do(self, form):
        erase(registration=self.registration, by=logged_in(self.request))
        return gettext("The data of %(name)s was erased.")

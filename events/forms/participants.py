"""What editors fill in about who comes to an event."""

import uuid

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms.forms.fields import LineField, ParagraphsField, RowChoiceField, rows_to_choose
from cms.models.declared import field_of, length_of
from events.forms.moments import MomentField, MomentInput
from events.forms.registration import RegistrationForm
from events.models import EventLedger, EventPage, Registration, RegistrationState


def _reason_field(**kwargs):
    label = capfirst(field_of(Registration, "override_reason").verbose_name)
    return LineField(label=label, max_length=length_of(Registration, "override_reason"), **kwargs)


class KeyForm(forms.Form):
    """Names one copy of a form: sent twice, it does its work once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class AccessForm(forms.ModelForm):
    class Meta:
        model = EventLedger
        fields = ["access", "opens_at", "closes_at", "offer_hours"]
        field_classes = {"opens_at": MomentField, "closes_at": MomentField}
        widgets = {"access": forms.RadioSelect, "opens_at": MomentInput, "closes_at": MomentInput}


class CapacityForm(forms.ModelForm):
    """``agreed``: how many promotions the editor was shown and agreed to."""

    agreed = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = EventLedger
        fields = ["capacity"]


class ByHandForm(RegistrationForm, KeyForm):
    override_reason = _reason_field(
        required=False,
        help_text=_("Empty: when no seat is free, the person comes on the waiting list."),
    )

    @property
    def shown_fields(self):
        return [*self.person_fields, *self.question_fields, *self.needs_fields, self["override_reason"]]


class SeatForm(forms.Form):
    """A seat for somebody in the queue; beyond the limit only with a reason."""

    override_reason = _reason_field()

    def __init__(self, *args, ledger: EventLedger, **kwargs):
        super().__init__(*args, **kwargs)
        if ledger.has_free_seat:
            del self.fields["override_reason"]


class EventChoiceField(RowChoiceField):
    def label_from_instance(self, obj):
        event = obj
        return ", ".join(filter(None, [event.title, event.when, _room(event.ledger)]))


def _room(ledger):
    if ledger.free_seats is None:
        return gettext("room for everybody")
    return ngettext("%(count)d seat free", "%(count)d seats free", ledger.free_seats) % {"count": ledger.free_seats}


class MoveForm(forms.Form):
    event = EventChoiceField(EventPage.objects.none(), label=_("To which event?"))
    override_reason = _reason_field(
        required=False,
        help_text=_(
            "Empty: when no seat is free there, the person comes on the waiting list there and keeps the seat here."
        ),
    )

    def __init__(self, *args, events, **kwargs):
        super().__init__(*args, **kwargs)
        rows_to_choose(self, "event", events)


class WriteForm(KeyForm):
    """A mail to the participants."""

    states = forms.MultipleChoiceField(
        label=_("To whom?"),
        choices=RegistrationState.choices,
        initial=[RegistrationState.CONFIRMED],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one group.")},
    )
    subject = LineField(label=_("Subject"), max_length=150)
    text = ParagraphsField(
        label=_("Text"),
        max_length=5000,
        help_text=_(
            "Plain text. The mail begins with “Dear” and the name, and ends with the event, the personal link and whom "
            "to ask."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class ExportForm(forms.Form):
    file_format = forms.ChoiceField(choices=[("xlsx", "XLSX"), ("csv", "CSV")])
    with_needs = forms.BooleanField(
        label=_("With what people need, what they eat and other sensitive answers"),
        required=False,
        help_text=_("Only when you need it. It is written in the history that you took it along."),
    )


class InviteForm(forms.Form):
    addresses = forms.CharField(
        label=_("Addresses"),
        max_length=50_000,
        help_text=_("One on each line, with or without a name: An Ampe <an@example.be>"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

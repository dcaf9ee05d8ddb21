from django import forms

from events.models import EventLedger, EventState


class EventStateForm(forms.ModelForm):
    """``agreed``: the state to which the editor agreed, having seen how many people it reaches."""

    agreed = forms.ChoiceField(choices=EventState.choices, required=False, widget=forms.HiddenInput)

    class Meta:
        model = EventLedger
        fields = ["state", "note"]
        widgets = {"state": forms.RadioSelect}

from django import forms

from events.models import EventLedger


class EventStateForm(forms.ModelForm):
    class Meta:
        model = EventLedger
        fields = ["state", "note"]
        widgets = {"state": forms.RadioSelect}

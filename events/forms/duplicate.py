"""To which day and hour an event is copied, as the clock shows them there."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.moments import ASK, WHICH, refusal
from events.models import EventPage
from events.wall_clock import NoSuchTime, TimeIsTwice, end_on_the_wall, moment_of


class DuplicateForm(forms.Form):
    # The browser's own: the calendar of Wagtail would lie over the button of so short a form.
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    which = forms.TypedChoiceField(
        label=ASK,
        choices=WHICH,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, event: EventPage, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        self.asks_which = False

    @property
    def shown_fields(self):
        return [self[name] for name in self.fields if name != "which" or self.asks_which]

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if "day" in data and "hour" in data:
            data["start"] = datetime.combine(data["day"], data["hour"])
            for shown in filter(None, [data["start"], end_on_the_wall(self.event, data["start"])]):
                self._look_at_the_clock(shown, data.get("which"))
        return data

    def _look_at_the_clock(self, shown, which):
        try:
            moment_of(shown, which)
        except NoSuchTime as error:
            self.add_error("hour", refusal(error))
        except TimeIsTwice as error:
            self.asks_which = True
            self.add_error("which", refusal(error))

"""To which day and hour an event is copied, as the clock shows them there."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from events.models import EventPage
from events.models.pages import clock
from events.wall_clock import NoSuchTime, TimeIsTwice, end_on_the_wall, moment_of


class DuplicateForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=AdminDateInput)
    hour = forms.TimeField(label=_("Hour"), widget=AdminTimeInput)
    which = forms.TypedChoiceField(
        label=_("Which of the two?"),
        choices=[(0, _("the first: it is still summer time")), (1, _("the second: it is winter time"))],
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
        except NoSuchTime:
            text = gettext("That night summer time begins: the clock skips %(hour)s. Choose another hour.")
            self.add_error("hour", text % {"hour": clock(shown)})
        except TimeIsTwice:
            self.asks_which = True
            text = gettext("That night summer time ends: the clock shows %(hour)s twice. Choose which you mean.")
            self.add_error("which", text % {"hour": clock(shown)})

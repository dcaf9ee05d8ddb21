"""A day and hour that editors fill in as clocks show it: asks which is meant in the night when an hour comes twice."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from events.wall_clock import NoSuchTime, TimeIsTwice, clock, moment_of

ASK = _("Which of the two?")
WHICH = [(0, _("the first: it is still summer time")), (1, _("the second: it is winter time"))]


def refusal(error: NoSuchTime | TimeIsTwice) -> str:
    [shown] = error.args
    if isinstance(error, NoSuchTime):
        text = gettext("That night summer time begins: the clock skips %(hour)s. Choose another hour.")
    else:
        text = gettext("That night summer time ends: the clock shows %(hour)s twice. Choose which you mean.")
    return text % {"hour": clock(shown)}


class Typed(str):
    """What somebody typed; ``which`` of two moments is meant: "0", "1", or "" when that was not said."""

    which = ""


class MomentInput(AdminDateTimeInput):
    """Has a second field only while the first shows an hour that comes twice."""

    def get_config(self):
        # Else the picker replaces what it cannot read: by another hour, or by this very moment. Refusing is up to us.
        return {**super().get_config(), "validateOnBlur": False}

    def value_from_datadict(self, data, files, name):
        typed = Typed(super().value_from_datadict(data, files, name) or "")
        typed.which = data.get(_second(name), "")
        return typed

    def render(self, name, value, attrs=None, renderer=None):
        first, which = super().render(name, value, attrs, renderer), _which(value)
        if which is None:
            return first
        second = forms.Select(attrs={"aria-label": ASK}, choices=[("", ASK), *WHICH])
        return format_html("{} {}", first, second.render(_second(name), which))


class MomentField(forms.DateTimeField):
    widget = MomentInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            shown = (error.params or {})["datetime"]
        which = getattr(value, "which", "")
        try:
            return moment_of(shown, int(which) if which in {"0", "1"} else None)
        except (NoSuchTime, TimeIsTwice) as error:
            raise ValidationError(refusal(error)) from error


def _second(name):
    return f"{name}-which"


def _which(value) -> str | None:
    """As ``Typed.which``; None when clocks show this moment once, or never."""
    if isinstance(value, datetime):  # of the database, as clocks here show it
        shown, which = value.replace(tzinfo=None), str(value.fold)
    elif isinstance(value, Typed):
        shown, which = _unclear(value), value.which
    else:
        return None
    try:
        moment_of(shown) if shown else None
    except TimeIsTwice:
        return which
    except NoSuchTime:
        pass
    return None


def _unclear(typed):
    try:
        forms.DateTimeField().to_python(typed)
    except ValidationError as error:
        return (error.params or {})["datetime"] if error.code == "ambiguous_timezone" else None
    return None

"""A list of people that an editor pastes: the list as a whole, and one person on it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.forms.fields import LineField
from cms.models.declared import length_of
from events.forms.registration import MailboxField, is_a_name
from events.models import Registration

#: People on one list: each is a transaction of its own, within the time that a request may take.
MOST = 200


class PastedField(forms.CharField):
    """Lines as they were pasted: their numbers, and tabs at their ends, mean something."""

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\x00", "")


class ImportForm(forms.Form):
    lines = PastedField(
        label=_("People"),
        # A name, an address and an organisation of the longest kind, for as many as may be on the list.
        max_length=MOST * 600,
        help_text=_("One on each line: name; e-mail address; organisation. As copied from Excel is fine too."),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    #: How many new people the editor was shown and agreed to.
    agreed = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_lines(self):
        lines = self.cleaned_data["lines"]
        count = sum(bool(line.strip()) for line in split_lines(lines))
        if not count:
            raise ValidationError(self.fields["lines"].error_messages["required"], code="required")
        if count > MOST:
            text = ngettext(
                "At most %(most)d person at once. Your list has %(count)d lines: paste it in parts.",
                "At most %(most)d people at once. Your list has %(count)d lines: paste it in parts.",
                MOST,
            )
            raise ValidationError(text % {"most": MOST, "count": count}, code="too_many")
        return lines


def split_lines(pasted: str) -> list[str]:
    """The lines as a text field of a browser counts them."""
    return re.split(r"\r\n|\r|\n", pasted)


def _line(name, **messages):
    return LineField(max_length=length_of(Registration, name), error_messages=messages)


class LineForm(forms.Form):
    """One line of the list, cut in cells."""

    name = _line("name", required=_("The name is missing."), max_length=_("The name is too long."))
    email = MailboxField(
        error_messages={
            "required": _("The e-mail address is missing."),
            "invalid": _("The second part is not a complete e-mail address."),
            "max_length": _("The e-mail address is too long."),
        }
    )
    organisation = _line("organisation", max_length=_("The organisation is too long."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(is_a_name)
        self.fields["organisation"].required = False

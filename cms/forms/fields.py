"""Form fields for what visitors type and choose."""

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from cms.keys import could_be_key

#: Control characters, and signs that turn the direction of writing around: nobody types them, and they make the lists
#: of the admin and the headers of mails say something else than what is there.
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class _TypedField(forms.CharField):
    def widget_attrs(self, widget):
        # No "maxlength": browsers cut off the end of what is pasted and say nothing.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class LineField(_TypedField):
    """One line; line breaks become spaces."""

    def to_python(self, value):
        return " ".join(INVISIBLE.sub("", super().to_python(value) or "").split())


class ParagraphsField(_TypedField):
    """Plain text of any number of lines, ending in \\n each."""

    widget = forms.Textarea

    def to_python(self, value):
        lines = INVISIBLE.sub("", super().to_python(value) or "").splitlines()
        return "\n".join(line.rstrip() for line in lines).strip()


class RowChoiceField(forms.ModelChoiceField):
    """A choice by key, for models whose key is a relation, such as pages: too large a number is not a choice."""

    def to_python(self, value):
        is_number = isinstance(value, (int, str)) and value not in self.empty_values
        if is_number and not could_be_key(str(value)):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return super().to_python(value)


def rows_to_choose(form: forms.BaseForm, name: str, rows: models.QuerySet) -> None:
    """Offer these rows in a choice of the form.

    Raises:
        TypeError: the field is no choice of rows.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"“{name}” is no choice of rows.")
    field.queryset = rows


def values_to_choose(form: forms.BaseForm, name: str, values: Iterable[tuple]) -> None:
    """Offer these values, each with its label, in a choice of the form.

    Raises:
        TypeError: the field is no choice.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"“{name}” is no choice.")
    field.choices = values

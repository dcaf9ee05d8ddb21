from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from practices.models import PracticeCorrection


class LongText(forms.CharField):
    """Counts and keeps a line break as one character, as browsers count it; forms send two."""

    widget = forms.Textarea

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\r\n", "\n")


class AnswerForm(forms.Form):
    """The answer of a practice's contact: all is still true, or a note of what is not."""

    TRUE, WRONG = "klopt", "klopt-niet"

    answer = forms.ChoiceField(choices=[(TRUE, TRUE), (WRONG, WRONG)])
    text = LongText(
        label=_("What is no longer true?"),
        help_text=_(
            "Write how it is now, also when the place on the continuum is different or somebody else is the contact. "
            "An editor reads it and changes the page."
        ),
        max_length=PracticeCorrection.MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
    )

    def add_error(self, field, error):
        super().add_error(field, error)
        if field == "text":
            # The page opens at the mistake.
            self.fields["text"].widget.attrs["autofocus"] = True

    def clean(self):
        cleaned_data = super().clean() or {}
        if cleaned_data.get("answer") == self.WRONG and not cleaned_data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write what is no longer true. Without that the editors cannot change the page."))
        return cleaned_data


class CheckForm(forms.Form):
    """An editor says on which day the page was true."""

    on = forms.DateField(
        label=_("Checked on"),
        widget=AdminDateInput,
        help_text=_("The day on which somebody who knows the practice said that the page is true."),
    )

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has yet to come."))
        return day

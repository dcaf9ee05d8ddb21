from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

MAX_CSV_SIZE = 1024 * 1024  # bytes; 285 municipalities take about 5 kB


class InhabitantsForm(forms.Form):
    """The file itself is read, and refused, by the service."""

    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_CSV_SIZE:
            raise ValidationError(
                _("The file is too large (%(size)s). Keep only the columns NIS, inhabitants and year."),
                params={"size": filesizeformat(file.size)},
            )
        return file

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from practices.exchange.imports.reference import LEAVE, MAKE, VOCABULARIES
from practices.models import Municipality

MAX_SIZE = 10 * 1024 * 1024  # bytes; 5,000 rows with long texts take about 4 MB
#: Names that are asked about at once; the rest comes when these are answered.
QUESTIONS_AT_ONCE = 40


LABELS = {
    "gemeenten": _("Municipality “%(name)s” (%(count)s)"),
    "themas": _("Theme “%(name)s” (%(count)s)"),
    "instrumenten": _("Instrument “%(name)s” (%(count)s)"),
}


class ImportForm(forms.Form):
    """The file itself is read, and refused, by the service."""

    file = forms.FileField(
        label=_("Workbook or CSV"),
        allow_empty_file=True,
        help_text=_("An .xlsx or .csv with the headings of the template, at most 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_SIZE:
            raise ValidationError(
                _("The file is too large (%(size)s). Split it, and leave out pictures."),
                params={"size": filesizeformat(file.size)},
            )
        return file


class AnswersForm(forms.Form):
    """One choice for each name in the file that nobody knows; what is left open is asked again."""

    def __init__(self, *args, questions, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._asked = []
        # In our own order: PostgreSQL gives the keys of JSON back in another.
        for column in filter(questions.get, LABELS):
            known = self._known(column)
            for question in questions[column][: QUESTIONS_AT_ONCE - len(self._asked)]:
                self._ask(column, question, known, user)

    def _known(self, column):
        model = VOCABULARIES.get(column, Municipality)
        return dict(model.objects.order_by("name").values_list("pk", "name"))

    def _ask(self, column, question, known, user) -> None:
        field = f"{column}-{len(self._asked)}"
        self._asked.append((field, column, question["name"]))
        alike = [(pk, known[pk]) for pk in question["candidates"] if pk in known]
        choices = [("", _("– choose –"))]
        if alike:
            choices.append((_("Looks like"), alike))
        if column not in VOCABULARIES:
            other = [(LEAVE, _("Leave these rows out"))]
        else:
            other = [(LEAVE, _("Leave this word out"))]
            if user.has_perm(VOCABULARIES[column]._meta.label_lower.replace(".", ".add_")):
                other.insert(0, (MAKE, _("Add “%(name)s” to the list") % {"name": question["name"]}))
        choices += [(_("Or"), other), (_("All"), list(known.items()))]
        count = ngettext("%(count)d row", "%(count)d rows", question["rows"]) % {"count": question["rows"]}
        self.fields[field] = forms.ChoiceField(
            choices=choices,
            required=False,
            label=LABELS[column] % {"name": question["name"], "count": count},
        )

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """The choices made, by column and name."""
        found: dict[str, dict[str, str]] = {}
        for field, column, name in self._asked:
            if answer := self.cleaned_data.get(field):
                found.setdefault(column, {})[name] = answer
        return found

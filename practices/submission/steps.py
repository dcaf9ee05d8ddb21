"""The way through the public form that sends in a practice: four steps to fill in, a fifth to look it over and send it.

Nothing is kept between the steps. Each page carries the answers of the others in hidden fields, as they were typed,
and every step is checked again before the next is shown and before anything is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from practices.submission.forms import LessonsStep, PracticeStep, SenderStep, SourcesField, StoryStep

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The name of a question among the answers, where its label is a whole sentence or makes no sense alone.
SHORT = {
    "continuum_start": _("Who carried it at the start"),
    "continuum_during": _("Who carried it during the implementation"),
    "continuum_now": _("Who carries it now"),
    "shows_contact": _("On the site as contact"),
    "consent": _("Consent"),
}


@dataclass(frozen=True)
class Problem:
    """A line of the error summary."""

    text: str
    field_id: str


@dataclass(frozen=True)
class Answer:
    """A line of the last step and of the mail to the sender."""

    label: "StrOrPromise"
    text: "StrOrPromise"


def _problems(form) -> Iterator[Problem]:
    for name, errors in form.errors.items():
        # A group of choices has no id of its own: its first choice answers for it.
        field_id = form[name].id_for_label or f"{form[name].auto_id}_0"
        yield from (Problem(error, field_id) for error in errors)


def _answers(form) -> Iterator[Answer]:
    for name, field in form.fields.items():
        value = form.cleaned_data[name]
        if isinstance(field, forms.BooleanField):
            text = _("Yes") if value else _("No")
        elif isinstance(field, forms.ChoiceField):
            labels = dict(field.choices)
            text = ", ".join(str(labels[key]) for key in (value if isinstance(value, list) else [value]) if key)
        elif isinstance(field, SourcesField):
            text = "\n".join(reference for reference, _address in value)
        else:
            text = "\n".join(value) if isinstance(value, list) else str(value or "")
        yield Answer(SHORT.get(name, field.label), text)


class SubmissionSteps:
    """The form with what was filled in so far, and the step that is shown next.

    ``data`` is what came in: fields of one step that were visible and of the others that were carried, ``step`` the
    step it came from, and ``go`` the button that was pressed: the number of a step, or ``SEND``.
    """

    FORMS = [PracticeStep, StoryStep, LessonsStep, SenderStep]
    REVIEW = len(FORMS) + 1
    SEND = "versturen"

    def __init__(self, data: QueryDict | None = None):
        self.data = QueryDict() if data is None else data
        self.is_first_visit = data is None
        self._bound = [form(data) for form in self.FORMS] if data is not None else []
        self.came_from = self._number("step") or 1
        self.sends = not self.is_first_visit and self.data.get("go") == self.SEND
        self.wanted = self._wanted()
        forward = range(1, min(self.wanted, self.REVIEW)) if self.wanted > self.came_from else []
        #: The step that keeps the visitor from going on.
        self.invalid = next((number for number in forward if not self._bound[number - 1].is_valid()), None)
        self.number = self.invalid or min(self.wanted, self.REVIEW)

    def _wanted(self):
        if self.is_first_visit:
            return 1
        return self.REVIEW + 1 if self.sends else self._number("go") or min(self.came_from + 1, self.REVIEW)

    def _number(self, name):
        value = self.data.get(name, "")
        return int(value) if value in map(str, range(1, self.REVIEW + 1)) else None

    @property
    def is_complete(self) -> bool:
        """Sent, with nothing wrong in any step."""
        return self.sends and self.invalid is None

    @property
    def is_review(self) -> bool:
        return self.number == self.REVIEW

    @property
    def count(self) -> int:
        return self.REVIEW

    @property
    def headings(self) -> list:
        return [*(form.heading for form in self.FORMS), _("Check and send")]

    @property
    def heading(self):
        return self.headings[self.number - 1]

    @property
    def next_number(self) -> int:
        return self.number + 1

    @property
    def previous_number(self) -> int:
        """0 at the first step."""
        return self.number - 1

    @cached_property
    def form(self):
        """The form of the step that is shown; None for the last one."""
        if self.is_review:
            return None
        if self.invalid:
            return self._bound[self.number - 1]
        return self.FORMS[self.number - 1](initial=self._typed(self.number))

    def _typed(self, number):
        """The values filled in before in this step, valid or not."""
        if self.is_first_visit:
            return {}
        fields = self._bound[number - 1].fields.items()
        return {
            name: field.widget.value_from_datadict(self.data, {}, name) for name, field in fields if name in self.data
        }

    @property
    def template(self) -> str:
        return self.form.template if self.form else "practices/submission/review.html"

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Name and value of the hidden fields: the answers of all steps but the one that is shown, as typed."""
        if self.is_first_visit:
            return []
        names = [name for form in self._bound if not isinstance(self.form, type(form)) for name in form.fields]
        return [(name, value) for name in names for value in dict.fromkeys(self.data.getlist(name))]

    @property
    def has_sender(self) -> bool:
        """Whether the page holds who sends this in."""
        return any(self.data.get(name) for name in SenderStep.base_fields)

    @property
    def problems(self) -> list[Problem]:
        return list(_problems(self.form)) if self.invalid else []

    @property
    def can_review(self) -> bool:
        """Whether everything from the next step on is filled in: who came back for one change need not pass it all."""
        later = self._bound[self.number :]
        return bool(later) and all(form.is_valid() for form in later)

    @property
    def parts(self):
        """For the last step and the mail: number, heading and answers of each step."""
        return [
            (number, form.heading, list(_answers(form)))
            for number, form in enumerate(self._bound, 1)
            if form.is_valid()
        ]

    @property
    def answers(self) -> dict:
        """All answers, checked. Only of a form that is complete."""
        return {name: value for form in self._bound for name, value in form.cleaned_data.items()}

"""The public form that sends in a practice: four steps to fill in, and a fifth to look it over and send it.

Nothing is kept between the steps. Each page carries the answers of the others in hidden fields, as they were typed,
and every step is checked again before the next is shown and before anything is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, ParagraphsField
from cms.models import Person
from practices.models import (
    ContinuumStep,
    Instrument,
    Municipality,
    PracticeLesson,
    PracticePage,
    PracticeSource,
    PracticeStatus,
    Theme,
)
from practices.models.facts import HEADINGS
from practices.models.submissions import CONSENT_VERSION, CONSENTS

#: Characters under one of VVSG's headings; the longest in the inventory has less than half of it.
MAX_STORY = 5000
#: Lines in a list; who has more to tell is asked for it.
MAX_LINES = 10
FIRST_YEAR = 1950

#: What a question is called among the answers, where its label is a whole sentence or makes no sense alone.
SHORT = {
    "continuum_start": _("Who carried it at the start"),
    "continuum_during": _("Who carried it during the implementation"),
    "continuum_now": _("Who carries it now"),
    "shows_contact": _("On the site as contact"),
    "consent": _("Consent"),
}

#: Shows the fields of a step one below the other.
FIELDS = "practices/submission/fields.html"


def _label(name, model=PracticePage):
    return capfirst(model._meta.get_field(name).verbose_name)


def _longest(name, model=PracticePage):
    return model._meta.get_field(name).max_length


class LinesField(ParagraphsField):
    """A list, one item on each line."""

    def __init__(self, *, longest, **kwargs):
        super().__init__(**kwargs)
        self.longest = longest

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MAX_LINES:
            raise ValidationError(
                _("Keep to %(most)d lines. You can tell the rest to the editors."), params={"most": MAX_LINES}
            )
        for line in lines:
            MaxLengthValidator(self.longest, _("Make each line shorter than %(limit_value)d characters."))(line)
        return lines


class SourcesField(LinesField):
    """Web addresses, or names of books and reports. Gives pairs of the reference and its address, or ""."""

    is_address = URLValidator(schemes=["http", "https"])

    def clean(self, value):
        return [(line, self._address(line)) for line in super().clean(value)]

    def _address(self, line):
        if len(line) > _longest("url", PracticeSource):
            return ""
        try:
            self.is_address(line)
        except ValidationError:
            return ""
        return line


def _story(name, help_text, **kwargs):
    rows = forms.Textarea(attrs={"rows": 5})
    return ParagraphsField(label=_label(name), help_text=help_text, max_length=MAX_STORY, widget=rows, **kwargs)


def _position(name):
    return forms.TypedChoiceField(
        label=_label(name),
        choices=[*ContinuumStep.choices, ("", _("I do not know (yet)"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def _year(name, help_text=""):
    return forms.IntegerField(
        label=_label(name),
        help_text=help_text,
        required=False,
        min_value=FIRST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": _("Write a year in four digits, such as 2024.")},
    )


def _lines(label, help_text, **kwargs):
    return LinesField(
        label=label,
        help_text=help_text,
        required=False,
        longest=_longest("text", PracticeLesson),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PracticeStep(forms.Form):
    """What is it, and where?"""

    heading = _("The practice")
    template = FIELDS

    title = LineField(
        label=_("Name of the practice"),
        help_text=_("A short sentence that says what happens, such as “Residents look after the green in their street”."),
        max_length=120,
        error_messages={"required": _("Give the practice a name.")},
    )
    summary = LineField(
        label=_label("summary"),
        help_text=_("In two or three sentences: who does what, and for whom?"),
        max_length=_longest("summary"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tell in two or three sentences what the practice is.")},
    )
    municipality = forms.ChoiceField(
        label=capfirst(Municipality._meta.verbose_name),
        help_text=_("Several municipalities? Choose one, and name the others in the next step."),
        error_messages={"required": _("Choose a municipality.")},
    )
    themes = forms.MultipleChoiceField(
        label=_label("themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    instruments = forms.MultipleChoiceField(
        label=_label("instruments"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = Municipality.objects.values_list("nis_code", "name")
        self.fields["municipality"].choices = [("", _("Choose a municipality")), *places]
        self.fields["themes"].choices = list(Theme.objects.values_list("slug", "name"))
        self.fields["instruments"].choices = list(Instrument.objects.values_list("slug", "name"))


class StoryStep(forms.Form):
    """VVSG's six headings, and where the practice stands."""

    heading = _("What and how")
    template = "practices/submission/story.html"

    objective = _story(
        "objective",
        _("Why did you start? What should become better, and for whom?"),
        error_messages={"required": _("Tell why you started.")},
    )
    approach = _story(
        "approach",
        _("What did you do, step by step?"),
        error_messages={"required": _("Tell what you did.")},
    )
    parties = _story("parties", _("Who works on it, and what does each of them do?"), required=False)
    result = _story("result", _("What came out of it? How do you know?"), required=False)
    adjustments = _story("adjustments", _("What did you change along the way, and why?"), required=False)
    reach = _story("reach", _("How many people took part? Who did not, and what did you do about it?"), required=False)
    continuum_start = _position("continuum_start")
    continuum_during = _position("continuum_during")
    continuum_now = _position("continuum_now")
    status = forms.ChoiceField(
        label=_label("status"),
        choices=PracticeStatus.choices,
        initial=PracticeStatus.RUNNING,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far the practice is.")},
    )
    start_year = _year("start_year")
    end_year = _year("end_year", _("Only if it has ended."))

    @property
    def stories(self):
        return [self[name] for name in HEADINGS]

    @property
    def positions(self):
        return [self[name] for name in ["continuum_start", "continuum_during", "continuum_now"]]

    @property
    def facts(self):
        return [self[name] for name in ["status", "start_year", "end_year"]]

    def clean(self):
        cleaned_data = super().clean()
        start, end = cleaned_data.get("start_year"), cleaned_data.get("end_year")
        if start and end and end < start:
            self.add_error("end_year", _("The last year comes before the first year."))
        for name in ["start_year", "end_year"]:
            if (cleaned_data.get(name) or 0) > timezone.localdate().year + 10:
                self.add_error(name, _("This year is too far ahead."))
        return cleaned_data


class LessonsStep(forms.Form):
    """What would you tell a colleague?"""

    heading = _("Lessons and sources")
    template = FIELDS

    successes = _lines(_("What made it work?"), _("One success factor on each line."))
    pitfalls = _lines(_("What went wrong, or nearly?"), _("One pitfall on each line."))
    tips = _lines(_("What would you tell a colleague who begins tomorrow?"), _("One tip on each line."))
    sources = SourcesField(
        label=_("Sources"),
        help_text=_("Web addresses, reports or articles, one on each line."),
        required=False,
        longest=_longest("reference", PracticeSource),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SenderStep(forms.Form):
    """Who are you?"""

    heading = _("Who are you?")
    template = FIELDS

    name = LineField(
        label=_("Your name"),
        max_length=_longest("name", Person),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Fill in your name.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You get a mail with what you sent. The editors write to this address if they have a question."),
        max_length=_longest("email", Person),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Fill in your e-mail address."),
            "invalid": _("This is not a complete e-mail address. Write it like this: name@municipality.be"),
        },
    )
    role = LineField(
        label=_("Your role"),
        max_length=_longest("role", Person),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    organisation = LineField(
        label=_("Your municipality or organisation"),
        max_length=_longest("organisation", Person),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    shows_contact = forms.BooleanField(
        label=_("My name, role and e-mail address may stand on the page of the practice, for colleagues who have a question."),
        required=False,
    )
    consent = forms.BooleanField(
        label=CONSENTS[CONSENT_VERSION],
        error_messages={"required": _("Without your consent we cannot look at your practice.")},
    )


@dataclass(frozen=True)
class Problem:
    """A line of the error summary."""

    text: str
    field_id: str


@dataclass(frozen=True)
class Answer:
    """A line of the last step and of the mail to the sender."""

    label: str
    text: str


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

    def __init__(self, data=None):
        self.data = data
        self.is_first_visit = data is None
        self._bound = [form(data) for form in self.FORMS] if data is not None else []
        self.came_from = self._number("step") or 1
        self.sends = not self.is_first_visit and data.get("go") == self.SEND
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
        value = (self.data or {}).get(name, "")
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
        """What was filled in before in this step, right or wrong."""
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
            (number, form.heading, list(_answers(form))) for number, form in enumerate(self._bound, 1) if form.is_valid()
        ]

    @property
    def answers(self) -> dict:
        """All answers, checked. Only of a form that is complete."""
        return {name: value for form in self._bound for name, value in form.cleaned_data.items()}

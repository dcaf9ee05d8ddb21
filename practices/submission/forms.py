"""The steps of the public form that sends in a practice; ``submission_steps`` leads from one to the next."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.forms.fields import LineField, ParagraphsField, values_to_choose
from cms.models import Person
from cms.models.declared import field_of, length_of
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

#: Characters under one of VVSG’s headings: two printed pages.
MAX_STORY = 5000
#: Lines in a list; who has more to tell is asked for it.
MAX_LINES = 10
FIRST_YEAR = 1950

#: Shows the fields of a step one below the other.
FIELDS = "practices/submission/fields.html"


def _label(name, model=PracticePage):
    return capfirst(field_of(model, name).verbose_name)


def _longest(name, model=PracticePage):
    return length_of(model, name)


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
        help_text=_(
            "A short sentence that says what happens, such as “Residents look after the green in their street”."
        ),
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
    themes = forms.MultipleChoiceField(label=_label("themes"), required=False, widget=forms.CheckboxSelectMultiple)
    instruments = forms.MultipleChoiceField(
        label=_label("instruments"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = Municipality.objects.values_list("nis_code", "name")
        values_to_choose(self, "municipality", [("", _("Choose a municipality")), *places])
        values_to_choose(self, "themes", list(Theme.objects.values_list("slug", "name")))
        values_to_choose(self, "instruments", list(Instrument.objects.values_list("slug", "name")))


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
        cleaned_data = super().clean() or {}
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
        label=_(
            "My name, role and e-mail address may stand on the page of the practice, "
            "for colleagues who have a question."
        ),
        required=False,
    )
    consent = forms.BooleanField(
        label=CONSENTS[CONSENT_VERSION],
        error_messages={"required": _("Without your consent we cannot look at your practice.")},
    )

"""The form with which somebody comes to an event: the same questions on the site and, for editors, in the admin."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.forms.fields import INVISIBLE, LineField, ParagraphsField, rows_to_choose
from cms.models.declared import field_of, length_of
from events.models import ConsentText, EventPage, EventQuestion, QuestionKind, Registration, RegistrationNeeds
from events.models.registrations import email_key
from practices.models import Municipality

#: Characters of an answer.
LONGEST_LINE, LONGEST_TEXT = 250, 2000


@dataclass(frozen=True)
class Problem:
    """A line of the error summary."""

    text: str
    field_id: str


def _label(name, model=Registration):
    return capfirst(field_of(model, name).verbose_name)


def _longest(name, model=Registration):
    return length_of(model, name)


def _line(name, autocomplete, **kwargs):
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return LineField(label=_label(name), max_length=_longest(name), widget=widget, **kwargs)


def is_a_name(value):
    """Refuses advertisements: the mail that follows greets any address with whatever stands here."""
    if "://" in value or "www." in value.lower():
        raise ValidationError(_("A name is no place for a web address."))


def _needs(name, help_text):
    return ParagraphsField(
        label=_label(name, RegistrationNeeds),
        help_text=help_text,
        max_length=_longest(name, RegistrationNeeds),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MailboxField(forms.EmailField):
    """An address that a mail can be sent to: without the quoted and invisible characters that the standard allows."""

    def __init__(self, **kwargs):
        super().__init__(max_length=_longest("email"), **kwargs)
        self.widget.attrs.pop("maxlength")  # browsers cut off the end of what is pasted and say nothing

    def clean(self, value):
        address = super().clean(value)
        if '"' in address or INVISIBLE.search(address) or len(email_key(address)) > _longest("email"):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return address


class RegistrationForm(forms.Form):
    """Who comes, the questions of the event, and what somebody needs."""

    name = _line("name", "name", error_messages={"required": _("Fill in your name.")}, validators=[is_a_name])
    email = MailboxField(
        label=_label("email"),
        help_text=_("To this address we send the mail that says whether you have a seat."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Fill in your e-mail address."),
            "invalid": _("This is not a complete e-mail address. Write it like this: name@municipality.be"),
        },
    )
    organisation = _line("organisation", "organization", required=False)
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label=_label("municipality"),
        required=False,
        empty_label=_("Choose a municipality"),
        error_messages={"invalid_choice": _("Choose a municipality from the list.")},
    )
    role = _line("role", "organization-title", required=False)
    accessibility = _needs("accessibility", _("Such as a hall without steps, an interpreter, or large print."))
    diet = _needs("diet", _("What do you not eat or drink?"))

    PERSON = ["name", "email", "organisation", "municipality", "role"]
    NEEDS = ["accessibility", "diet"]
    #: What the person agrees to; an editor who writes down somebody else's registration is not asked.
    consent_text: ConsentText | None = None

    def __init__(self, data=None, *, event: EventPage, **kwargs):
        super().__init__(data, **kwargs)
        self.questions = {f"question-{question.key}": question for question in event.questions.all()}
        for name, question in self.questions.items():
            self.fields[name] = _question_field(question)
        # As they stand on the page: the summary of mistakes follows it.
        self.order_fields([*self.PERSON, *self.questions, *self.NEEDS])
        rows_to_choose(self, "municipality", Municipality.objects.all())

    @property
    def person_fields(self):
        return [self[name] for name in self.PERSON]

    @property
    def question_fields(self):
        return [self[name] for name in self.questions]

    @property
    def needs_fields(self):
        return [self[name] for name in self.NEEDS]

    @property
    def problems(self) -> list[Problem]:
        return list(self._problems())

    def _problems(self) -> Iterator[Problem]:
        for name, errors in self.errors.items():
            # A group of choices has no id of its own: its first choice answers for it.
            field_id = self[name].id_for_label or f"{self[name].auto_id}_0"
            yield from (Problem(str(error), field_id) for error in errors)

    @property
    def answers(self) -> list[tuple[EventQuestion, str]]:
        """The questions that were answered, each with the answer in words."""
        given = [(question, _in_words(self.cleaned_data[name])) for name, question in self.questions.items()]
        return [(question, answer) for question, answer in given if answer]


class PublicRegistrationForm(RegistrationForm):
    """What visitors fill in: with the text they agree to."""

    #: Which version of the text was on the page that was sent.
    CONSENT_VERSION = "consent_version"

    consent = forms.BooleanField(
        label=_("I agree."), error_messages={"required": _("Without your consent we cannot register you.")}
    )

    def __init__(self, data=None, *, consent_text: ConsentText, **kwargs):
        super().__init__(data, **kwargs)
        self.consent_text = consent_text
        if self.is_bound and self.data.get(self.CONSENT_VERSION) != str(consent_text.version):
            # The box is empty again: it was ticked for another text.
            data = self.data.copy()
            data.pop("consent", None)
            self.data = data
            self.fields["consent"].error_messages["required"] = _("This text has changed. Read it and tick the box.")


def _question_field(question: EventQuestion) -> forms.Field:
    options = {"label": question.label, "required": question.is_required, "help_text": _help(question)}
    choices = [(choice, choice) for choice in question.choice_list]
    match question.kind:
        case QuestionKind.TEXT:
            field = ParagraphsField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), **options)
        case QuestionKind.CHOICE:
            # Who need not answer must be able to take an answer back.
            none = [] if question.is_required else [("", _("No answer"))]
            field = forms.ChoiceField(choices=[*choices, *none], widget=forms.RadioSelect, **options)
        case QuestionKind.CHOICES:
            field = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **options)
        case QuestionKind.YES:
            field = forms.BooleanField(**options)
        case _:
            field = LineField(max_length=LONGEST_LINE, **options)
    field.error_messages["required"] = gettext("Answer the question “%(question)s”.") % {"question": question.label}
    return field


def _help(question):
    erased = gettext("We erase this answer two weeks after the meeting.") if question.is_sensitive else ""
    return " ".join(filter(None, [question.help_text, erased]))


def _in_words(answer) -> str:
    if isinstance(answer, bool):
        return gettext("Yes") if answer else ""
    return "; ".join(answer) if isinstance(answer, list) else answer

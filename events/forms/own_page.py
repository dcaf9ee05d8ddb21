"""What somebody changes about a registration, and how a lost link is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.forms.fields import RowChoiceField, rows_to_choose
from events.forms.registration import MailboxField, RegistrationForm
from events.models import EventPage, EventQuestion, QuestionKind, Registration, RegistrationNeeds


class DetailsForm(RegistrationForm):
    """Everything but the address: the seat belongs to it."""

    PERSON = ["name", "organisation", "municipality", "role"]

    def __init__(self, data=None, *, registration: Registration):
        super().__init__(data, event=registration.event, initial=_filled_in(registration))
        del self.fields["email"]
        for name, answer in _answers(registration, self.questions).items():
            self.initial[name] = answer

    @property
    def all_answers(self) -> list[tuple[EventQuestion, str]]:
        """Also the questions that were left open: what was answered before must go."""
        given = {question.key: answer for question, answer in self.answers}
        return [(question, given.get(question.key, "")) for question in self.questions.values()]

    @property
    def details(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.PERSON}

    @property
    def needs(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.NEEDS}


def _filled_in(registration):
    needs = RegistrationNeeds.objects.filter(registration=registration).first()
    return {
        **{name: getattr(registration, name) for name in DetailsForm.PERSON},
        **{name: getattr(needs, name, "") for name in DetailsForm.NEEDS},
    }


def _answers(registration, questions):
    """What was answered, as the fields of the questions take it."""
    given = {answer.question: answer.value for answer in registration.answers.all()}
    asked = {name: question for name, question in questions.items() if question.key in given}
    return {name: _as_initial(question, given[question.key]) for name, question in asked.items()}


def _as_initial(question, value):
    match question.kind:
        case QuestionKind.YES:
            return bool(value)
        case QuestionKind.CHOICES:
            # A choice may hold the mark that stands between choices.
            return [choice for choice in question.choice_list if f"; {choice}; " in f"; {value}; "]
    return value


class LostLinkForm(forms.Form):
    email = MailboxField(
        label=_("Your e-mail address"),
        help_text=_("The address with which you registered."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Fill in your e-mail address."),
            "invalid": _("This is not a complete e-mail address. Write it like this: name@municipality.be"),
        },
    )
    event = RowChoiceField(
        EventPage.objects.none(),
        label=_("Which meeting?"),
        required=False,
        empty_label=_("All meetings that come"),
        error_messages={"invalid_choice": _("Choose a meeting from the list.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        events = EventPage.objects.live().public().upcoming().taking_registrations()
        rows_to_choose(self, "event", events)

    @property
    def problems(self):
        return [
            {"text": error, "field_id": self[name].id_for_label}
            for name, errors in self.errors.items()
            for error in errors
        ]

"""The profile of a practice, choices A2 to A8 of the analysis framework: positions without a value judgement.

Sources of the scales stand with each; A1, the place on the continuum, is ``vocabulary.ContinuumStep``.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple, TypedMultipleChoiceField
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as LazyText


class Choices(models.TextChoices):
    """Values with their meaning and, last, their label: ``OPEN = "open", _("meaning"), _("label")``."""

    meaning: str | Promise

    def __new__(cls, value: str, meaning: str | Promise = "") -> Self:
        choice = str.__new__(cls, value)
        choice._value_ = value
        choice.meaning = meaning
        return choice


class Influence(Choices):
    """A2, after the IAP2 spectrum and the Dutch participation ladder (Edelenbos 2000)."""

    INFORM = "informeren", _("Participants hear what is decided."), _("informing")
    CONSULT = "raadplegen", _("Participants say what they think; nothing is promised about it."), _("consulting")
    ADVISE = (
        "adviseren",
        _("Participants give advice, which the local government takes into account."),
        _("advising or involving"),
    )
    COPRODUCE = (
        "coproduceren",
        _("Participants and the local government work out solutions together."),
        _("co-producing"),
    )
    DECIDE = (
        "meebeslissen",
        _("Participants decide, together with the local government or alone."),
        _("deciding, together or alone"),
    )


class CoproductionPhase(Choices):
    """A3, after the Four Co's (Loeffler 2020) and Nabatchi, Sancino and Sicilia (2017)."""

    COMMISSION = "agenderen", _("Choosing together what has to be tackled."), _("setting the agenda together")
    DESIGN = "ontwerpen", _("Thinking out together how it will be done."), _("designing together")
    DELIVER = "uitvoeren", _("Doing the work together."), _("carrying out together")
    ASSESS = "evalueren", _("Looking back together at what it brought."), _("evaluating together")


class Level(Choices):
    """A4, after Nabatchi, Sancino and Sicilia (2017)."""

    INDIVIDUAL = "individueel", _("For each participant apart."), _("individual")
    GROUP = "groep", _("For a certain group."), _("group")
    COLLECTIVE = "collectief", _("For everybody in the neighbourhood or the municipality."), _("collective")


class Recruitment(Choices):
    """A5, after the first axis of Fung's democracy cube (2006)."""

    OPEN = "open", _("Whoever wants can take part."), _("open to everybody")
    TARGETED = (
        "gericht",
        _("Whoever wants can take part; certain groups are asked in particular."),
        _("open, with targeted recruitment"),
    )
    LOT = "loting", _("Chance decides who is invited."), _("drawn by lot")
    REPRESENTATIVES = (
        "vertegenwoordigers",
        _("People speak for an association or a group."),
        _("representatives and civil society"),
    )
    INVITED = "uitnodiging", _("The organisers choose whom they invite."), _("by invitation")


class Interaction(Choices):
    """A6, after the second axis of Fung's democracy cube (2006); the last one is the Labo site's own."""

    LISTEN = "luisteren", _("Participants come to hear."), _("listening and informing")
    EXPRESS = "voorkeuren", _("Participants say or vote what they prefer."), _("expressing preferences")
    DELIBERATE = "overleggen", _("Participants exchange arguments."), _("deliberation and dialogue")
    NEGOTIATE = "onderhandelen", _("Participants look for an agreement."), _("negotiating")
    DO = "zelf-doen", _("Participants do the work themselves."), _("doing it themselves")


class GovernmentRole(Choices):
    """A7, after ACTIE (Denters and others 2013) and the participation staircase of the Dutch ROB."""

    LET_GO = "loslaten", _("It leaves the practice to others."), _("letting go")
    FACILITATE = "faciliteren", _("It helps, for example with a place, money or permits."), _("facilitating")
    STIMULATE = "stimuleren", _("It encourages others to begin."), _("stimulating")
    COPRODUCE = "coproduceren", _("It works on it as a partner among partners."), _("co-producing")
    DIRECT = "regisseren", _("It leads the practice."), _("directing")


class Partner(Choices):
    """A8: who takes part beside the local government, in the words of VVSG's call."""

    RESIDENTS = "inwoners", _("residents")
    CIVIL_SOCIETY = "middenveld", _("associations and civil society")
    BUSINESS = "ondernemers", _("entrepreneurs")
    KNOWLEDGE = "kennisinstellingen", _("knowledge institutions")
    GOVERNMENTS = "overheden", _("other governments")


class ChoiceListField(models.JSONField):
    """Several of the choices of an enumeration, stored as the list of their values in the order of the enumeration."""

    def __init__(self, *args, enum=None, **kwargs):
        self.enum = enum
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def get_prep_value(self, value):
        if self.enum and isinstance(value, list):
            value = [choice for choice in self.enum.values if choice in value]
        return super().get_prep_value(value)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not isinstance(value, list) or not set(value) <= set(self.enum.values):
            raise ValidationError(_("Choose from the list."))

    def formfield(self, **kwargs):
        return TypedMultipleChoiceField(
            **{
                "choices": self.enum.choices,
                "required": False,
                "label": capfirst(self.verbose_name),
                "help_text": self.help_text,
                "widget": CheckboxSelectMultiple,
                **{name: value for name, value in kwargs.items() if name in {"widget", "help_text", "label"}},
            }
        )


@dataclass(frozen=True)
class ProfileField:
    """A field of the profile, declared once: columns of files, facets, comparison and search read it here."""

    #: The name of the model field, and of the column in files and the parameter in addresses.
    name: str
    column: str
    label: "LazyText"
    #: Tells in the codebook what the field is about.
    description: str | Promise
    #: Tells editors what visitors miss when it is empty.
    why: str | Promise
    choices: type[Choices]
    #: A practice may have more than one of the choices.
    is_list: bool = False
    #: The heading of its filter in the inventory; without one it is not filtered by.
    facet: str | Promise = ""

    def model_field(self) -> models.Field:
        if self.is_list:
            return ChoiceListField(self.label, enum=self.choices)
        return models.CharField(self.label, max_length=20, choices=self.choices.choices, blank=True)

    def of(self, practice: object) -> tuple[Choices, ...]:
        """The choices of this practice, in the order of the framework; none when it is not known."""
        value = getattr(practice, self.name)
        values = value if self.is_list else [value]
        return tuple(choice for choice in self.choices if choice.value in values)


_COMPARED = _("The comparison shows a gap here.")

#: The fields of a practice that hold its profile, by their names, in the order of the framework.
PROFILE = {
    field.name: field
    for field in [
        ProfileField(
            name="influence",
            column="invloed",
            label=_("degree of influence"),
            description=_("How much say the participants have."),
            why=_("Visitors who filter by influence do not see the practice."),
            choices=Influence,
            facet=_("Influence"),
        ),
        ProfileField(
            name="phases",
            column="fasen",
            label=_("phases of co-production"),
            description=_("In which phases citizens and the local government work together."),
            why=_COMPARED,
            choices=CoproductionPhase,
            is_list=True,
        ),
        ProfileField(
            name="level",
            column="niveau",
            label=_("level"),
            description=_("Who benefits."),
            why=_COMPARED,
            choices=Level,
        ),
        ProfileField(
            name="recruitment",
            column="deelname",
            label=_("who takes part"),
            description=_("How the participants are chosen."),
            why=_COMPARED,
            choices=Recruitment,
        ),
        ProfileField(
            name="interaction",
            column="werkwijze",
            label=_("way of working"),
            description=_("What the participants do together."),
            why=_COMPARED,
            choices=Interaction,
        ),
        ProfileField(
            name="government_role",
            column="rol_bestuur",
            label=_("role of the local government"),
            description=_("What the local government does itself."),
            why=_COMPARED,
            choices=GovernmentRole,
        ),
        ProfileField(
            name="partners",
            column="partners",
            label=_("partners"),
            description=_("Who takes part beside the local government."),
            why=_("Visitors who filter by partner do not see the practice."),
            choices=Partner,
            is_list=True,
            facet=_("Partners"),
        ),
    ]
}


@dataclass(frozen=True)
class Trait:
    """What a practice has in one field of the profile: nothing, one choice or several."""

    field: ProfileField
    choices: tuple[Choices, ...]

    @property
    def name(self) -> "LazyText":
        return self.field.label

    @property
    def is_known(self) -> bool:
        return bool(self.choices)

    @property
    def text(self) -> str:
        return ", ".join(str(choice.label) for choice in self.choices)

"""The profile of a practice, choices A2 to A8 of the analysis framework: positions without a value judgement.

Sources of the scales stand with each; A1, the place on the continuum, is ``vocabulary.ContinuumStep``.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple, TypedMultipleChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Influence(models.TextChoices):
    """A2, after the IAP2 spectrum and the Dutch participation ladder (Edelenbos 2000)."""

    INFORM = "informeren", _("informing")
    CONSULT = "raadplegen", _("consulting")
    ADVISE = "adviseren", _("advising or involving")
    COPRODUCE = "coproduceren", _("co-producing")
    DECIDE = "meebeslissen", _("deciding, together or alone")


class CoproductionPhase(models.TextChoices):
    """A3, after the Four Co's (Loeffler 2020) and Nabatchi, Sancino and Sicilia (2017)."""

    COMMISSION = "agenderen", _("setting the agenda together")
    DESIGN = "ontwerpen", _("designing together")
    DELIVER = "uitvoeren", _("carrying out together")
    ASSESS = "evalueren", _("evaluating together")


class Level(models.TextChoices):
    """A4, after Nabatchi, Sancino and Sicilia (2017)."""

    INDIVIDUAL = "individueel", _("individual")
    GROUP = "groep", _("group")
    COLLECTIVE = "collectief", _("collective")


class Recruitment(models.TextChoices):
    """A5, after the first axis of Fung's democracy cube (2006)."""

    OPEN = "open", _("open to everybody")
    TARGETED = "gericht", _("open, with targeted recruitment")
    LOT = "loting", _("drawn by lot")
    REPRESENTATIVES = "vertegenwoordigers", _("representatives and civil society")
    INVITED = "uitnodiging", _("by invitation")


class Interaction(models.TextChoices):
    """A6, after the second axis of Fung's democracy cube (2006); the last one is the Labo site's own."""

    LISTEN = "luisteren", _("listening and informing")
    EXPRESS = "voorkeuren", _("expressing preferences")
    DELIBERATE = "overleggen", _("deliberation and dialogue")
    NEGOTIATE = "onderhandelen", _("negotiating")
    DO = "zelf-doen", _("doing it themselves")


class GovernmentRole(models.TextChoices):
    """A7, after ACTIE (Denters and others 2013) and the participation staircase of the Dutch ROB."""

    LET_GO = "loslaten", _("letting go")
    FACILITATE = "faciliteren", _("facilitating")
    STIMULATE = "stimuleren", _("stimulating")
    COPRODUCE = "coproduceren", _("co-producing")
    DIRECT = "regisseren", _("directing")


class Partner(models.TextChoices):
    """A8: who takes part beside the local government, in the words of VVSG's call."""

    RESIDENTS = "inwoners", _("residents")
    CIVIL_SOCIETY = "middenveld", _("associations and civil society")
    BUSINESS = "ondernemers", _("entrepreneurs")
    KNOWLEDGE = "kennisinstellingen", _("knowledge institutions")
    GOVERNMENTS = "overheden", _("other governments")


#: The fields of a practice that hold its profile, in the order of the framework.
PROFILE = {
    "influence": Influence,
    "phases": CoproductionPhase,
    "level": Level,
    "recruitment": Recruitment,
    "interaction": Interaction,
    "government_role": GovernmentRole,
    "partners": Partner,
}


@dataclass(frozen=True)
class Trait:
    """One choice of the profile and what a practice has there: nothing, one value or several."""

    field: str
    name: str
    choices: tuple

    @classmethod
    def of(cls, practice, field):
        value = getattr(practice, field)
        values = value if isinstance(value, list) else [value]
        choices = tuple(choice for choice in PROFILE[field] if choice in values)
        return cls(field, practice._meta.get_field(field).verbose_name, choices)

    @property
    def is_known(self):
        return bool(self.choices)

    @property
    def text(self):
        return ", ".join(str(choice.label) for choice in self.choices)


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

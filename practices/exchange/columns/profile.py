"""Columns: the place on the continuum and the other choices of the profile."""

from django.utils.translation import gettext_lazy as _

from practices.exchange.columns import meanings
from practices.exchange.columns.column import Column, Kind, field, step


def _is_provisional(practice):
    if practice.continuum_confirmed_on:
        return False
    steps = [practice.continuum_start, practice.continuum_during, practice.continuum_now]
    return True if any(steps) else None


PROFILE = [
    step(
        "continuum_start",
        _("Continuum: at the start"),
        _("Who carried the practice at the start, from the government (1) to the citizens (5)."),
        "continuum_start",
    ),
    step(
        "continuum_uitvoering",
        _("Continuum: during the implementation"),
        _("Who carried the practice while it was carried out."),
        "continuum_during",
    ),
    step("continuum_nu", _("Continuum: now"), _("Who carries the practice today."), "continuum_now"),
    field(
        "continuum_bevestigd_op",
        Kind.DATE,
        _("Continuum: confirmed on"),
        _("The day on which the municipality said that its place on the continuum is right."),
        "continuum_confirmed_on",
    ),
    Column(
        "continuum_voorlopig",
        _("Continuum: provisional"),
        _(
            "“ja” if the place on the continuum is our own provisional estimate, which the municipality has not "
            "confirmed. Say so if you use it."
        ),
        Kind.YES_NO,
        _is_provisional,
    ),
    field(
        "invloed",
        Kind.CHOICE,
        _("Degree of influence"),
        _("How much say the participants have."),
        "influence",
        values=meanings.influence,
    ),
    field(
        "fasen",
        Kind.CHOICES,
        _("Phases of co-production"),
        _("In which phases citizens and the local government work together."),
        "phases",
        values=meanings.phases,
    ),
    field("niveau", Kind.CHOICE, _("Level"), _("Who benefits."), "level", values=meanings.levels),
    field(
        "deelname",
        Kind.CHOICE,
        _("Who takes part"),
        _("How the participants are chosen."),
        "recruitment",
        values=meanings.recruitment,
    ),
    field(
        "werkwijze",
        Kind.CHOICE,
        _("Way of working"),
        _("What the participants do together."),
        "interaction",
        values=meanings.interaction,
    ),
    field(
        "rol_bestuur",
        Kind.CHOICE,
        _("Role of the local government"),
        _("What the local government does itself."),
        "government_role",
        values=meanings.government_role,
    ),
    field(
        "partners",
        Kind.CHOICES,
        _("Partners"),
        _("Who takes part beside the local government."),
        "partners",
        values=meanings.partners,
    ),
]

"""Columns: the place on the continuum and the other choices of the profile."""

from functools import partial

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from practices.exchange.columns import meanings
from practices.exchange.columns.column import Column, Kind, field, step
from practices.models.profile import PROFILE as FIELDS
from practices.models.profile import ProfileField


def _is_provisional(practice) -> bool | None:
    if practice.continuum_confirmed_on:
        return False
    steps = [practice.continuum_start, practice.continuum_during, practice.continuum_now]
    return True if any(steps) else None


def _column(declared: ProfileField) -> Column:
    kind = Kind.CHOICES if declared.is_list else Kind.CHOICE
    values = partial(meanings.profile, declared)
    return field(declared.column, kind, capfirst(declared.label), declared.description, declared.name, values=values)


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
    *[_column(declared) for declared in FIELDS.values()],
]

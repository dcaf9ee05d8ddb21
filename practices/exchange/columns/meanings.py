"""The values that may stand in a column, each with what it means, for the codebook and the templates."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.explore.inventory import STATUS_SLUGS
from practices.models import (
    ContinuumStep,
    Instrument,
    LessonKind,
    PracticeStatus,
    Province,
    SizeClass,
    Theme,
)
from practices.models.profile import ProfileField

#: How a file writes a status; the codes of the database are English.
STATUS_CODES = dict(STATUS_SLUGS)


@dataclass(frozen=True)
class Meaning:
    """A value as it stands in a file, and what it means."""

    value: str
    label: str | Promise
    explanation: str | Promise = ""


def steps() -> Iterator[Meaning]:
    return _choices(
        ContinuumStep,
        {
            ContinuumStep.GOVERNMENT: _("The local government takes the initiative and decides."),
            ContinuumStep.GOVERNMENT_WITH_INPUT: _(
                "The local government leads, citizens contribute ideas or opinions."
            ),
            ContinuumStep.PARTNERSHIP: _("Citizens and the local government decide and act together."),
            ContinuumStep.CITIZENS_WITH_SUPPORT: _("Citizens lead, the local government helps."),
            ContinuumStep.CITIZENS: _("Citizens lead, without the local government."),
        },
    )


def statuses() -> Iterator[Meaning]:
    explanations = {
        PracticeStatus.PLANNED: _("The practice has not begun."),
        PracticeStatus.RUNNING: _("The practice runs now."),
        PracticeStatus.FINISHED: _("The practice ended as was meant."),
        PracticeStatus.STOPPED: _("The practice ended earlier than was meant."),
        PracticeStatus.ABSORBED: _("The practice became a normal part of what the local government does."),
    }
    for status in PracticeStatus:
        yield Meaning(STATUS_CODES[status], status.label, explanations[status])


def profile(field: ProfileField) -> Iterator[Meaning]:
    return (Meaning(choice.value, choice.label, choice.meaning) for choice in field.choices)


def lessons() -> Iterator[Meaning]:
    return _choices(
        LessonKind,
        {
            LessonKind.SUCCESS: _("What made it work."),
            LessonKind.PITFALL: _("What went wrong or nearly did."),
            LessonKind.TIP: _("Advice for who begins with it."),
        },
    )


def provinces() -> Iterator[Meaning]:
    return (Meaning(str(label), label) for _code, label in Province.choices)


def sizes() -> Iterator[Meaning]:
    return _choices(SizeClass, {})


def themes() -> Iterator[Meaning]:
    return _words(Theme)


def instruments() -> Iterator[Meaning]:
    return _words(Instrument)


def _choices(enum, explanations) -> Iterator[Meaning]:
    for choice in enum:
        yield Meaning(str(choice.value), choice.label, explanations.get(choice, ""))


def _words(vocabulary) -> Iterator[Meaning]:
    for name, description in vocabulary.objects.values_list("name", "description"):
        yield Meaning(name, name, description)

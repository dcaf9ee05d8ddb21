"""The values that may stand in a column, each with what it means, for the codebook and the templates."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.explore.inventory import STATUS_SLUGS
from practices.models import (
    ContinuumStep,
    CoproductionPhase,
    GovernmentRole,
    Influence,
    Instrument,
    Interaction,
    LessonKind,
    Level,
    Partner,
    PracticeStatus,
    Province,
    Recruitment,
    SizeClass,
    Theme,
)

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


def influence() -> Iterator[Meaning]:
    return _choices(
        Influence,
        {
            Influence.INFORM: _("Participants hear what is decided."),
            Influence.CONSULT: _("Participants say what they think; nothing is promised about it."),
            Influence.ADVISE: _("Participants give advice, which the local government takes into account."),
            Influence.COPRODUCE: _("Participants and the local government work out solutions together."),
            Influence.DECIDE: _("Participants decide, together with the local government or alone."),
        },
    )


def phases() -> Iterator[Meaning]:
    return _choices(
        CoproductionPhase,
        {
            CoproductionPhase.COMMISSION: _("Choosing together what has to be tackled."),
            CoproductionPhase.DESIGN: _("Thinking out together how it will be done."),
            CoproductionPhase.DELIVER: _("Doing the work together."),
            CoproductionPhase.ASSESS: _("Looking back together at what it brought."),
        },
    )


def levels() -> Iterator[Meaning]:
    return _choices(
        Level,
        {
            Level.INDIVIDUAL: _("For each participant apart."),
            Level.GROUP: _("For a certain group."),
            Level.COLLECTIVE: _("For everybody in the neighbourhood or the municipality."),
        },
    )


def recruitment() -> Iterator[Meaning]:
    return _choices(
        Recruitment,
        {
            Recruitment.OPEN: _("Whoever wants can take part."),
            Recruitment.TARGETED: _("Whoever wants can take part; certain groups are asked in particular."),
            Recruitment.LOT: _("Chance decides who is invited."),
            Recruitment.REPRESENTATIVES: _("People speak for an association or a group."),
            Recruitment.INVITED: _("The organisers choose whom they invite."),
        },
    )


def interaction() -> Iterator[Meaning]:
    return _choices(
        Interaction,
        {
            Interaction.LISTEN: _("Participants come to hear."),
            Interaction.EXPRESS: _("Participants say or vote what they prefer."),
            Interaction.DELIBERATE: _("Participants exchange arguments."),
            Interaction.NEGOTIATE: _("Participants look for an agreement."),
            Interaction.DO: _("Participants do the work themselves."),
        },
    )


def government_role() -> Iterator[Meaning]:
    return _choices(
        GovernmentRole,
        {
            GovernmentRole.LET_GO: _("It leaves the practice to others."),
            GovernmentRole.FACILITATE: _("It helps, for example with a place, money or permits."),
            GovernmentRole.STIMULATE: _("It encourages others to begin."),
            GovernmentRole.COPRODUCE: _("It works on it as a partner among partners."),
            GovernmentRole.DIRECT: _("It leads the practice."),
        },
    )


def partners() -> Iterator[Meaning]:
    return _choices(Partner, {})


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
    return (Meaning(label, label) for _code, label in Province.choices)


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

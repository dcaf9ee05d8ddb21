"""Participants as rows of a file."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from events.models import EventPage, EventQuestion, Registration
from practices.exchange.cells import neutralise
from practices.exchange.columns.column import Column, Kind


def _moment(value: datetime | None) -> str | None:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else None


def _column(name, read, kind=Kind.TEXT):
    # Headings come from editors too: a question may look like a formula.
    return Column(neutralise(name), name, "", kind, read)


def rows(event: EventPage) -> list[Registration]:
    """Everybody who was not made anonymous, who cancelled last: four queries."""
    found = Registration.objects.filter(event=event, anonymised_at=None).select_related("municipality", "needs")
    found = found.prefetch_related("answers")
    return sorted(found, key=lambda one: (not one.is_active, one.queue_position or 0, one.name.casefold()))


def columns(event: EventPage, registrations: Iterable[Registration], *, with_needs: bool) -> Sequence[Column]:
    """Who, and what they answered. What is sensitive only ``with_needs``."""
    person = [
        _column(gettext("State"), lambda one: str(one.get_state_display())),
        _column(gettext("Name"), lambda one: one.name or None),
        _column(gettext("E-mail address"), lambda one: one.email or None),
        _column(gettext("Organisation"), lambda one: one.organisation or None),
        _column(gettext("Municipality"), lambda one: str(one.municipality) if one.municipality else None),
        _column(gettext("Role"), lambda one: one.role or None),
        _column(gettext("Registered at"), lambda one: _moment(one.created_at)),
        _column(gettext("Registered through"), lambda one: str(one.get_source_display())),
        _column(gettext("Place in the queue"), lambda one: one.queue_position, Kind.NUMBER),
        _column(gettext("Came in at"), lambda one: _moment(one.checked_in_at)),
    ]
    asked = _asked(event, registrations, with_needs)
    answers = [_column(label, _answer_to(key), Kind.PROSE) for key, label in asked.items()]
    return [*person, *answers, *(_needs() if with_needs else [])]


def _asked(event, registrations, with_needs) -> dict[str, str]:
    """The label of each question by its key: those of the page first, then those that it no longer asks."""
    questions = EventQuestion.objects.filter(event=event)
    asked = {str(one.key): one.label for one in questions}
    sensitive = {str(one.key) for one in questions if one.is_sensitive}
    for answer in (answer for one in registrations for answer in one.answers.all()):
        asked.setdefault(str(answer.question), answer.label)
        if answer.is_sensitive:
            sensitive.add(str(answer.question))
    return asked if with_needs else {key: label for key, label in asked.items() if key not in sensitive}


def _answer_to(key):
    def read(registration: Registration) -> str | None:
        return {str(answer.question): answer.value for answer in registration.answers.all()}.get(key)

    return read


def _needs():
    def need(name):
        return lambda one: (getattr(one.needs, name) or None) if hasattr(one, "needs") else None

    return [
        _column(gettext("Needs"), need("accessibility"), Kind.PROSE),
        _column(gettext("Food and allergies"), need("diet"), Kind.PROSE),
    ]

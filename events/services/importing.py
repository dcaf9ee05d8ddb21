"""People who registered elsewhere, by phone or on another list, as an editor pastes them."""

import csv
import re
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.log_actions import log

from cms.models import User
from events.forms.importing import LineForm, split_lines
from events.models import EventLedger, EventPage, Registration, Source
from events.models.registrations import ACTIVE, email_key
from events.services.registering import Applicant, Result, register
from events.services.seats import newcomer_gets_seat

#: As spreadsheets copy, as they export in Dutch, and as others do.
SEPARATORS = "\t;,"
COLUMNS = ["name", "email", "organisation"]
#: What stands above the addresses in a spreadsheet, in Dutch and English, without spaces and hyphens.
HEADINGS = {"email", "mail", "emailadres", "mailadres", "emailaddress"}


@dataclass(frozen=True)
class Person:
    line: int
    name: str
    email: str
    organisation: str


@dataclass(frozen=True)
class Mistake:
    """A line that says no person."""

    line: int
    text: str
    reason: str


@dataclass
class Plan:
    """What a list would do."""

    new: list[Person] = field(default_factory=list)
    #: Registered before; nothing changes for them.
    known: list[Person] = field(default_factory=list)
    #: Registered before and cancelled since: an old list must not bring them back.
    cancelled: list[Person] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    #: How many of the new people get no seat.
    waiting: int = 0

    @property
    def groups(self) -> list[tuple[str, list[Person]]]:
        """For the screen: who there is of each kind."""
        groups = [
            (gettext("New"), self.new),
            (gettext("Registered before"), self.known),
            (gettext("Cancelled before"), self.cancelled),
        ]
        return [(heading, people) for heading, people in groups if people]


@dataclass
class Imported:
    """What a list did: the numbers of people."""

    confirmed: int = 0
    waitlisted: int = 0
    #: Registered before; they get no mail.
    known: int = 0


def read_people(pasted: str) -> tuple[list[Person], list[Mistake]]:
    """The people on a pasted list, and the lines that could not be read, by their numbers.

    Empty lines are nobody, and neither are the headings of the columns above the first person.
    """
    people, mistakes = {}, []
    for number, text in enumerate(split_lines(pasted), start=1):
        cells = _cells(text)
        if not text.strip() or (not people and not mistakes and _is_heading(cells)):
            continue
        try:
            person = _person(number, cells)
            first = people.setdefault(email_key(person.email), person)
            if first is not person:
                raise ValidationError(gettext("This address stands on line %(line)d as well.") % {"line": first.line})
        except ValidationError as error:
            mistakes.append(Mistake(number, text, " ".join(error.messages)))
    return list(people.values()), mistakes


def _person(line: int, cells: list[str]) -> Person:
    if len(cells) > len(COLUMNS):
        raise ValidationError(gettext("There is more than a name, an address and an organisation."))
    form = LineForm(dict(zip(COLUMNS, cells, strict=False)))
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    return Person(line, **form.cleaned_data)


def plan_import(*, event: EventPage, pasted: str) -> Plan:
    """Says what ``import_people`` would do now; changes nothing."""
    people, mistakes = read_people(pasted)
    plan = Plan(mistakes=mistakes)
    keys = [email_key(person.email) for person in people]
    here = Registration.objects.filter(event=event, email_key__in=keys).values_list("email_key", "state")
    active = {key for key, state in here if state in ACTIVE}
    cancelled = {key for key, state in here} - active
    for person, key in zip(people, keys, strict=True):
        (plan.known if key in active else plan.cancelled if key in cancelled else plan.new).append(person)
    plan.waiting = len(plan.new) - _seats(event, len(plan.new))
    return plan


def import_people(*, event: EventPage, pasted: str, by: User) -> Imported:
    """Registers the new people on a list and mails them. The same list once more changes nothing.

    Each in a transaction of its own: a list must not keep others from registering, and what was done stays done when
    it breaks off. Raises as ``register`` does.
    """
    plan = plan_import(event=event, pasted=pasted)
    imported = Imported(known=len(plan.known))
    for person in plan.new:
        applicant = Applicant(name=person.name, email=person.email, organisation=person.organisation)
        key = f"import-{uuid.uuid4()}"
        match register(event=event, applicant=applicant, key=key, source=Source.IMPORT, by=by).result:
            case Result.CONFIRMED:
                imported.confirmed += 1
            case Result.WAITLISTED:
                imported.waitlisted += 1
            case _:
                imported.known += 1
    if new := imported.confirmed + imported.waitlisted:
        log(instance=event, action="events.import", user=by, data={"count": new})
    return imported


def _cells(text: str) -> list[str]:
    """The cells of a line, without empty ones at its end."""
    best = [text]
    for separator in SEPARATORS:
        cells = next(csv.reader([text], delimiter=separator, skipinitialspace=True), [])
        while cells and not cells[-1].strip():
            cells.pop()
        # A comma may stand in a name, and a semicolon between quotes: what cuts off an address is the separator.
        if len(cells) > 1 and "@" in cells[1]:
            return cells
        best = cells if len(cells) > len(best) else best
    return best


def _is_heading(cells: list[str]) -> bool:
    return len(cells) > 1 and re.sub(r"[\s-]", "", cells[1]).casefold() in HEADINGS


def _seats(event: EventPage, newcomers: int) -> int:
    """How many of the newcomers get a seat now."""
    ledger = EventLedger.objects.get(event=event)
    if not newcomer_gets_seat(ledger):
        return 0
    return newcomers if ledger.free_seats is None else min(newcomers, ledger.free_seats)

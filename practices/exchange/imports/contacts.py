"""The contact of a practice in a file: three columns, one person, whom other pages may name as well."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.models import Person
from practices.exchange.reading.scrubbing import fold

Changes = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Contact:
    name: str
    mail: str
    phone: str

    def find(self) -> Person | None:
        """The person with this address; without an address the only one with this name."""
        if self.mail:
            people = list(Person.objects.filter(email__iexact=self.mail).order_by("pk"))
            return next((person for person in people if fold(person.name) == fold(self.name)), next(iter(people), None))
        people = Person.objects.filter(name__iexact=self.name)[:2]
        return people[0] if len(people) == 1 else None

    def find_or_create(self) -> Person:
        if person := self.find():
            return person
        # A person known only by an address is called by it.
        return Person.objects.create(name=self.name or self.mail[:120], email=self.mail, phone=self.phone)


def contact_changes(
    parsed: Mapping[str, str], now: Person | None, find: Callable[[Contact], Person | None]
) -> tuple[Contact | None, Changes, list[str]]:
    """The contact that a row gives to a practice, if it is another one; the changes, and what the editor should know.

    The name and phone of somebody whom we know are not changed from a file: other pages show them too.
    """
    new = Contact(*(parsed.get(name, "") for name in ["contact_naam", "contact_mail", "contact_telefoon"]))
    if not new.name and not new.mail:
        return None, [], [_("A phone number without a name or an address is not imported.")] if new.phone else []
    if now and _is_same_person(new, now):
        return None, [], _differences(new, now)
    person = find(new)
    shown = Contact(person.name, person.email, person.phone) if person else new
    old = Contact(now.name, now.email, now.phone) if now else Contact("", "", "")
    changes = [
        (column, before, after)
        for column, before, after in [
            ("contact_naam", old.name, shown.name),
            ("contact_mail", old.mail, shown.mail),
            ("contact_telefoon", old.phone, shown.phone),
        ]
        if before != after
    ]
    return new, changes, _differences(new, person) if person else []


def _is_same_person(new: Contact, now: Person) -> bool:
    if new.mail:
        return new.mail.casefold() == now.email.casefold()
    return fold(new.name) == fold(now.name)


def _differences(new: Contact, person: Person) -> list[str]:
    told = [(new.name, person.name), (new.phone, person.phone)]
    if not any(said and fold(said) != fold(known) for said, known in told):
        return []
    message = _("The contact %(name)s exists already and stays the same. Change it at “Contact persons”.")
    return [message % {"name": person.name}]

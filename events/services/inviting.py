"""Who may come to an event for members or invited people: a list that editors paste, a personal link for each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.forms.fields import LineField
from cms.models import User
from cms.models.declared import length_of
from events import emails
from events.forms.registration import MailboxField
from events.models import EventPage, Invitation
from events.models.registrations import email_key

#: Name and address as mail programs write them, or the address alone, or both with a space or a tab between.
ADDRESSEE = re.compile(r"^(?P<name>.*?)[\s<]*(?P<email>[^\s<>]+@[^\s<>]+)>?$", re.DOTALL)


@dataclass(frozen=True)
class Addressee:
    name: str
    email: str


@dataclass
class Invited:
    """What became of a list, for the screen of who pasted it."""

    new: list[Addressee] = field(default_factory=list)
    #: Invited before; they get no second mail.
    known: list[Addressee] = field(default_factory=list)
    #: What is no address, as it was pasted.
    mistakes: list[str] = field(default_factory=list)


def read_addresses(pasted: str) -> tuple[list[Addressee], list[str]]:
    """The people on a pasted list, each once, and what could not be read.

    One on each line, or with commas or semicolons between: "An Ampe <an@example.be>; bo@example.be".
    """
    people, mistakes = {}, []
    for part in _parts(pasted):
        try:
            addressee = _addressee(part)
        except ValidationError:
            mistakes.append(part)
        else:
            people.setdefault(email_key(addressee.email), addressee)
    return list(people.values()), mistakes


def invite(*, event: EventPage, addresses: str, by: User) -> Invited:
    """Invites everybody on a pasted list and mails each a personal link; who was invited before is left alone."""
    people, mistakes = read_addresses(addresses)
    invited = Invited(mistakes=mistakes)
    for addressee in people:
        # A transaction each: a long list must not keep others from registering.
        is_new = _invite_one(event, addressee)
        (invited.new if is_new else invited.known).append(addressee)
    if invited.new:
        log(instance=event, action="events.invite", user=by, data={"count": len(invited.new)})
    return invited


def revoke(*, invitation: Invitation, by: User) -> None:
    """The link stops working and the address counts as not invited; a registration that was made with it stays."""
    changed = Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now())
    if changed:
        log(instance=invitation.event, action="events.revoke_invitation", user=by)


@transaction.atomic
def _invite_one(event: EventPage, addressee: Addressee) -> bool:
    key = email_key(addressee.email)
    details = {"name": addressee.name, "email": addressee.email}
    invitation, is_new = Invitation.objects.get_or_create(event=event, email_key=key, defaults=details)
    if not is_new:
        if invitation.revoked_at is None:
            return False
        # Another key: the link that was revoked stays dead.
        fresh = Invitation(**details)
        invitation.name, invitation.email, invitation.link_key = fresh.name, fresh.email, fresh.link_key
        invitation.revoked_at = None
        invitation.save()
    emails.send_invited(invitation)
    return True


def _parts(pasted: str) -> Iterator[str]:
    """What stands between the separators; a name with a comma in it ("Ampe, An <an@…>") stays whole."""
    for piece in re.split(r"[;\r\n]", pasted):
        name = ""
        for part in piece.split(","):
            part = f"{name}, {part.strip()}" if name else part.strip()
            if "@" in part:
                yield part
                part = ""
            name = part
        if name:
            yield name


def _addressee(part: str) -> Addressee:
    """Raises ``ValidationError`` when there is no address in it."""
    found = ADDRESSEE.match(part.strip())
    if not found:
        raise ValidationError(part)
    longest = length_of(Invitation, "name")
    name = LineField(required=False, max_length=longest).clean(found["name"].strip(" \t\"'"))
    return Addressee(name, MailboxField().clean(found["email"]))

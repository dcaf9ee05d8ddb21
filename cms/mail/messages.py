"""Mails made of templates: ``templates/emails/<name>.html`` has the blocks ``subject``, ``text`` and ``html``."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template import Context
from django.template.loader import get_template

from cms.mail.outbox import OutboxMessage
from cms.models import Person, SiteSettings


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object that mail programs act on, such as by putting it in the calendar."""

    text: str
    #: As in ``text``: programs refuse a mail that says two different things.
    method: str


def send(
    name: str,
    *,
    to: Sequence[str],
    context: dict,
    reply_to: Sequence[str] = (),
    calendar: CalendarPart | None = None,
    headers: Mapping[str, str] | None = None,
    about: uuid.UUID | None = None,
) -> None:
    """Writes the mail to the outbox, in the transaction of the caller. Answers go to the site's contact if not told.

    The row keeps the name, and the number of what the mail is about. The mail says that a machine wrote it, unless
    ``headers`` say otherwise.

    Raises ``ValueError`` for an address that cannot be one, such as with a line break in it.
    """
    # In one line, so that nothing in it can begin another header.
    subject = " ".join(_render(name, "subject", context).split())
    message = OutboxMessage(
        kind=name,
        about=about,
        subject=subject,
        body=_render(name, "text", context).strip() + "\n",
        to=to,
        reply_to=reply_to or addresses_of(site_contact()),
        headers=dict(headers or {}),
    )
    message.attach_alternative(_render(name, "html", {**context, "subject": subject}), "text/html")
    if calendar:
        message.attach_alternative(calendar.text, f"text/calendar; method={calendar.method}")
    message.send()


def site_contact() -> Person | None:
    return SiteSettings.load().contact


def addresses_of(person: Person | None) -> list[str]:
    """The addresses for Reply-To; empty when there is none."""
    return [person.email] if person and person.email else []


def _render(name: str, part: str, context: dict) -> str:
    # Plain text has no entities: "&" stays "&".
    of_part = Context({**context, "part": part}, autoescape=part == "html")
    return get_template(f"emails/{name}.html").template.render(of_part)

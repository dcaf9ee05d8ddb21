"""Mail leaves through rows: written in the caller's transaction, sent by the worker, never lost, at worst repeated."""

import logging
import re
import time
import uuid
from datetime import timedelta
from email.message import Message
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import BadHeaderError
from django.db import transaction
from django.utils import timezone

from cms.mail.private_links import without_people
from cms.models import OutboxMail

logger = logging.getLogger(__name__)

# 30 s, 1, 2, 4, 8, 16 and then every 30 minutes: a mail server may be away for a long weekend.
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=30)
MAX_ATTEMPTS = 200

#: Some programs read the calendar part beside the text, others only a file.
CALENDAR_FILE, CALENDAR_FILE_TYPE = "uitnodiging.ics", "application/ics"

#: Sent and given-up mails hold names and addresses; they are not kept for ever.
KEEP = timedelta(days=90)


class UnsupportedMail(ValueError):
    """The mail has a part that the outbox does not carry."""


class OutboxMessage(EmailMultiAlternatives):
    """A mail that tells the outbox, not its reader, which message it is and what it is about."""

    def __init__(self, *args, kind: str = "", about: uuid.UUID | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.about = about


class OutboxBackend(BaseEmailBackend):
    """Django's mail backend: ``send()`` writes a row, so a transaction that is rolled back sends nothing.

    Raises ``UnsupportedMail`` for attachments and ``ValueError`` for line breaks in addresses or headers.
    """

    def send_messages(self, email_messages):
        rows = [_to_row(message) for message in email_messages if message.recipients()]
        return len(OutboxMail.objects.bulk_create(rows))


def deliver_due(for_seconds=5):
    """Send the mails that are due, one at a time, until none is left or the time is up; return how many left.

    The limit keeps a slow mail server from holding up the worker's other jobs.
    """
    sent = 0
    stop_at = time.monotonic() + for_seconds
    while time.monotonic() < stop_at and (mail := OutboxMail.objects.claim_next()):
        sent += _deliver(mail)
    return sent


def purge() -> None:
    """Delete the mails that were sent or given up longer than 90 days ago."""
    old = timezone.now() - KEEP
    forget(OutboxMail.objects.filter(sent_at__lt=old))
    forget(OutboxMail.objects.filter(failed_at__lt=old))


def forget(mails) -> None:
    """Delete these mails of a queryset, and the files of those that were written to files instead of sent."""
    names = [_file_name(message_id) for message_id in mails.values_list("message_id", flat=True)]
    mails.delete()
    transaction.on_commit(lambda: _remove_files(names))


def _remove_files(names) -> None:
    if not settings.EMAIL_FILE_PATH:
        return
    for name in names:
        (Path(settings.EMAIL_FILE_PATH) / name).unlink(missing_ok=True)


def _deliver(mail) -> bool:
    row = OutboxMail.objects.filter(pk=mail.pk)
    try:
        if not get_connection(settings.OUTBOX_TRANSPORT).send_messages([_to_message(mail)]):
            raise OSError("the mail server accepted nothing")
    except Exception as error:
        # Whatever a transport raises, the mail stays and the next one gets its turn.
        now = timezone.now()
        given_up = mail.attempts >= MAX_ATTEMPTS
        # What the error repeats of somebody stays with the mail and leaves with it; a log is kept.
        logger.warning("Mail %s, attempt %d failed: %s", mail.message_id, mail.attempts, without_people(str(error)))
        # Not when the lease ran out and a later attempt took over.
        row.filter(attempts=mail.attempts).update(
            last_error=f"{type(error).__name__}: {error}",
            next_try_at=now + min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE),
            failed_at=now if given_up else None,
        )
        return False
    row.update(sent_at=timezone.now(), last_error="")
    return True


def _to_row(message: EmailMessage) -> OutboxMail:
    if message.attachments:
        raise UnsupportedMail("The outbox carries text, HTML and a calendar part; link to files instead.")
    if message.content_subtype != "plain":
        raise UnsupportedMail("The body of a mail is plain text; attach HTML as an alternative.")
    headers = {name: str(value) for name, value in message.extra_headers.items()}
    # Fixed now: every attempt is the same mail, which mailboxes recognise and show once.
    domain = parseaddr(message.from_email)[1].rpartition("@")[2]
    message_id = headers.setdefault("Message-ID", make_msgid(domain=domain))
    headers.setdefault("Date", formatdate())
    # RFC 3834: machines, such as who answers for people on leave, do not answer machines.
    headers.setdefault("Auto-Submitted", "auto-generated")
    row = OutboxMail(
        message_id=message_id,
        kind=getattr(message, "kind", ""),
        about=getattr(message, "about", None),
        from_email=message.from_email,
        to=[str(address) for address in message.to],
        cc=[str(address) for address in message.cc],
        bcc=[str(address) for address in message.bcc],
        reply_to=[str(address) for address in message.reply_to],
        headers=headers,
        subject=str(message.subject),
        text=str(message.body),
    )
    for content, mimetype in getattr(message, "alternatives", []):
        _add_alternative(row, content, mimetype)
    _refuse_line_breaks(row)
    return row


def _add_alternative(row, content, mimetype) -> None:
    header = Message()
    header["Content-Type"] = mimetype
    match header.get_content_type(), header.get_param("method"):
        case "text/html", _:
            row.html = content
        case "text/calendar", str(method):
            row.calendar, row.calendar_method = content, method
        case _:
            raise UnsupportedMail(f"The outbox carries text/html and text/calendar with a method, not {mimetype}.")


def _refuse_line_breaks(row) -> None:
    """Refuse what would add headers or recipients, now, where the caller can still tell the visitor."""
    if any(re.search(r"[\r\n]", text) for text in [*row.bcc, *row.headers]):
        raise BadHeaderError("Addresses and names of headers can't contain line breaks.")
    _to_message(row).message()  # raises for all other addresses and the values of headers


def _to_message(row: OutboxMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=row.from_email,
        to=row.to,
        cc=row.cc,
        bcc=row.bcc,
        reply_to=row.reply_to,
        headers=row.headers,
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    if row.calendar:
        message.attach_alternative(row.calendar, f"text/calendar; method={row.calendar_method}")
        message.attach(CALENDAR_FILE, row.calendar.encode(), CALENDAR_FILE_TYPE)
    return message


class EmlFileBackend(BaseEmailBackend):
    """Writes each mail to a file in ``EMAIL_FILE_PATH`` that mail programs open: for a site without a mail server."""

    def send_messages(self, email_messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            # Named after the Message-ID, so that a repeated mail takes the place of the first.
            name = _file_name(message["Message-ID"])
            draft = folder / f".{name}.part"
            draft.write_bytes(message.as_bytes(linesep="\r\n"))
            draft.rename(folder / name)
        return len(email_messages)


def _file_name(message_id):
    return re.sub(r"[^\w.-]", "", message_id.partition("@")[0]) + ".eml"

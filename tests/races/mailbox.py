import contextlib
import email

from aiosmtpd.controller import Controller
from django.utils import timezone

from cms.models import OutboxMail


class Mailbox:
    """A mail server that keeps what arrives; ``before`` and ``after`` are called around the keeping."""

    def __init__(self):
        self.messages = []
        self.before = self.after = lambda: None

    async def handle_DATA(self, server, session, envelope):
        self.before()
        self.messages.append(email.message_from_bytes(envelope.content))
        self.after()
        return "250 Accepted"

    @property
    def subjects(self):
        return sorted(message["Subject"] for message in self.messages)


@contextlib.contextmanager
def listening(port):
    """The mail server is there, and away again afterwards."""
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield mailbox
    finally:
        server.stop()


def all_sent_now():
    """Whether all mails left; those whose pause is not over need not wait for it."""
    waiting = OutboxMail.objects.filter(sent_at=None)
    waiting.exclude(last_error="").update(next_try_at=timezone.now())
    return not waiting.exists()

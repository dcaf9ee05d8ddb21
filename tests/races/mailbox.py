import email


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

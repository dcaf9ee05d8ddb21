"""Why a file that an editor uploaded is not taken."""


class ImportRefused(Exception):
    """The file has mistakes, so nothing of it was stored."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(*messages)
        self.messages = messages

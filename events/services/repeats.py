"""What an editor sends twice by a double click is done once."""

from django.db import transaction

from events.models import EventPage, RegistrationAttempt


class DoneBefore(Exception):
    """This copy of the form did its work already."""


def only_once(event: EventPage, key: str) -> None:
    """Raises ``DoneBefore`` for a key that came before. To be called in the transaction of the work itself."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A key that is stored apart from the work would promise what may never happen.")
    _attempt, is_new = RegistrationAttempt.objects.get_or_create(key=key, defaults={"event": event, "digest": ""})
    if not is_new:
        raise DoneBefore

"""Who may register, and when; how many is up to ``changing.set_capacity``."""

from collections.abc import Mapping

from wagtail.log_actions import log

from cms.models import User
from events.models import EventLedger, EventPage
from events.services.locking import locked

FIELDS = ["access", "opens_at", "closes_at", "offer_hours"]


def set_access(*, event: EventPage, settings: Mapping[str, object], by: User) -> EventLedger:
    """Stores who may register, from when until when, and how long a seat is offered. Visitors see it at once."""
    with locked(event.pk) as ledger:
        for name in FIELDS:
            setattr(ledger, name, settings[name])
        # With signals: the pages that say whether there is a form must expire.
        ledger.save(update_fields=[*FIELDS, "changed_at"])
        log(instance=event, action="events.set_access", user=by, data={"access": ledger.access})
    return ledger

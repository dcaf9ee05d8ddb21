from django.db import transaction
from wagtail.log_actions import log

from cms.models import User
from events.models import EventLedger, EventPage, EventState


@transaction.atomic
def set_event_state(*, event: EventPage, state: EventState, note: str, by: User) -> EventLedger:
    """Says whether the event goes ahead; visitors see the state and the note at once."""
    ledger = EventLedger.objects.select_for_update().get(event=event)
    ledger.state, ledger.note = state, note
    ledger.save()
    log(instance=event, action="events.set_state", user=by, data={"state": state, "note": note})
    return ledger

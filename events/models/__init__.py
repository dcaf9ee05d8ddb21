from events.models.agenda import EventIndexPage
from events.models.ledger import EventLedger, EventState
from events.models.pages import AgendaItem, EventKind, EventPage, EventSpeaker

__all__ = ["AgendaItem", "EventIndexPage", "EventKind", "EventLedger", "EventPage", "EventSpeaker", "EventState"]

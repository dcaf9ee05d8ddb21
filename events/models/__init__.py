from events.models.afterwards import EventPresentation
from events.models.agenda import EventIndexPage
from events.models.ledger import Access, EventLedger, EventState
from events.models.pages import AgendaItem, EventKind, EventPage, EventSpeaker
from events.models.questions import Answer, EventQuestion, QuestionKind
from events.models.registrations import (
    ConsentRecord,
    ConsentText,
    Invitation,
    Reason,
    Registration,
    RegistrationAttempt,
    RegistrationLog,
    RegistrationNeeds,
    RegistrationState,
    Source,
)

__all__ = [
    "Access",
    "AgendaItem",
    "Answer",
    "ConsentRecord",
    "ConsentText",
    "EventIndexPage",
    "EventKind",
    "EventLedger",
    "EventPage",
    "EventPresentation",
    "EventQuestion",
    "EventSpeaker",
    "EventState",
    "Invitation",
    "QuestionKind",
    "Reason",
    "Registration",
    "RegistrationAttempt",
    "RegistrationLog",
    "RegistrationNeeds",
    "RegistrationState",
    "Source",
]

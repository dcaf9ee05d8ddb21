from events.models.afterwards import EventPresentation
from events.models.agenda import EventIndexPage
from events.models.consent import ConsentRecord, ConsentText
from events.models.invitations import Invitation
from events.models.ledger import Access, EventLedger, EventState
from events.models.log import RegistrationLog
from events.models.pages import AgendaItem, EventKind, EventPage, EventSpeaker
from events.models.questions import Answer, EventQuestion, QuestionKind
from events.models.registrations import (
    Reason,
    Registration,
    RegistrationAttempt,
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

"""From one event to another. Two events have two locks, so a move is two transactions.

Each can be the last one that happens: the server may stop between them. The person is therefore first registered there
and only then cancelled here; whoever is halfway stands twice, and moving again finishes it. Nobody is ever nowhere.
"""

import hashlib
from dataclasses import dataclass

from wagtail.log_actions import log

from cms.models import User
from events.models import EventPage, Reason, Registration, RegistrationState, Source
from events.services.changing import cancel, promote_by_hand
from events.services.registering import AnswerGiven, Applicant, register
from events.services.transitions import NotPossible

MOVABLE = {RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.WAITLISTED}


@dataclass(frozen=True)
class Moved:
    there: Registration
    #: False when the person only got a place in the queue there, and so keeps the seat here.
    left: bool


def move_to_event(*, registration: Registration, event: EventPage, by: User, override_reason: str = "") -> Moved:
    """Registers the person for the other event and cancels here, unless a seat here would be lost for a queue there.

    With ``override_reason`` the person gets a seat there beyond the capacity. Raises ``NotPossible`` for somebody who
    cancelled, was there or was made anonymous, and when the other event is the same.
    """
    registration = Registration.objects.select_related("needs", "consent__text").get(pk=registration.pk)
    if registration.state not in MOVABLE or registration.is_anonymous or event.pk == registration.event_id:
        raise NotPossible(registration.state)
    there = _seat_for_who_waits_there(registration, event, by, override_reason)
    if there is None:
        there = _register_there(registration, event, by, override_reason)
    if there is None or not there.is_active:
        raise NotPossible("moved before")
    left = there.holds_seat or not registration.holds_seat
    if left:
        cancel(registration=registration, reason=Reason.EDITOR, by=by)
        data = {"registration": str(registration.public_id), "there": str(there.public_id), "event": event.pk}
        log(instance=registration.event, action="events.move", user=by, data=data)
    return Moved(there, left)


def _seat_for_who_waits_there(
    registration: Registration, event: EventPage, by: User, override_reason: str
) -> Registration | None:
    """A seat beyond the capacity for who was moved into the queue before, or stood there; None for everybody else."""
    there = Registration.objects.active().filter(event=event, email_key=registration.email_key).first()
    if not override_reason or there is None or there.state != RegistrationState.WAITLISTED:
        return None
    try:
        # Sure at once: the seat here is given up for it.
        return promote_by_hand(registration=there, by=by, override_reason=override_reason, is_sure=True)
    except NotPossible:
        # The queue moved meanwhile.
        return Registration.objects.get(pk=there.pk)


def _register_there(registration: Registration, event: EventPage, by: User, override_reason: str):
    applicant = _applicant(registration, event)
    outcome = register(
        event=event,
        applicant=applicant,
        key=_key(registration, event, applicant, override_reason),
        source=Source.EDITOR,
        by=by,
        is_proven=registration.verified_at is not None,
        override_reason=override_reason,
    )
    return outcome.registration


def _applicant(registration: Registration, event: EventPage) -> Applicant:
    """What the person filled in, with the answers to questions that the other event asks as well."""
    asked = {str(key) for key in event.questions.values_list("key", flat=True)}
    needs = getattr(registration, "needs", None)
    consent = getattr(registration, "consent", None)
    return Applicant(
        name=registration.name,
        email=registration.email,
        organisation=registration.organisation,
        role=registration.role,
        municipality_id=registration.municipality_id,
        answers=tuple(
            AnswerGiven(str(answer.question), answer.label, answer.value, answer.is_sensitive)
            for answer in registration.answers.all()
            if str(answer.question) in asked
        ),
        accessibility=needs.accessibility if needs else "",
        diet=needs.diet if needs else "",
        consent=consent.text if consent else None,
        consent_at=consent.given_at if consent else None,
    )


def _key(registration: Registration, event: EventPage, applicant: Applicant, override_reason: str) -> str:
    """The same for the same move, so that doing it again finishes it instead of registering once more.

    With another reason it is another move: what came of the first must not be its answer.
    """
    move = f"move {registration.public_id} {event.pk} {applicant.digest()} {override_reason}"
    return hashlib.sha256(move.encode()).hexdigest()

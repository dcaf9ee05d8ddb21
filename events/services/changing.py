"""Changes to a registration after it was made. Every function is safe to repeat; all but a move are one transaction."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from wagtail.log_actions import log

from cms.models import User
from events import emails
from events.models import (
    EventPage,
    EventState,
    Reason,
    Registration,
    RegistrationNeeds,
    RegistrationState,
    Source,
)
from events.services.registering import AnswerGiven, Applicant, register, store_answers
from events.services.seats import (
    MeetingOff,
    NotPossible,
    fill_free_seats,
    give_back,
    in_turn,
    locked,
    locked_by,
    move,
    promote,
)


def cancel(*, registration: Registration, reason: Reason, by: User | None = None) -> Registration:
    """Gives the seat or the place in the queue back; who waits moves up in the same transaction.

    Raises ``NotPossible`` for somebody who was there, and when the person cancels after the event.
    """
    with locked_by(registration.pk) as (ledger, current):
        if current.state != RegistrationState.CANCELLED:
            if reason == Reason.SELF and ledger.event.is_past:
                raise NotPossible("past")
            move(ledger, current, RegistrationState.CANCELLED, reason=reason, by=by)
            emails.send_cancelled(current)
            fill_free_seats(ledger)
    return current


def confirm(*, registration: Registration) -> Registration:
    """The person accepts the seat that is held, or proves to read the address.

    Raises ``NotPossible`` when the seat is no longer held, or the event was cancelled.
    """
    with locked_by(registration.pk) as (ledger, current):
        if current.state == RegistrationState.PENDING:
            if ledger.state == EventState.CANCELLED:
                raise NotPossible("called off")
            if current.held_until <= timezone.now():
                raise NotPossible("expired")
            current.verified_at = current.verified_at or timezone.now()
            move(ledger, current, RegistrationState.CONFIRMED, reason=Reason.SELF)
            emails.send_received(current)
        elif current.state == RegistrationState.CANCELLED:
            raise NotPossible("cancelled")
        elif not current.verified_at:
            current.verified_at = timezone.now()
            current.save(update_fields=["verified_at"])
    return current


def confirm_by_hand(*, registration: Registration, by: User) -> Registration:
    """An editor confirms the seat that is held, for people who cannot open the link; no proof of the address.

    Raises ``NotPossible`` for somebody without a seat, and ``MeetingOff``.
    """
    with locked_by(registration.pk) as (ledger, current):
        if current.state != RegistrationState.CONFIRMED:
            if current.state != RegistrationState.PENDING:
                raise NotPossible(current.state)
            if ledger.is_off:
                raise MeetingOff
            move(ledger, current, RegistrationState.CONFIRMED, reason=Reason.EDITOR, by=by)
            emails.send_received(current)
    return current


def promote_by_hand(
    *, registration: Registration, by: User, override_reason: str = "", is_sure: bool = False
) -> Registration:
    """An editor gives somebody in the queue a seat; with a reason also one beyond the capacity.

    One that ``is_sure`` need not be accepted, whatever the event says of offers. Raises ``NotPossible`` when no seat is
    free and no reason is given, and ``MeetingOff``.
    """
    with locked_by(registration.pk) as (ledger, current):
        if current.state != RegistrationState.WAITLISTED:
            raise NotPossible(current.state)
        if ledger.is_off:
            raise MeetingOff
        beyond = not ledger.has_free_seat
        if beyond and not override_reason:
            raise NotPossible("full")
        current.override_reason = override_reason if beyond else ""
        promote(ledger, current, reason=Reason.EDITOR, by=by, beyond_capacity=beyond, is_sure=is_sure)
    return current


def change_details(
    *,
    registration: Registration,
    details: Mapping[str, object],
    answers: Iterable[AnswerGiven] | None = None,
    needs: Mapping[str, str] | None = None,
) -> Registration:
    """The person corrects what was filled in; the address stays what it is. None leaves answers or needs as they are.

    Raises ``NotPossible`` for a cancelled registration, and after the event.
    """
    with locked_by(registration.pk) as (ledger, current):
        if not current.is_active or ledger.event.is_past:
            raise NotPossible(current.state)
        changed = [name for name, value in details.items() if getattr(current, name) != value]
        for name in changed:
            setattr(current, name, details[name])
        current.save(update_fields=changed)
        has_new_answers = answers is not None and _replace_answers(current, answers)
        has_new_needs = needs is not None and _replace_needs(current, needs)
        if changed or has_new_answers or has_new_needs:
            emails.send_details_changed(current)
    return current


def _replace_answers(registration: Registration, answers: Iterable[AnswerGiven]) -> bool:
    """Answers to questions that the event no longer asks stay."""
    given = {answer.question: answer for answer in answers}
    stored = {str(answer.question): answer for answer in registration.answers.filter(question__in=given)}
    before = {question: answer.value for question, answer in stored.items()}
    if before == {question: answer.value for question, answer in given.items() if answer.value}:
        return False
    registration.answers.filter(question__in=given).delete()
    store_answers(registration, [answer for answer in given.values() if answer.value])
    return True


def _replace_needs(registration: Registration, needs: Mapping[str, str]) -> bool:
    stored = RegistrationNeeds.objects.filter(registration=registration).first()
    if {name: getattr(stored, name, "") for name in needs} == needs:
        return False
    RegistrationNeeds.objects.filter(registration=registration).delete()
    if any(needs.values()):
        RegistrationNeeds.objects.create(registration=registration, **needs)
    return True


MOVABLE = {RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.WAITLISTED}


@dataclass(frozen=True)
class Moved:
    there: Registration
    #: False when the person only got a place in the queue there, and so keeps the seat here.
    left: bool


def move_to_event(*, registration: Registration, event: EventPage, by: User, override_reason: str = "") -> Moved:
    """Registers the person for the other event and cancels here, unless a seat here would be lost for a queue there.

    Two events have two locks, so a move is two transactions, and each can be the last one that happens: the server may
    stop between them. The person is therefore first registered there and only then cancelled here; somebody halfway
    stands twice, and moving again finishes it. Nobody is ever nowhere.

    With ``override_reason`` the person gets a seat there beyond the capacity. Raises ``NotPossible`` for somebody who
    cancelled, was there or was made anonymous, and when the other event is the same.
    """
    registration = Registration.objects.select_related("needs", "consent__text").get(pk=registration.pk)
    if registration.state not in MOVABLE or registration.is_anonymous or event.pk == registration.event_id:
        raise NotPossible(registration.state)
    there = _seat_for_somebody_waiting_there(registration, event, by, override_reason)
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


def _seat_for_somebody_waiting_there(
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


def _register_there(
    registration: Registration, event: EventPage, by: User, override_reason: str
) -> Registration | None:
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
    facts = f"move {registration.public_id} {event.pk} {applicant.digest()} {override_reason}"
    return hashlib.sha256(facts.encode()).hexdigest()


def expire_held_seats() -> int:
    """Gives back the seats that nobody confirmed in time; returns how many."""
    return in_turn(_expire, Registration.objects.lapsed())


def _expire(pk: int) -> bool:
    with locked_by(pk) as (ledger, current):
        if current.state != RegistrationState.PENDING or current.held_until > timezone.now():
            return False
        give_back(ledger, current)
    return True


def fill_all_free_seats() -> int:
    """Whatever kept a queue from moving before: every tick promotes again. Returns for how many events."""
    waiting = Registration.objects.filter(state=RegistrationState.WAITLISTED)
    return in_turn(_fill, EventPage.objects.filter(pk__in=waiting.values("event")))


def _fill(event_id: int) -> int:
    with locked(event_id) as ledger:
        return fill_free_seats(ledger)

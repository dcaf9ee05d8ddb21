"""What happens to a registration afterwards. Every function is a transaction of its own, safe to repeat."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from wagtail.log_actions import log

from cms.models import User
from events import emails
from events.models import (
    EventLedger,
    EventPage,
    EventState,
    Reason,
    Registration,
    RegistrationNeeds,
    RegistrationState,
)
from events.services.locking import locked, locked_by
from events.services.queue import fill_free_seats, give_back, has_begun, promote
from events.services.registering import AnswerGiven, store_answers
from events.services.transitions import MeetingOff, NotPossible, move, write
from events.services.turns import in_turn


class NotAgreed(Exception):
    """Another number of people would get a seat than the editor agreed to: ``promotes``."""

    def __init__(self, promotes: int):
        super().__init__(promotes)
        self.promotes = promotes


def cancel(*, registration: Registration, reason: Reason, by: User | None = None) -> Registration:
    """Gives the seat or the place in the queue back; who waits moves up in the same transaction.

    Raises ``NotPossible`` for who was there, and when the person cancels after the event.
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
    """An editor confirms the seat that is held, for who cannot open the link; that proves nothing of the address.

    Raises ``NotPossible`` for who holds no seat, and ``MeetingOff``.
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


def _replace_answers(registration, answers) -> bool:
    """Answers to questions that the event no longer asks stay."""
    given = {answer.question: answer for answer in answers}
    stored = {str(answer.question): answer for answer in registration.answers.filter(question__in=given)}
    before = {question: answer.value for question, answer in stored.items()}
    if before == {question: answer.value for question, answer in given.items() if answer.value}:
        return False
    registration.answers.filter(question__in=given).delete()
    store_answers(registration, [answer for answer in given.values() if answer.value])
    return True


def _replace_needs(registration, needs) -> bool:
    stored = RegistrationNeeds.objects.filter(registration=registration).first()
    if {name: getattr(stored, name, "") for name in needs} == needs:
        return False
    RegistrationNeeds.objects.filter(registration=registration).delete()
    if any(needs.values()):
        RegistrationNeeds.objects.create(registration=registration, **needs)
    return True


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


def set_capacity(*, event: EventPage, capacity: int | None, agreed: int | None = None, by: User | None = None) -> int:
    """Sets the number of seats and promotes from the queue; nobody loses a seat. Returns how many were promoted.

    ``agreed`` is to how many promotions the editor agreed; None for any number. Raises ``NotAgreed`` when they would
    be others, and then changes nothing.
    """
    with locked(event.pk) as ledger:
        promotes = _would_promote(ledger, capacity)
        if agreed is not None and promotes not in {0, agreed}:
            raise NotAgreed(promotes)
        ledger.capacity = capacity
        ledger.overbooked = 0 if capacity is None else max(0, ledger.seats_taken - capacity)
        write(ledger)
        promoted = fill_free_seats(ledger)
        if by:
            data = {"capacity": capacity, "promoted": promoted}
            log(instance=event, action="events.set_capacity", user=by, data=data)
    return promoted


def _would_promote(ledger: EventLedger, capacity: int | None) -> int:
    """How many in the queue get a seat when the capacity becomes this; nobody once the event began or is off."""
    if not ledger.goes_ahead or has_begun(ledger):
        return 0
    waiting = Registration.objects.filter(event_id=ledger.event_id).queue().count()
    return waiting if capacity is None else max(0, min(waiting, capacity - ledger.seats_taken))

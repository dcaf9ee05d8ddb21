"""Whatever people, editors and the worker do with two events, at random. Each action is a transaction of its own."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from cms.models import User
from events.models import EventPage, EventState, Reason, Registration, RegistrationState, Source
from events.services import attendance, changing, importing, organising, retention, seats, telling
from events.services.registering import Applicant, RegistrationClosed, register
from events.services.seats import NotPossible, locked

#: What somebody hears who comes too late, or asks what cannot be.
REFUSALS = (NotPossible, RegistrationClosed, Registration.DoesNotExist)
#: Few addresses: now and then somebody registers twice, again after cancelling, or for both events.
ADDRESSES = 60


@dataclass(frozen=True)
class Turn:
    """One action of one process."""

    chance: random.Random
    event: EventPage
    other_event: EventPage
    editor: User
    key: str

    def address(self) -> str:
        return f"gast-{self.chance.randrange(ADDRESSES)}@example.org"

    def newcomer(self) -> Applicant:
        return Applicant(name="Gast", email=self.address())

    def reason(self) -> str:
        """For a seat beyond the capacity; now and then there is none."""
        return self.chance.choice(["", "Spreker"])

    def somebody(self) -> Registration:
        return self._one_of(Registration.objects.filter(event=self.event).active())

    def somebody_who_waits(self) -> Registration:
        return self._one_of(Registration.objects.filter(event=self.event).queue())

    def somebody_known(self) -> Registration:
        return self._one_of(Registration.objects.filter(event=self.event, anonymised_at=None))

    def _one_of(self, registrations):
        people = list(registrations)
        if not people:
            raise Registration.DoesNotExist
        return self.chance.choice(people)


def be_loud() -> None:
    """From now on this process fails where the worker would write a line in its log and go on."""

    def fail(message, *args):
        raise AssertionError(message % args)

    seats.logger.error = fail


def _register(turn):
    proof = {"asks_proof": turn.chance.random() < 0.3, "is_proven": turn.chance.random() < 0.5}
    register(event=turn.event, applicant=turn.newcomer(), key=turn.key, **proof)


def _register_by_hand(turn):
    by_hand = {"source": Source.EDITOR, "by": turn.editor, "override_reason": turn.reason()}
    register(event=turn.event, applicant=turn.newcomer(), key=turn.key, **by_hand)


def _import(turn):
    lines = [f"Gast; {turn.address()}; Gemeente" for _person in range(3)]
    importing.import_people(event=turn.event, pasted="\n".join(lines), by=turn.editor)


def _cancel(turn):
    changing.cancel(registration=turn.somebody(), reason=Reason.SELF)


def _confirm(turn):
    changing.confirm(registration=turn.somebody())


def _promote(turn):
    changing.promote_by_hand(registration=turn.somebody_who_waits(), by=turn.editor, override_reason=turn.reason())


def _move(turn):
    to = {"event": turn.other_event, "by": turn.editor, "override_reason": turn.reason()}
    changing.move_to_event(registration=turn.somebody(), **to)


def _check_in(turn):
    attendance.check_in(registration=turn.somebody(), by=turn.editor)


def _let_in(turn):
    attendance.let_in_from_queue(registration=turn.somebody_who_waits(), by=turn.editor, override_reason=turn.reason())


def _undo(turn):
    attendance.undo_check_in(registration=turn.somebody(), by=turn.editor)


def _mark_no_show(turn):
    attendance.mark_no_show(registration=turn.somebody(), by=turn.editor)


def _set_capacity(turn):
    organising.set_capacity(event=turn.event, capacity=turn.chance.choice([5, 8, 12, 16, 20]))


def _set_state(turn):
    states = [EventState.SCHEDULED, EventState.POSTPONED]
    if turn.event.pk > turn.other_event.pk:
        states.append(EventState.CANCELLED)
    chosen = turn.chance.choice(states)
    organising.set_event_state(event=turn.event, state=chosen, note="", by=turn.editor)
    if chosen == EventState.SCHEDULED:
        # Seats that came free meanwhile: the next tick of the worker.
        changing.fill_all_free_seats()


def _go_ahead(turn):
    organising.set_event_state(event=turn.event, state=EventState.SCHEDULED, note="", by=turn.editor)
    changing.fill_all_free_seats()


def _expire(turn):
    held = Registration.objects.filter(event=turn.event, state=RegistrationState.PENDING)
    # Their time goes by.
    held.filter(pk__in=list(held.values_list("pk", flat=True)[:2])).update(expires_at=timezone.now())
    changing.expire_held_seats()


def _fill(turn):
    changing.fill_all_free_seats()


def _tell_changes(turn):
    telling.tell_changes()


def _erase(turn):
    retention.erase(registration=turn.somebody_known(), by=turn.editor)


#: How often each is chosen, of a hundred.
ACTIONS: dict[str, tuple[int, Callable[[Turn], None]]] = {
    "register": (27, _register),
    "register by hand": (4, _register_by_hand),
    "import": (3, _import),
    "cancel": (10, _cancel),
    "confirm": (10, _confirm),
    "promote": (5, _promote),
    "move": (7, _move),
    "check in": (6, _check_in),
    "let in": (3, _let_in),
    "undo": (5, _undo),
    "no-show": (2, _mark_no_show),
    "seats": (5, _set_capacity),
    "state": (2, _set_state),
    "go ahead": (3, _go_ahead),
    "expire": (3, _expire),
    "fill": (2, _fill),
    "tell changes": (1, _tell_changes),
    "erase": (2, _erase),
}
#: After these somebody may wait for a free seat until the next tick of the worker, and ticks hide who was forgotten.
TICKS = ["state", "go ahead", "fill"]


def forget_nobody(events: list[EventPage]) -> None:
    """Fails when, without ticks, somebody waits for a seat that is free, or a seat is not counted."""
    for event in events:
        with locked(event.pk) as ledger:
            here = Registration.objects.filter(event=event)
            assert here.holding_a_seat().count() == ledger.seats_taken, "A seat is not counted."
            assert not (ledger.has_free_seat and here.queue().exists()), "Somebody waits for a free seat."

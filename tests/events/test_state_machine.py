"""Whatever people, editors, the door and the worker do, in whatever order: what must be true of an event stays true.

One after the other, and only through the services; several at once stand in ``tests/races``.
"""

import datetime
from collections import Counter
from dataclasses import dataclass
from itertools import count

import pytest
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cms.mail import messages as cms_emails
from events.models import Access, EventLedger, EventState, Reason, Registration, RegistrationAttempt, RegistrationLog
from events.models.registrations import ACTIVE, HOLDS_SEAT, RegistrationState
from events.services import attendance, changing, organising, retention, telling
from events.services.organising import set_access, set_event_state
from events.services.registering import Applicant, RegistrationClosed, Result, register
from events.services.retention import EXPECTED
from events.services.seats import NotPossible
from tests.events.coming import open_event, set_ledger
from tests.factories import UserFactory
from tests.trials import tries

S = RegistrationState
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NOW = datetime.datetime(2027, 3, 1, 10, tzinfo=datetime.UTC)
BEGINS, ENDS = NOW + 5 * DAY, NOW + 5 * DAY + 4 * HOUR

#: Few, so that somebody comes twice, and again after cancelling.
people = st.sampled_from(["an", "bo", "cas", "dee", "eva"])
crowds = st.lists(people, unique=True)
#: Which of those who are in the state that the rule is about.
nth = st.integers(0, 3)
reasons = st.sampled_from(["", "spreker"])
capacities = st.sampled_from([0, 1, 1, 2, 2, 3, None])
hours = st.sampled_from([None, 24])

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Rows:
    """All that is stored, read once after each step."""

    ledger: EventLedger
    people: list[Registration]
    log: list[RegistrationLog]

    @classmethod
    def of(cls, event):
        return cls(
            EventLedger.objects.get(event=event),
            list(Registration.objects.filter(event=event).order_by("pk")),
            list(RegistrationLog.objects.filter(event=event).order_by("pk")),
        )

    @property
    def contents(self):
        columns = [[getattr(row, field.attname) for field in row._meta.fields] for row in [self.ledger, *self.people]]
        return columns, len(self.log)

    @property
    def queue(self):
        waiting = [one for one in self.among({S.WAITLISTED}) if not one.is_anonymous]
        return sorted(waiting, key=lambda one: one.queue_position)

    def among(self, states):
        return [one for one in self.people if one.state in states]

    def steps(self):
        """Each entry of the log with who waited before it, the first in front."""
        waiting = []
        for entry in self.log:
            yield entry, list(waiting)
            # Who is erased after the event keeps the state, but can no longer be told of a seat.
            is_gone = entry.to_state != S.WAITLISTED or entry.reason == Reason.ERASED
            if is_gone and entry.registration in waiting:
                waiting.remove(entry.registration)
            elif not is_gone:
                waiting.append(entry.registration)
        yield None, waiting


class Meeting(RuleBasedStateMachine):
    """Each rule is one call of a service. ``event``, ``clock`` and ``editor`` come from the test."""

    @initialize(begun=st.sampled_from([False, False, True]), capacity=capacities, offer_hours=hours, first=crowds)
    def begin(self, begun, capacity, offer_hours, first):
        if begun:
            capacity, first = 2, ["an", "bo", "cas"]
        self.clock.move_to(NOW, tick=False)
        for model in [Registration, RegistrationLog, RegistrationAttempt]:
            model._base_manager.all().delete()
        ledger = {"seats_taken": 0, "overbooked": 0, "queue_counter": 0, "state": EventState.SCHEDULED}
        set_ledger(self.event, capacity=capacity, offer_hours=offer_hours, closes_at=ENDS, **ledger)
        self.keys = count()
        #: Who may stand before others: an editor said why.
        self.favoured = set()
        self.excess, self.may_exceed = 0, False
        for who in first:
            self.take_in(who=who, is_proven=True)
        self.look()
        if begun:
            # Nobody moves up any more: a seat stands free beside one who waits, and a newcomer may not have it.
            self.time_passes("begun")
            self.is_cancelled_by_hand(nth=0)

    # What people do

    @rule(who=people, asks_proof=st.booleans(), is_proven=st.booleans())
    def registers(self, who, asks_proof, is_proven):
        self.do(self.take_in, who=who, asks_proof=asks_proof and not is_proven, is_proven=is_proven)

    @rule(nth=nth)
    def accepts(self, nth):
        self.to_one(nth, {S.PENDING}, changing.confirm)

    @rule(nth=nth)
    def cancels(self, nth):
        self.to_one(nth, EXPECTED, changing.cancel, reason=Reason.SELF)

    # What editors do

    @rule(who=people, reason=reasons)
    def is_registered_by_hand(self, who, reason):
        self.may_exceed = bool(reason)
        self.do(self.take_in, who=who, by=self.editor, override_reason=reason)

    @rule(nth=nth)
    def is_confirmed_by_hand(self, nth):
        self.to_one(nth, {S.PENDING}, changing.confirm_by_hand, by=self.editor)

    @rule(nth=nth, reason=reasons)
    def is_promoted_by_hand(self, nth, reason):
        self.may_exceed = bool(reason)
        self.to_one(nth, {S.WAITLISTED}, changing.promote_by_hand, by=self.editor, override_reason=reason)

    @rule(nth=nth)
    def is_cancelled_by_hand(self, nth):
        self.to_one(nth, EXPECTED, changing.cancel, reason=Reason.EDITOR, by=self.editor)

    @rule(nth=nth)
    def is_erased(self, nth):
        self.to_one(nth, ACTIVE, retention.erase, by=self.editor)

    @rule(capacity=capacities)
    def gets_other_seats(self, capacity):
        self.may_exceed = True  # lowering it takes nobody's seat
        try:
            announced = organising.set_capacity(event=self.event, capacity=capacity, agreed=0)
        except organising.NotAgreed as error:
            announced = error.promotes
            assert Rows.of(self.event).contents == self.rows.contents
            assert organising.set_capacity(event=self.event, capacity=capacity, agreed=announced) == announced
        before = self.rows
        self.look()
        assert len(self.rows.log) - len(before.log) == announced

    @rule(offer_hours=hours)
    def offers_otherwise(self, offer_hours):
        window = {"access": Access.OPEN, "opens_at": None, "closes_at": ENDS}
        set_access(event=self.event, settings={**window, "offer_hours": offer_hours}, by=self.editor)
        self.look()

    @rule(state=st.sampled_from(EventState))
    def goes_ahead_or_not(self, state):
        set_event_state(event=self.event, state=state, note="", by=self.editor)
        self.worker_comes_by()

    # What happens at the door

    @rule(nth=nth)
    def comes_in(self, nth):
        self.to_one(nth, {S.PENDING, S.CONFIRMED, S.WAITLISTED}, attendance.check_in, by=self.editor)

    @rule(nth=nth, reason=reasons)
    def comes_in_from_the_queue(self, nth, reason):
        self.may_exceed = bool(reason)
        self.to_one(nth, {S.WAITLISTED}, attendance.let_in_from_queue, by=self.editor, override_reason=reason)

    @rule(nth=nth)
    def is_not_in_after_all(self, nth):
        self.to_one(nth, {S.ATTENDED}, attendance.undo_check_in, by=self.editor)

    @rule(nth=nth)
    def did_not_come(self, nth):
        self.to_one(nth, {S.CONFIRMED, S.ATTENDED}, attendance.mark_no_show, by=self.editor)

    # What the worker does

    @rule(until=st.sampled_from([HOUR, 13 * HOUR, 25 * HOUR, "begun", "over"]))
    def time_passes(self, until):
        moments = {"begun": BEGINS + HOUR, "over": ENDS + 91 * DAY}
        self.clock.move_to(max(timezone.now(), moments.get(until) or timezone.now() + until), tick=False)
        self.worker_comes_by()

    def worker_comes_by(self):
        changing.expire_held_seats()
        changing.fill_all_free_seats()
        telling.tell_changes()
        retention.erase_due()
        self.look()
        assert not [one for one in self.rows.among({S.PENDING}) if one.held_until <= timezone.now()]

    # How

    def look(self):
        self.rows = Rows.of(self.event)
        for one in self.rows.people:
            one.event = self.event

    def take_in(self, *, who, **kwargs):
        applicant = Applicant(name=who, email=f"{who}@example.org")
        sending = {"event": self.event, "applicant": applicant, "key": f"sending {next(self.keys)}", **kwargs}
        outcome = register(**sending)
        if kwargs.get("override_reason"):
            self.favoured.add(outcome.registration.public_id)
        assert register(**sending).result == Result.REPLAYED  # a double click

    def to_one(self, nth, states, service, **kwargs):
        """To somebody in these states; when there is nobody, to somebody of whom it is refused."""
        if fitting := self.rows.among(states) or self.rows.people:
            self.do(service, registration=fitting[nth % len(fitting)], **kwargs)

    def do(self, service, **kwargs):
        """What is refused changes nothing, and a meeting that is cancelled gives nobody a seat."""
        before, seats, is_refused = self.rows.contents, len(self.rows.among(HOLDS_SEAT)), False
        try:
            service(**kwargs)
        except (NotPossible, RegistrationClosed):
            is_refused = True
        self.look()
        assert not is_refused or self.rows.contents == before
        assert self.rows.ledger.state != EventState.CANCELLED or len(self.rows.among(HOLDS_SEAT)) <= seats

    # What must be true

    @invariant()
    def the_seats_are_counted_and_not_oversold(self):
        ledger, seats = self.rows.ledger, len(self.rows.among(HOLDS_SEAT))
        excess = 0 if ledger.capacity is None else max(0, seats - ledger.capacity)
        assert (ledger.seats_taken, ledger.overbooked) == (seats, excess)
        assert self.may_exceed or excess <= self.excess
        self.excess, self.may_exceed = excess, False

    @invariant()
    def the_queue_is_in_the_order_in_which_people_came(self):
        *_steps, (_end, waiting) = self.rows.steps()
        assert [one.public_id for one in self.rows.queue] == waiting
        positions = [one.queue_position for one in self.rows.queue]
        assert len(set(positions)) == len(positions)
        assert max(positions, default=0) <= self.rows.ledger.queue_counter

    @invariant()
    def nobody_passes_who_waits(self):
        for entry, waiting in self.rows.steps():
            if entry and waiting and entry.to_state in HOLDS_SEAT:
                if entry.reason == Reason.QUEUE:
                    assert entry.registration == waiting[0]
                assert entry.from_state or entry.registration in self.favoured

    @invariant()
    def nobody_waits_for_a_seat_that_is_free(self):
        ledger = self.rows.ledger
        if ledger.goes_ahead and timezone.now() < BEGINS:
            assert not (ledger.has_free_seat and self.rows.queue)

    @invariant()
    def an_address_has_one_registration(self):
        addresses = Counter(one.email_key for one in self.rows.among(ACTIVE) if not one.is_anonymous)
        assert max(addresses.values(), default=0) <= 1

    @invariant()
    def the_log_tells_how_everybody_came_to_stand_where_they_do(self):
        stands = {}
        for entry in self.rows.log:
            assert entry.from_state == stands.get(entry.registration, "")
            stands[entry.registration] = entry.to_state
        assert stands == {one.public_id: one.state for one in self.rows.people}

    @invariant()
    def who_is_in_came_at_an_hour(self):
        assert all((one.state == S.ATTENDED) == bool(one.checked_in_at) for one in self.rows.people)

    @invariant()
    def who_is_erased_is_nobody_and_is_not_waited_for(self):
        for one in self.rows.people:
            if one.is_anonymous:
                assert not any(getattr(one, name) for name in retention.BLANK)
                assert one.state not in EXPECTED or timezone.now() > ENDS
            else:
                assert one.email_key


@pytest.mark.hypothesis
def test_in_whatever_order_things_happen_the_rules_hold(home, time_machine, monkeypatch):
    # Mails have tests of their own; writing them would be most of the work here.
    monkeypatch.setattr(cms_emails, "send", lambda *args, **kwargs: None)
    time_machine.move_to(NOW, tick=False)
    Meeting.event, Meeting.clock = open_event(start=BEGINS, end=ENDS), time_machine
    Meeting.editor = UserFactory()
    run_state_machine_as_test(Meeting, settings=settings(tries(15), stateful_step_count=30))

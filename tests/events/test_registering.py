"""Seats and the queue, one person after the other; several at once stand in tests/races."""

import pytest
from django.utils import timezone

from events import emails
from events.models import Access, EventLedger, Reason, Registration, RegistrationState
from events.services.changing import cancel, confirm
from events.services.organising import set_capacity
from events.services.registering import Applicant, KeyReused, RegistrationClosed, Result, register
from tests.factories import EventPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mails(monkeypatch):
    sent = []
    monkeypatch.setattr(emails, "_deliver", lambda message, to, context, calendar=None: sent.append((message, to)))
    return sent


@pytest.fixture
def event(home):
    event = grow(EventPageFactory)
    EventLedger.objects.filter(event=event).update(access=Access.OPEN, capacity=2)
    event.refresh_from_db()
    return event


def come(event, name, **kwargs):
    key = kwargs.pop("key", name)
    return register(event=event, applicant=Applicant(name=name, email=f"{name}@example.org"), key=key, **kwargs)


def states(event):
    return list(Registration.objects.filter(event=event).order_by("pk").values_list("name", "state"))


def test_the_first_get_a_seat_and_the_others_wait_in_order(event, mails):
    results = [come(event, name).result for name in ["an", "bo", "cas", "dirk"]]
    assert results == [Result.CONFIRMED, Result.CONFIRMED, Result.WAITLISTED, Result.WAITLISTED]
    assert EventLedger.objects.get().seats_taken == 2
    assert [name for name, _to in mails] == ["registration_confirmed"] * 2 + ["registration_waitlisted"] * 2


def test_who_cancels_makes_room_for_the_first_who_waits(event, mails):
    first = come(event, "an").registration
    for name in ["bo", "cas", "dirk"]:
        come(event, name)
    Registration.objects.update(verified_at=timezone.now())
    cancel(registration=first, reason=Reason.SELF)
    cancel(registration=first, reason=Reason.SELF)
    assert states(event) == [("an", "cancelled"), ("bo", "confirmed"), ("cas", "confirmed"), ("dirk", "waitlisted")]
    assert mails[-2:] == [
        ("registration_cancelled_by_you", "an@example.org"),
        ("registration_promoted", "cas@example.org"),
    ]


def test_the_same_form_twice_is_one_registration(event, mails):
    come(event, "an")
    assert come(event, "an").result == Result.REPLAYED
    assert len(mails) == Registration.objects.count() == 1
    with pytest.raises(KeyReused):
        come(event, "bo", key="an")


def test_the_same_address_is_one_registration(event, mails):
    come(event, "an")
    again = register(event=event, applicant=Applicant(name="An", email="AN@example.org "), key="other")
    assert again.result == Result.DUPLICATE
    assert Registration.objects.count() == 1
    assert mails[-1] == ("registration_known", "an@example.org")


def test_a_held_seat_is_confirmed_once(event):
    held = come(event, "an", asks_proof=True)
    assert held.result == Result.PENDING
    assert EventLedger.objects.get().seats_taken == 1
    assert confirm(registration=held.registration).state == RegistrationState.CONFIRMED
    assert confirm(registration=held.registration).state == RegistrationState.CONFIRMED
    assert EventLedger.objects.get().seats_taken == 1


def test_a_lower_capacity_drops_nobody_and_a_higher_one_promotes(event):
    for name in ["an", "bo", "cas"]:
        come(event, name)
    Registration.objects.update(verified_at=timezone.now())
    assert set_capacity(event=event, capacity=1) == 0
    ledger = EventLedger.objects.get()
    assert (ledger.seats_taken, ledger.overbooked) == (2, 1)
    assert come(event, "dirk").result == Result.WAITLISTED
    assert set_capacity(event=event, capacity=4) == 2
    assert EventLedger.objects.get().overbooked == 0


def test_a_closed_event_takes_nobody(event):
    EventLedger.objects.update(closes_at=timezone.now())
    with pytest.raises(RegistrationClosed):
        come(event, "an")
    assert not Registration.objects.exists()

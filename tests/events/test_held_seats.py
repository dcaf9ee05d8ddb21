"""A seat that is held must be taken before the event begins, whatever became of its day meanwhile."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from cms.models import OutboxMail
from events import links
from events.models import Reason, Registration, RegistrationState
from events.services import changing, telling
from events.services.seats import NotPossible
from home import roles
from tests.events.coming import come, open_event, set_ledger
from tests.factories import UserFactory

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NOW = datetime.datetime(2027, 3, 1, 10, tzinfo=datetime.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine, settings, home):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def event(home):
    event = open_event(start=NOW + 10 * DAY, capacity=1)
    set_ledger(event, offer_hours=48)
    return event


@pytest.fixture
def offered(event):
    """To this person a seat is offered for two days."""
    first, second = come(event), come(event, "Bo Peeters")
    changing.cancel(registration=first, reason=Reason.SELF)
    second.refresh_from_db()
    assert (second.state, second.held_until) == (RegistrationState.PENDING, NOW + 48 * HOUR)
    return second


def publish(event, **changes):
    page = event.specific_class.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def text_of(client, registration):
    return client.get(links.own_path(registration)).content.decode()


def test_an_offer_ends_when_the_event_begins_that_was_moved_before_it(client, event, offered, clock, log_in_as):
    assert "woensdag 3 maart 2027, 11u" in text_of(client, offered)
    publish(event, start=NOW + 2 * HOUR)
    # At once, before the worker comes by.
    assert "maandag 1 maart 2027, 13u" in text_of(client, offered)
    screen = log_in_as(roles.CHIEF_EDITOR).get(reverse("event_participants", args=[event.pk])).content.decode()
    assert date_format(timezone.localtime(NOW + 2 * HOUR), "SHORT_DATETIME_FORMAT") in screen
    telling.tell_changes()
    mail = OutboxMail.objects.get(subject__startswith="Gewijzigd")
    assert "1 maart 2027, 13u" in mail.text
    clock.shift(2 * HOUR)
    assert "niet langer voor u vrij" in text_of(client, offered)
    with pytest.raises(NotPossible):
        changing.confirm(registration=offered)
    assert changing.expire_held_seats() == 1
    assert changing.expire_held_seats() == 0
    offered.refresh_from_db()
    assert (offered.state, offered.cancelled_because) == (RegistrationState.CANCELLED, Reason.EXPIRED)


def test_until_then_it_can_be_accepted(event, offered, clock):
    publish(event, start=NOW + 2 * HOUR)
    clock.shift(2 * HOUR - datetime.timedelta(minutes=1))
    assert changing.expire_held_seats() == 0
    assert changing.confirm(registration=offered).state == RegistrationState.CONFIRMED


def test_an_event_that_moves_back_leaves_the_time_that_was_promised(event, offered):
    publish(event, start=NOW + 2 * HOUR)
    telling.tell_changes()
    publish(event, start=NOW + 10 * DAY)
    offered = Registration.objects.get(pk=offered.pk)
    assert offered.held_until == NOW + 48 * HOUR


def test_a_day_to_click_a_link_also_ends_when_the_event_begins(clock, home):
    event = open_event(start=NOW + 3 * HOUR)
    registration = come(event, asks_proof=True)
    assert "1 maart 2027, 14u" in OutboxMail.objects.get().text
    clock.shift(3 * HOUR)
    with pytest.raises(NotPossible):
        changing.confirm(registration=registration)


def test_once_an_event_began_no_seat_is_held_for_anybody(event, clock):
    """There is no time left to accept it in, so it is given."""
    publish(event, start=NOW - HOUR, end=NOW + 5 * HOUR)
    set_ledger(event, closes_at=NOW + 4 * HOUR)
    assert come(event, asks_proof=True).state == RegistrationState.CONFIRMED
    waiting = come(event, "Bo Peeters", is_verified=False)
    promoted = changing.promote_by_hand(registration=waiting, by=UserFactory(), override_reason="stoel bij")
    assert promoted.state == RegistrationState.CONFIRMED

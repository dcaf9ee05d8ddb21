"""Many people at once for few seats, processes that are killed, and a mail server that is away.

Short here; ``make proof`` runs the long versions on both databases.
"""

import signal
import uuid
from collections import Counter

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cms.forms.guard import GuardForm, Token
from cms.models import OutboxMail
from cms.settings.environment import LOCK_TIMEOUT
from events.models import Registration
from events.services.consent import current_consent
from events.services.registering import ANSWERS
from events.services.seats import take_lock
from tests.events.coming import open_event, set_ledger
from tests.factories import UserFactory
from tests.races.conftest import database_url, size
from tests.races.kills import WEB
from tests.races.mailbox import all_sent_now, listening
from tests.races.random_actions import ACTIONS
from tests.races.rules import broken_rules, stored
from tests.trials import IS_LONG

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def events(count, **facts):
    return [open_event(slug=uuid.uuid4().hex, **facts) for _ in range(count)]


def filled_in(event, number):
    """The address to which the form of this event is sent, and what somebody filled in."""
    name = f"registration-{event.pk}"
    token = Token(name, Token.issue(name).key, int(timezone.now().timestamp()) - 60)
    return f"{event.url}inschrijven/", {
        "name": "Gast",
        "email": f"gast-{number}@example.org",
        "consent": "on",
        "consent_version": str(current_consent().version),
        GuardForm.TOKEN: str(token),
    }


def test_of_many_at_once_one_gets_the_last_seat(crowd, tell):
    """With the patience of production: nobody waits so long for the lock that the site asks to try again."""
    count, rounds = size((8, 3), (50, 40))
    races = events(rounds, capacity=1)
    given, _exits = crowd("race", count, [{"event": event.pk} for event in races], LOCK_PATIENCE=str(LOCK_TIMEOUT))
    for event, answers in zip(races, given, strict=True):
        assert Counter(result for result, _waited in answers) == {"confirmed": 1, "waitlisted": count - 1}
        queue = Registration.objects.filter(event=event).queue()
        assert list(queue.values_list("queue_position", flat=True)) == list(range(1, count))
        assert broken_rules(event) == []
    longest = max(waited for answers in given for _result, waited in answers)
    tell(
        f"last seat: {count} processes × {rounds} rounds, always 1 confirmed, {count - 1} queued in order, 0 errors; "
        f"longest wait for the lock {longest:.1f} s of the {LOCK_TIMEOUT} s of production"
    )


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time, with our lock or not")
def test_without_the_lock_the_race_oversells(crowd, tell):
    """Or else the test above would see nothing."""
    count, rounds = size((8, 3), (50, 10))
    races = events(rounds, capacity=1)
    orders = [{"event": event.pk, "has_lock": False} for event in races]
    # Some run into a constraint: two who read the same position in the queue.
    given, _exits = crowd("arrive", count, orders, may_fail=True)
    oversold = sum(answers.count("confirmed") > 1 for answers in given)
    tell(f"without the lock: oversold in {oversold} of {rounds} rounds")
    assert oversold >= size(1, 9)


def test_whatever_people_do_at_once_the_counts_hold(play, tell):
    """On two events with all that the worker does, then on two others without its ticks: nobody may be forgotten."""
    count, times = size((4, 40), (8, 500))
    places, user = events(4, capacity=8), UserFactory()
    for event in places[::2]:
        # Of these who waits must accept the seat that comes free.
        set_ledger(event, offer_hours=24)
    orders = [
        {"events": [event.pk for event in pair], "user": user.pk, "times": times, "has_ticks": has_ticks}
        for pair, has_ticks in [(places[:2], True), (places[2:], False)]
    ]
    played = play([("mingle", count, [order]) for order in orders])
    for event in places:
        assert broken_rules(event) == []
    totals = [sum(map(Counter, done), Counter()) for [done], _exits in played]
    assert {total.total() for total in totals} == {count * times}
    # In the short version chance may leave something out.
    assert not IS_LONG or {*totals[0]} == {*ACTIONS, "refused"}
    tell(f"mixed: {count} processes × {times} operations on two events, no rule broken ({dict(totals[0])})")
    tell(f"mixed: as many without ticks of the worker, at every moment nobody forgotten ({dict(totals[1])})")


def test_a_killed_process_leaves_all_or_nothing(play, crowd, tell):
    rounds = size(1, 25)
    places = dict(zip(WEB, events(len(WEB), capacity=rounds), strict=True))
    forms = [[filled_in(event, number) for event in places.values()] for number in range(rounds)]
    killed = play([("die", len(WEB), [{"forms": sent, "points": list(WEB)}]) for sent in forms])
    assert all(exits == [-signal.SIGKILL] * len(WEB) for _given, exits in killed)
    for point, event in places.items():
        assert set(stored(event).values()) == {rounds if point == "after commit" else 0}, (point, stored(event))
    # Who sends the form again gets what was asked for, once.
    given, _exits = crowd("send", len(WEB), [{"forms": sent} for sent in forms])
    assert {status for answers in given for status, *_page in answers} == {302}
    for event in places.values():
        assert set(stored(event).values()) == {rounds}
        assert broken_rules(event) == []
    tell(f"kill -9: {len(WEB)} points × {rounds}, always all or nothing, and sent again always once")


def test_a_form_that_is_sent_many_times_at_once_is_one_registration(crowd, tell):
    [event] = events(1, capacity=1)
    copies = [filled_in(event, 1)] * 20
    [answers], _exits = crowd("send", 20, [{"forms": copies}])
    assert {(status, *page) for status, *page in answers} == {(302, None, "")}
    assert set(stored(event).values()) == {1}
    tell("double click: 20 processes send one form, 1 registration and 1 mail")


def test_an_address_that_registers_many_times_at_once_has_one_registration(crowd, tell):
    [event] = events(1, capacity=5)
    [answers], _exits = crowd("arrive", 10, [{"event": event.pk, "email": "an@example.org"}])
    assert Counter(answers) == {"confirmed": 1, "duplicate": 9}
    assert Registration.objects.filter(event=event).count() == 1
    assert broken_rules(event) == []
    # The registration, and no flood of mails that say that it is known.
    assert OutboxMail.objects.count() == 1 + ANSWERS.most
    tell("one address: 10 processes with other forms, 1 registration")


def test_nobody_notices_that_the_mail_server_is_away(crowd, start, port, eventually, tell):
    count, rounds = size((4, 5), (8, 25))
    [event] = events(1, capacity=count * rounds // 2)
    start("manage.py", "worker", DATABASE_URL=database_url(), EMAIL_URL=f"smtp://127.0.0.1:{port}")
    sent = [
        {"event": event.pk, "email": f"{turn}-{{number}}@example.org", "key": f"{turn} {{number}}"}
        for turn in range(rounds)
    ]
    given, _exits = crowd("arrive", count, sent)
    assert Counter(answer for answers in given for answer in answers) == {
        "confirmed": count * rounds // 2,
        "waitlisted": count * rounds // 2,
    }
    eventually(OutboxMail.objects.filter(attempts__gte=1).exists)
    assert not OutboxMail.objects.exclude(sent_at=None).exists()
    with listening(port) as mailbox:
        # Until all have left: the worker puts off what it tries just now.
        eventually(all_sent_now, seconds=120)
    assert len({message["Message-ID"] for message in mailbox.messages}) == count * rounds
    assert {message["To"] for message in mailbox.messages} == set(
        Registration.objects.filter(event=event).values_list("email", flat=True)
    )
    assert broken_rules(event) == []
    tell(
        f"mail server away: {count * rounds} registrations succeed, "
        f"{len(mailbox.messages)} mails arrive after it is back"
    )


def test_who_waits_too_long_keeps_the_form(crowd, client, tell):
    [event] = events(1, capacity=5)
    address, data = filled_in(event, 1)
    assert client.get(address).status_code == 200
    with transaction.atomic():
        take_lock(event.pk)
        [[[status, retry_after, page]]], _exits = crowd("send", 1, [{"forms": [(address, data)]}], LOCK_PATIENCE="1")
    assert (status, retry_after) == (503, "10")
    assert f'value="{data["email"]}"' in page
    # Signed anew, the same copy of the form.
    assert data[GuardForm.TOKEN].partition(":")[0] in page
    assert set(stored(event).values()) == {0}
    [[[status, *_page]]], _exits = crowd("send", 1, [{"forms": [(address, data)]}])
    assert status == 302
    assert set(stored(event).values()) == {1}
    tell("a lock that does not come: 503 with the form as it was; sent again, 1 registration")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has a timeout of its own")
def test_postgresql_waits_no_longer_than_sqlite():
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == (f"{LOCK_TIMEOUT}s",)

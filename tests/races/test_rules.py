"""The rules see what is wrong. Who never finds anything proves nothing."""

import pytest

from cms.models import OutboxMail, RateBucket
from events.models import EventLedger, EventState, Reason, Registration, RegistrationLog, RegistrationState
from events.services import changing, organising, retention
from events.services.registering import Applicant, register
from tests.events.coming import come, open_event
from tests.factories import UserFactory
from tests.races.rules import CHANGED, broken_rules

pytestmark = pytest.mark.django_db

WAITING, CONFIRMED, ATTENDED = RegistrationState.WAITLISTED, RegistrationState.CONFIRMED, RegistrationState.ATTENDED


@pytest.fixture
def event(settings):
    """Two seats; Bo cancelled and is erased, so Cas got the seat and Dirk and Els wait. An came twice."""
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    event = open_event(capacity=2)
    for name in ["An", "Bo", "Cas", "Dirk", "Els"]:
        come(event, name)
    register(event=event, applicant=Applicant(name="An", email="an@example.org"), key="again")
    changing.cancel(registration=one("bo"), reason=Reason.SELF)
    retention.erase(registration=one("bo"), by=UserFactory())
    assert broken_rules(event) == []
    return event


def one(name):
    return Registration.objects.get(email=f"{name}@example.org")


def ledger(event, **facts):
    EventLedger.objects.filter(event=event).update(**facts)


def person(name, **facts):
    Registration.objects.filter(email=f"{name}@example.org").update(**facts)


def mails(name, message):
    return OutboxMail.objects.filter(about=one(name).public_id, kind=message)


def step(event, name, before, after, reason):
    RegistrationLog.objects.create(
        event=event, registration=one(name).public_id, from_state=before, to_state=after, reason=reason
    )


def write_again(mail):
    mail.pk, mail.message_id = None, f"<again-{mail.pk}@example.org>"
    mail.save()


def pass_somebody(event):
    """Els gets a seat, though Dirk waits longer."""
    step(event, "els", WAITING, CONFIRMED, Reason.QUEUE)
    step(event, "els", CONFIRMED, WAITING, Reason.EDITOR)


def tell_of_no_change(event):
    mail = mails("an", "registration_confirmed").get()
    mail.kind = CHANGED
    write_again(mail)


def keep_a_name(event):
    Registration.objects.exclude(anonymised_at=None).update(name="Bo")


WRONGS = {
    "the seats are counted": lambda event: ledger(event, seats_taken=1),
    "nothing is oversold": lambda event: person("dirk", state=CONFIRMED, queue_position=None),
    "nobody passes another in the queue": pass_somebody,
    "nobody waits for a free seat": lambda event: ledger(event, capacity=3),
    "the log tells every step": lambda event: step(event, "an", ATTENDED, CONFIRMED, Reason.DOOR),
    "the log ends where people stand": lambda event: person("an", state=ATTENDED),
    "every step was mailed once, with its own mail": lambda event: mails("cas", "registration_promoted").delete(),
    "nobody hears more often of changes than there were": tell_of_no_change,
    "who registers twice is told so, up to a limit": lambda event: RateBucket.objects.all().delete(),
    "nothing is left of who was erased": keep_a_name,
}


@pytest.mark.parametrize("rule", WRONGS)
def test_what_is_wrong_is_named(event, rule):
    WRONGS[rule](event)
    assert rule in broken_rules(event)


def test_a_mail_that_came_twice_is_seen(event):
    write_again(mails("cas", "registration_promoted").get())
    assert broken_rules(event) == ["every step was mailed once, with its own mail"]


def test_a_mail_that_says_another_thing_is_seen(event):
    mail = mails("cas", "registration_promoted").get()
    mail.kind = "registration_offered"
    mail.save()
    assert broken_rules(event) == ["every step was mailed once, with its own mail"]


def test_of_a_postponed_event_somebody_may_wait_for_a_free_seat(event):
    organising.set_event_state(event=event, state=EventState.POSTPONED, note="", by=UserFactory())
    organising.set_capacity(event=event, capacity=3)
    assert broken_rules(event) == []

"""Mails hold names, addresses and links: which of them are forgotten when, and that the report counts them all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cms.models import OutboxMail
from events import emails
from events.models import Invitation, Reason, Registration
from events.services import retention
from events.services.changing import cancel
from events.services.inviting import invite
from events.services.leftovers import leftovers
from events.terms import AFTER_CANCELLING
from tests.events.coming import come, open_event
from tests.factories import EventPageFactory, UserFactory

NOW = datetime(2027, 3, 1, 10, tzinfo=UTC)
MOMENT = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine, settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def event(home):
    return open_event(title="Labodag", start=NOW + timedelta(days=200), end=None)


def deliver():
    OutboxMail.objects.filter(sent_at=None).update(sent_at=timezone.now())


def report_of_mails():
    return next((one.kept, one.beyond) for one in leftovers() if one.what == "Mails over een inschrijving")


def test_mails_of_a_deleted_event_are_reported_and_forgotten(event):
    cancel(registration=come(event), reason=Reason.SELF)
    deliver()
    event.delete()
    assert report_of_mails() == (2, 2)
    retention.erase_due()
    assert report_of_mails() == (0, 0)
    assert not OutboxMail.objects.exists()


def test_a_mail_of_a_deleted_event_that_was_given_up_is_forgotten(event):
    come(event)
    OutboxMail.objects.update(failed_at=timezone.now())
    Registration.objects.all().delete()
    retention.erase_due()
    assert not OutboxMail.objects.exists()


def test_a_mail_of_a_deleted_event_still_leaves(event):
    """That the seat was given back is true, and the reader should know."""
    come(event)
    deliver()
    cancel(registration=Registration.objects.get(), reason=Reason.EVENT)
    event.delete()
    retention.erase_due()
    waiting = OutboxMail.objects.get()
    assert (waiting.sent_at, report_of_mails()) == (None, (1, 0))


def test_an_invitation_to_a_deleted_event_is_forgotten(event):
    invite(event=event, addresses="An Ampe <An@example.org>", by=UserFactory())
    retention.erase_due()
    deliver()
    retention.erase_due()
    assert report_of_mails() == (1, 0)
    event.delete()
    assert report_of_mails() == (1, 1)
    retention.erase_due()
    assert not OutboxMail.objects.exists()


def test_a_mail_of_an_invitation_goes_with_it_whatever_else_the_address_is_invited_to(event):
    other = EventPageFactory(parent=event.get_parent(), title="Andere dag")
    for page in [event, other]:
        invite(event=page, addresses="An Ampe <An@example.org>", by=UserFactory())
    deliver()
    Invitation.objects.get(event=event).delete()
    assert report_of_mails() == (2, 1)
    retention.erase_due()
    assert "Andere dag" in OutboxMail.objects.get().subject


@pytest.mark.parametrize("answer", ["not invited", "lost link"])
def test_answers_to_who_may_be_unknown_are_forgotten_after_thirty_days(event, clock, answer):
    person = come(event)
    OutboxMail.objects.all().delete()
    if answer == "not invited":
        emails.send_not_invited(event, "onbekend@example.org")
    else:
        emails.send_links(person.email, [person])
    clock.shift(timedelta(days=2))
    deliver()
    clock.shift(AFTER_CANCELLING - MOMENT)
    retention.erase_due()
    assert report_of_mails() == (1, 0)
    clock.shift(MOMENT)
    assert report_of_mails() == (1, 1)
    retention.erase_due()
    assert report_of_mails() == (0, 0)


def test_every_mail_about_registering_is_counted_until_it_is_gone(event):
    person = come(event)
    invite(event=event, addresses="bo@example.org", by=UserFactory())
    emails.send_invited(Invitation.objects.get())
    emails.send_not_invited(event, "cas@example.org")
    emails.send_links(person.email, [person])
    emails.send_message(person, subject="Parkeren", text="Achter het stadhuis.")
    assert report_of_mails() == (OutboxMail.objects.count(), 0)


def test_other_mails_of_the_site_are_not_touched(event, clock):
    OutboxMail.objects.create(
        message_id="<een@example.org>", from_email="a@example.org", to=["b@example.org"], text="x"
    )
    deliver()
    clock.shift(timedelta(days=60))
    retention.erase_due()
    assert (OutboxMail.objects.count(), report_of_mails()) == (1, (0, 0))

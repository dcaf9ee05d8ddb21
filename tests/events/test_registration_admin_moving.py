"""From one event to another, also when the server stops halfway."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.models import OutboxMail
from events.models import (
    ConsentText,
    EventLedger,
    EventQuestion,
    EventState,
    Registration,
    RegistrationState,
)
from events.services import changing
from events.services.registering import AnswerGiven
from events.services.seats import NotPossible
from tests.events.screens import push, state_of, text

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


def test_moving_registers_there_and_cancels_here(chief, event, other, come):
    question = EventQuestion.objects.create(event=event, label="Trein of fiets?")
    unknown = EventQuestion.objects.create(event=event, label="Alleen hier")
    EventQuestion.objects.create(event=other, label="Trein of fiets?", key=question.key)
    text_agreed = ConsentText.objects.create(version=1, text="Akkoord")
    long_ago = timezone.now() - datetime.timedelta(days=9)
    answers = tuple(AnswerGiven(str(one.key), one.label, "fiets") for one in [question, unknown])
    person = {"answers": answers, "diet": "geen noten", "consent": text_agreed, "consent_at": long_ago}
    an = come("an", applicant=person)
    url = reverse("registration_move", args=[an.pk])
    for _click in range(2):
        chief.post(url, {"event": other.pk})
    assert state_of(an) == RegistrationState.CANCELLED
    there = Registration.objects.get(event=other)
    assert there.state == RegistrationState.CONFIRMED
    assert [answer.label for answer in there.answers.all()] == ["Trein of fiets?"]
    assert there.needs.diet == "geen noten"
    assert there.consent.given_at == long_ago
    assert PageLogEntry.objects.filter(action="events.move").count() == 1


@pytest.mark.parametrize("number", ["9999999999999999999", "x", "0"])
def test_an_event_that_is_none_is_refused(chief, other, come, number):
    html = text(push(chief, "registration_move", come("an").pk, event=number))
    assert "Selecteer een geldige keuze." in html
    assert not Registration.objects.filter(event=other).exists()


def test_nobody_loses_a_seat_for_a_queue(chief, other, come):
    come("zed", at=other, by=chief.user)
    an = come("an")
    html = text(push(chief, "registration_move", an.pk, event=other.pk))
    assert "an staat daar op de wachtlijst en houdt de plaats hier" in html
    assert state_of(an) == RegistrationState.CONFIRMED
    assert Registration.objects.get(event=other, name="an").state == RegistrationState.WAITLISTED


@pytest.mark.parametrize("offer_hours", [None, 48])
def test_who_waits_there_moves_after_all_when_a_reason_is_given(chief, other, come, offer_hours):
    """With a seat that is sure, whatever the event says of offers: the one here is given up."""
    EventLedger.objects.filter(event=other).update(offer_hours=offer_hours)
    come("zed", at=other, by=chief.user)
    an = come("an")
    push(chief, "registration_move", an.pk, event=other.pk)
    OutboxMail.objects.all().delete()
    for _click in range(2):
        page = text(push(chief, "registration_move", an.pk, event=other.pk, override_reason="spreker"))
    assert "Dit kan niet meer: an is nu “geannuleerd”." in page
    assert state_of(an) == RegistrationState.CANCELLED
    there = Registration.objects.get(event=other, name="an")
    assert (there.state, there.override_reason) == (RegistrationState.CONFIRMED, "spreker")
    ledger = EventLedger.objects.get(event=other)
    assert (ledger.seats_taken, ledger.overbooked) == (2, 1)
    assert [mail.subject.partition(":")[0] for mail in OutboxMail.objects.order_by("pk")] == [
        "U hebt een plaats",
        "Uw inschrijving is geannuleerd",
    ]
    assert PageLogEntry.objects.filter(action="events.move").count() == 1


def test_who_left_the_queue_there_moves_all_the_same_when_a_reason_is_given(chief, other, come):
    come("zed", at=other, by=chief.user)
    an = come("an")
    push(chief, "registration_move", an.pk, event=other.pk)
    changing.cancel(registration=Registration.objects.get(event=other, name="an"), reason="self")
    push(chief, "registration_move", an.pk, event=other.pk, override_reason="spreker")
    assert state_of(an) == RegistrationState.CANCELLED
    assert Registration.objects.active().get(event=other, name="an").state == RegistrationState.CONFIRMED


def test_a_promotion_that_was_faster_does_not_stop_the_move(chief, other, come, monkeypatch):
    zed = come("zed", at=other, by=chief.user)
    an = come("an")
    push(chief, "registration_move", an.pk, event=other.pk)
    promote = changing.promote_by_hand

    def too_late(**kwargs):
        changing.cancel(registration=zed, reason="self")
        return promote(**kwargs)

    monkeypatch.setattr(changing, "promote_by_hand", too_late)
    push(chief, "registration_move", an.pk, event=other.pk, override_reason="spreker")
    assert state_of(an) == RegistrationState.CANCELLED
    assert Registration.objects.active().get(event=other).state == RegistrationState.CONFIRMED


def test_a_move_that_was_broken_off_halfway_is_finished_by_moving_again(chief, event, other, come, monkeypatch):
    an = come("an")
    with monkeypatch.context() as killed:
        killed.setattr(changing, "cancel", lambda **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            changing.move_to_event(registration=an, event=other, by=chief.user)
    assert state_of(an) == RegistrationState.CONFIRMED
    assert Registration.objects.filter(event=other, state=RegistrationState.CONFIRMED).count() == 1
    push(chief, "registration_move", an.pk, event=other.pk)
    assert state_of(an) == RegistrationState.CANCELLED
    assert Registration.objects.filter(event=other).count() == 1


def test_who_left_the_other_event_again_is_not_cancelled_here(chief, event, other, come, monkeypatch):
    an = come("an")
    with monkeypatch.context() as killed:
        killed.setattr(changing, "cancel", lambda **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            changing.move_to_event(registration=an, event=other, by=chief.user)
    changing.cancel(registration=Registration.objects.get(event=other), reason="self")
    with pytest.raises(NotPossible):
        changing.move_to_event(registration=an, event=other, by=chief.user)
    assert state_of(an) == RegistrationState.CONFIRMED


def test_people_only_move_to_events_that_one_may_manage_and_that_come(chief, event, other, come):
    EventLedger.objects.filter(event=other).update(state=EventState.CANCELLED)
    an = come("an")
    url = reverse("registration_move", args=[an.pk])
    assert chief.post(url, {"event": other.pk}).context["form"].errors["event"]
    assert chief.post(url, {"event": event.pk}).context["form"].errors["event"]

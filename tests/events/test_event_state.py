"""Who cancels or postpones an event sees first how many people that reaches."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.models import OutboxMail
from events.models import EventLedger, EventPage, EventState, RegistrationState
from events.services import telling
from tests.events.screens import state_of, text

CANCEL = {"state": "cancelled", "note": "De spreker is ziek."}
POSTPONE = {"state": "postponed", "note": ""}
GO_AHEAD = {"state": "scheduled", "note": ""}


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


@pytest.fixture
def people(come):
    """An has a seat, Bo must confirm one, Cas waits."""
    return [come("an"), come("bo", asks_proof=True), come("cas")]


def send(client, event, data):
    return client.post(reverse("event_state", args=[event.pk]), data, follow=True)


def agree(client, event, page):
    """Presses the button on the page that asks."""
    return text(send(client, event, {field.name: field.value() for field in page.context["form"]}))


def words(response):
    return " ".join(text(response).split())


def state():
    return EventLedger.objects.get().state


def told_by_the_worker():
    """To whom mails go, after those of registering."""
    before = OutboxMail.objects.count()
    telling.tell_changes()
    return sorted(mail.to[0] for mail in OutboxMail.objects.order_by("pk")[before:])


EVERYBODY = ["an@example.org", "bo@example.org", "cas@example.org"]


def test_cancelling_says_first_whom_it_reaches_and_does_nothing_yet(chief, event, people):
    page = send(chief, event, CANCEL)
    html = words(page)
    assert (
        "Dit annuleert de inschrijving van 3 mensen en stuurt hun een mail. Dit kan niet ongedaan worden gemaakt."
    ) in html
    for label in ["Met een plaats", "Te bevestigen", "Op de wachtlijst"]:
        assert f"<dt>{label}</dt><dd>1</dd>" in html
    assert "De spreker is ziek." in html
    assert state() == EventState.SCHEDULED
    assert told_by_the_worker() == []


def test_the_second_button_cancels_and_everybody_gets_a_mail(chief, event, people):
    html = agree(chief, event, send(chief, event, CANCEL))
    assert "geannuleerd. Bezoekers zien dit nu." in html
    assert EventLedger.objects.get().note == "De spreker is ziek."
    assert told_by_the_worker() == EVERYBODY
    assert {state_of(person) for person in people} == {RegistrationState.CANCELLED}


def test_who_registers_while_the_page_asks_is_cancelled_as_well(chief, event, people, come):
    page = send(chief, event, CANCEL)
    come("dirk")
    agree(chief, event, page)
    assert told_by_the_worker() == [*EVERYBODY, "dirk@example.org"]


def test_one_person_is_spoken_of_as_one(chief, event, come):
    come("an")
    assert "de inschrijving van 1 persoon en stuurt die een mail." in words(send(chief, event, CANCEL))


def test_postponing_says_first_who_gets_a_mail_and_keeps_them_registered(chief, event, people):
    page = send(chief, event, POSTPONE)
    assert "Dit stuurt een mail naar 3 mensen. Ze blijven ingeschreven." in words(page)
    assert state() == EventState.SCHEDULED
    agree(chief, event, page)
    assert told_by_the_worker() == EVERYBODY
    assert state_of(people[0]) == RegistrationState.CONFIRMED
    again = send(chief, event, GO_AHEAD)
    assert "Dit stuurt een mail naar 3 mensen." in words(again)
    assert state() == EventState.POSTPONED
    agree(chief, event, again)
    assert told_by_the_worker() == EVERYBODY


def test_who_took_it_back_before_anybody_was_told_need_not_agree(chief, event, people):
    agree(chief, event, send(chief, event, POSTPONE))
    send(chief, event, GO_AHEAD)
    assert state() == EventState.SCHEDULED
    assert told_by_the_worker() == []


def test_agreeing_to_another_state_is_no_agreement(chief, event, people):
    html = words(send(chief, event, {**CANCEL, "agreed": "postponed"}))
    assert "Dit annuleert de inschrijving van 3 mensen" in html
    assert state() == EventState.SCHEDULED


@pytest.mark.parametrize(
    "facts",
    [
        {"start": timezone.now() - datetime.timedelta(days=30), "end": None},
        {"live": False},
    ],
    ids=["over", "not on the site"],
)
def test_nothing_is_asked_when_nobody_gets_a_mail(chief, event, people, facts):
    EventPage.objects.filter(pk=event.pk).update(**facts)
    send(chief, event, CANCEL)
    assert state() == EventState.CANCELLED
    assert told_by_the_worker() == []


def test_another_message_about_the_same_state_is_not_asked(chief, event, people):
    send(chief, event, {**GO_AHEAD, "note": "Kom met de trein."})
    assert EventLedger.objects.get().note == "Kom met de trein."
    assert told_by_the_worker() == []

"""No mail says what is not so: of a link, of a meeting that is off or over, of a seat that lapsed."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.models import OutboxMail
from events import links
from events.models import EventLedger, EventState, Registration, RegistrationState, Source
from events.services.attendance import check_in
from events.services.changing import promote_by_hand
from events.services.mailing import send_again
from events.services.organising import NotAgreed, set_capacity
from events.services.registering import Applicant, Result, register
from events.services.seats import NotPossible
from home import roles
from tests.events.coming import come, open_event, set_ledger
from tests.events.screens import push, state_of
from tests.factories import UserFactory

DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2027, 3, 1, 10, tzinfo=datetime.UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def clock(time_machine, settings, home):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def event(home):
    """It has one seat."""
    return open_event(start=NOW + 10 * DAY, end=NOW + 10 * DAY + DAY / 8, capacity=1)


@pytest.fixture
def chief(log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


@pytest.fixture
def editor(home):
    return UserFactory()


def by_hand(event, name, editor, **options):
    applicant = Applicant(name=name, email=f"{name.lower()}@example.org")
    return register(event=event, applicant=applicant, key=f"by hand {name}", source=Source.EDITOR, by=editor, **options)


def mails_to(name):
    return OutboxMail.objects.filter(to=[f"{name.lower()}@example.org"]).order_by("pk")


def test_a_new_link_says_that_the_old_ones_and_the_code_no_longer_work(chief, client, event):
    person = come(event, "An")
    old = links.own_path(person)
    push(chief, "registration_renew_link", person.pk)
    person.refresh_from_db()
    text = mails_to("An").last().text
    assert "Iemand vulde het formulier" not in text
    assert "werken niet meer" in text
    assert links.own_page(person) in text
    assert links.check_in_code(person) in mails_to("An").last().html
    assert client.get(old).status_code == 404


def test_who_waits_gets_no_code_for_the_door_with_a_new_link(chief, event):
    come(event, "An")
    waiting = come(event, "Bo")
    push(chief, "registration_renew_link", waiting.pk)
    assert "qr.png" not in mails_to("Bo").last().html


def test_an_editor_who_registers_a_known_address_mails_nobody(event, editor):
    come(event, "An")
    outcome = by_hand(event, "An", editor)
    assert outcome.result == Result.DUPLICATE
    assert mails_to("An").count() == 1


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.SCHEDULED])
def test_nobody_gets_a_seat_at_a_meeting_that_is_cancelled_or_over(chief, clock, event, state):
    come(event, "An")
    waiting = come(event, "Bo")
    if state == EventState.CANCELLED:
        set_ledger(event, state=state)
    else:
        clock.move_to(NOW + 11 * DAY, tick=False)
    with pytest.raises(NotPossible):
        promote_by_hand(registration=waiting, by=chief.user, override_reason="Spreker")
    page = push(chief, "registration_promote", waiting.pk, override_reason="Spreker").text
    assert "gaat niet door of is voorbij" in page
    assert state_of(waiting) == "waitlisted"
    assert mails_to("Bo").count() == 1


def test_nobody_is_let_in_at_a_meeting_that_is_cancelled(event, editor):
    person = come(event, "An")
    set_ledger(event, state=EventState.CANCELLED)
    with pytest.raises(NotPossible):
        check_in(registration=person, by=editor)
    assert state_of(person) == "confirmed"


def test_who_is_registered_after_the_meeting_is_not_told_to_come(chief, clock, event, editor):
    clock.move_to(NOW + 11 * DAY, tick=False)
    assert by_hand(event, "Cas", editor).result == Result.CONFIRMED
    assert not mails_to("Cas").exists()
    person = Registration.objects.get(name="Cas")
    with pytest.raises(NotPossible):
        send_again(registration=person, key="again", by=editor)
    page = push(chief, "registration_send_again", person.pk).text
    assert "gaat niet door of is voorbij" in page


def test_a_mail_about_a_postponed_meeting_says_so(event, editor):
    set_ledger(event, state=EventState.POSTPONED)
    by_hand(event, "Cas", editor)
    mail = mails_to("Cas").get()
    assert "(uitgesteld)" in mail.text
    assert "(uitgesteld)" in mail.html


def test_who_comes_back_after_the_seat_lapsed_gets_one_before_the_worker_came_by(event):
    first = come(event, "An", asks_proof=True)
    Registration.objects.filter(pk=first.pk).update(expires_at=timezone.now())
    applicant = Applicant(name="An", email="an@example.org")
    outcome = register(event=event, applicant=applicant, key="once more")
    assert outcome.result == Result.CONFIRMED
    assert state_of(first) == "cancelled"
    assert [mail.subject.partition(":")[0] for mail in mails_to("An")] == [
        "Bevestig uw inschrijving",
        "Uw inschrijving is geannuleerd",
        "U bent ingeschreven",
    ]
    assert EventLedger.objects.get(event=event).seats_taken == 1


def test_a_seat_that_lapsed_goes_to_who_waits_and_not_to_who_comes_back(event):
    first = come(event, "An", asks_proof=True)
    waiting = come(event, "Bo")
    Registration.objects.filter(pk=first.pk).update(expires_at=timezone.now())
    outcome = register(event=event, applicant=Applicant(name="An", email="an@example.org"), key="once more")
    assert outcome.result == Result.WAITLISTED
    assert state_of(waiting) == RegistrationState.CONFIRMED


def test_who_waits_for_a_seat_that_is_offered_is_not_told_that_all_are_taken(event):
    come(event, "An")
    come(event, "Bo")
    set_ledger(event, capacity=2)
    late = come(event, "Cas")
    assert state_of(late) == "waitlisted"
    assert "Alle plaatsen zijn bezet" not in mails_to("Cas").get().text
    assert "De plaatsen die vrijkomen, gaan naar wie al wacht." in mails_to("Cas").get().text
    full = open_event(start=NOW + 10 * DAY, capacity=0)
    come(full, "Dirk")
    assert "Alle plaatsen zijn bezet" in mails_to("Dirk").get().text


def test_more_seats_promote_only_as_many_as_the_editor_agreed_to(chief, event):
    come(event, "An")
    come(event, "Bo")
    address = reverse("event_capacity", args=[event.pk])
    assert "1 persoon" in chief.post(address, {"capacity": "3"}).text
    come(event, "Cas")
    # Looked at under the lock: between the question and the answer one more began to wait.
    with pytest.raises(NotAgreed):
        set_capacity(event=event, capacity=3, agreed=1, by=chief.user)
    assert EventLedger.objects.get(event=event).capacity == 1
    asked_again = chief.post(address, {"capacity": "3", "agreed": "1"})
    assert "2 mensen" in asked_again.text
    assert not Registration.objects.filter(name="Bo", state=RegistrationState.CONFIRMED).exists()
    chief.post(address, {"capacity": "3", "agreed": "2"})
    assert Registration.objects.filter(state=RegistrationState.CONFIRMED).count() == 3

"""What the worker does for participants by itself: each thing once, whatever happens in between."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from vobject import readOne

from cms.models import OutboxMail
from cms.work import worker
from events import emails, links
from events.models import EventLedger, EventPage, EventState, Registration, RegistrationState
from events.models.pages import in_words
from events.services import attendance, changing, registering, telling
from events.services.organising import set_event_state
from tests.events.coming import come, open_event, set_ledger
from tests.factories import UserFactory

BRUSSELS = ZoneInfo("Europe/Brussels")
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NOW = datetime.datetime(2027, 3, 1, 10, tzinfo=datetime.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine, settings, home):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    time_machine.move_to(NOW, tick=False)
    return time_machine


def local(*parts):
    return datetime.datetime(*parts, tzinfo=BRUSSELS)


def subjects(address="an@example.org"):
    """Of the mails after the first, which says how the registration began."""
    return [mail.subject.partition(":")[0] for mail in OutboxMail.objects.order_by("pk") if mail.to == [address]][1:]


def last():
    return OutboxMail.objects.first()


def publish(event, **changes):
    page = EventPage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def state(event, value, note=""):
    set_event_state(event=event, state=value, note=note, by=UserFactory())


def run_twice(job):
    job()
    return job()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"start": NOW + 40 * DAY, "end": None},
            "De dag of het uur is veranderd. Het was: woensdag 31 maart 2027, 12u–16u.",
        ),
        ({"venue": "Bibliotheek"}, "De plaats is veranderd."),
        ({"address": "Korte Steenstraat 3"}, "De plaats is veranderd."),
        ({"online_url": "https://meet.example.org/ander"}, "De link van de online bijeenkomst is veranderd."),
    ],
)
def test_participants_learn_a_change_once_with_a_new_entry(changes, words):
    event = open_event(start=NOW + 30 * DAY, end=NOW + 30 * DAY + 4 * HOUR, online_url="https://meet.example.org/x")
    person = come(event)
    publish(event, **changes)
    assert run_twice(telling.tell_changes) == 0
    assert subjects() == ["Gewijzigd"]
    assert words in last().text
    assert last().calendar_method == "REQUEST"
    entry = readOne(last().calendar).vevent
    assert entry.sequence.value == "1"
    assert entry.uid.value.startswith(str(person.public_id))


def test_a_change_of_words_is_not_mailed():
    event = open_event()
    come(event)
    publish(event, title="Andere titel", summary="Anders", audience="Iedereen")
    telling.tell_changes()
    assert subjects() == []


def test_a_draft_is_not_mailed():
    event = open_event()
    come(event)
    page = EventPage.objects.get()
    page.venue = "Bibliotheek"
    page.save_revision()
    telling.tell_changes()
    assert subjects() == []


def test_what_was_put_back_in_time_is_not_mailed():
    event = open_event(venue="Stadhuis")
    come(event)
    publish(event, venue="Bibliotheek")
    publish(event, venue="Stadhuis")
    telling.tell_changes()
    assert subjects() == []


def test_who_registers_after_the_change_knows_it_already():
    event = open_event(venue="Stadhuis")
    telling.tell_changes()
    publish(event, venue="Bibliotheek")
    come(event)
    telling.tell_changes()
    assert subjects() == []


def test_who_waits_learns_the_new_day_but_not_that_the_link_is_another():
    event = open_event(capacity=1, online_url="https://meet.example.org/x")
    come(event)
    come(event, "Bo Peeters")
    publish(event, online_url="https://meet.example.org/ander")
    telling.tell_changes()
    assert subjects("bo@example.org") == []
    publish(event, venue="Bibliotheek")
    telling.tell_changes()
    assert subjects("bo@example.org") == ["Gewijzigd"]
    assert last().calendar == ""
    assert subjects() == ["Gewijzigd", "Gewijzigd"]


def test_who_waits_reads_with_a_change_that_the_place_in_the_queue_stays():
    event = open_event(capacity=1)
    come(event)
    come(event, "Bo Peeters")
    publish(event, venue="Bibliotheek")
    telling.tell_changes()
    confirmed, waiting = OutboxMail.objects.order_by("pk")[2:]
    assert "U staat nog altijd op de wachtlijst." in waiting.text
    assert "Haal uzelf dan van de wachtlijst." in waiting.text
    assert "uw plaats" not in waiting.text
    assert "wachtlijst" not in confirmed.text


def test_who_must_confirm_reads_with_a_change_until_when_and_where():
    event = open_event()
    person = come(event, asks_proof=True, is_verified=False)
    publish(event, venue="Bibliotheek")
    telling.tell_changes()
    assert subjects() == ["Gewijzigd"]
    assert "Uw plaats is nog niet zeker" in last().text
    assert f"We houden ze vrij tot {in_words(person.expires_at)}." in last().text
    assert f"Mijn plaats bevestigen\n{links.own_page(person)}" in last().text
    assert "wachtlijst" not in last().text


def test_who_confirmed_too_late_reads_that_the_seat_is_gone_and_no_change(clock):
    event = open_event()
    person = come(event, asks_proof=True, is_verified=False)
    clock.move_to(person.expires_at, tick=False)
    publish(event, venue="Bibliotheek")
    telling.tell_changes()
    assert subjects() == []
    changing.expire_held_seats()
    telling.tell_changes()
    assert len(subjects()) == 1
    assert "niet op tijd" in last().text


def test_nobody_is_told_of_a_change_in_the_archive(clock):
    event = open_event(start=NOW + DAY, end=NOW + DAY + HOUR)
    come(event)
    clock.move_to(NOW + 5 * DAY, tick=False)
    publish(event, venue="Bibliotheek")
    telling.tell_changes()
    assert subjects() == []


def test_a_postponed_event_is_told_and_told_again_when_it_has_a_day():
    event = open_event()
    come(event)
    state(event, EventState.POSTPONED, "De zaal is dicht.")
    run_twice(telling.tell_changes)
    assert subjects() == ["Uitgesteld"]
    assert "De zaal is dicht." in last().text
    assert readOne(last().calendar).vevent.status.value == "TENTATIVE"
    publish(event, start=NOW + 60 * DAY, end=None)
    state(event, EventState.SCHEDULED)
    run_twice(telling.tell_changes)
    assert subjects() == ["Uitgesteld", "Gewijzigd"]
    assert "De bijeenkomst gaat door." in last().text
    assert readOne(last().calendar).vevent.status.value == "CONFIRMED"


def test_an_event_that_loses_its_day_leaves_the_calendar():
    event = open_event()
    come(event)
    publish(event, start=None, end=None)
    run_twice(telling.tell_changes)
    assert subjects() == ["Gewijzigd"]
    assert last().calendar_method == "CANCEL"


def test_cancelling_an_event_cancels_its_registrations_one_by_one():
    event = open_event(capacity=1)
    come(event)
    come(event, "Bo Peeters")
    state(event, EventState.CANCELLED, "De begeleider is ziek.")
    run_twice(telling.tell_changes)
    assert subjects() == subjects("bo@example.org") == ["Gaat niet door"]
    assert set(Registration.objects.values_list("state", "cancelled_because")) == {("cancelled", "event")}
    assert EventLedger.objects.get().seats_taken == 0
    by_method = {mail.to[0]: mail.calendar_method for mail in OutboxMail.objects.filter(subject__startswith="Gaat")}
    assert by_method == {"an@example.org": "CANCEL", "bo@example.org": ""}
    assert "De begeleider is ziek." in last().text


def test_public_calendars_get_a_higher_number_with_each_change():
    event = open_event()
    telling.tell_changes()
    publish(event, venue="Bibliotheek")
    run_twice(telling.tell_changes)
    assert EventLedger.objects.get().calendar_sequence == 1


def test_one_registration_that_fails_does_not_stop_the_others(monkeypatch):
    event = open_event()
    come(event)
    come(event, "Bo Peeters")
    publish(event, venue="Bibliotheek")
    send = emails.send_changed

    def fail_for_an(registration):
        if registration.name.startswith("An"):
            raise RuntimeError
        send(registration)

    monkeypatch.setattr(emails, "send_changed", fail_for_an)
    telling.tell_changes()
    assert (subjects(), subjects("bo@example.org")) == ([], ["Gewijzigd"])
    monkeypatch.setattr(emails, "send_changed", send)
    telling.tell_changes()
    assert (subjects(), subjects("bo@example.org")) == (["Gewijzigd"], ["Gewijzigd"])


def test_a_worker_that_is_stopped_halfway_goes_on_where_it_was(monkeypatch):
    event = open_event()
    for name in ["An Peeters", "Bo Peeters", "Cas Peeters"]:
        come(event, name)
    publish(event, venue="Bibliotheek")
    send = emails.send_changed

    def die_at_bo(registration):
        send(registration)
        if registration.name.startswith("Bo"):
            raise KeyboardInterrupt  # after the mail, before the end of the transaction

    monkeypatch.setattr(emails, "send_changed", die_at_bo)
    with pytest.raises(KeyboardInterrupt):
        telling.tell_changes()
    monkeypatch.setattr(emails, "send_changed", send)
    telling.tell_changes()
    for name in ["an", "bo", "cas"]:
        assert subjects(f"{name}@example.org") == ["Gewijzigd"]


@pytest.mark.parametrize(
    ("start", "reminder"),
    [
        (local(2027, 3, 29, 14), local(2027, 3, 27, 14)),  # summer time begins in between
        (local(2027, 3, 28, 3, 30), local(2027, 3, 26, 3, 30)),  # an hour after it began
        (local(2027, 11, 1, 9), local(2027, 10, 30, 9)),  # it ends in between
        (local(2027, 10, 31, 2, 30), local(2027, 10, 29, 2, 30)),  # an hour that the clock shows twice
    ],
)
def test_participants_are_reminded_once_two_days_before(clock, start, reminder):
    event = open_event(start=start, end=start + HOUR)
    come(event)
    clock.move_to(reminder - datetime.timedelta(minutes=1), tick=False)
    telling.remind()
    assert subjects() == []
    moment = reminder.astimezone(datetime.UTC)
    while moment < start.astimezone(datetime.UTC):
        clock.move_to(moment, tick=False)
        telling.remind()
        moment += HOUR / 2
    assert subjects() == ["Tot binnenkort"]


def test_who_registers_late_waits_or_cancelled_is_not_reminded(clock):
    event = open_event(capacity=2, start=NOW + 10 * DAY, end=None)
    come(event, "Weg Peeters")
    changing.cancel(registration=Registration.objects.get(), reason="self")
    clock.move_to(NOW + 8 * DAY + HOUR, tick=False)
    come(event)
    come(event, "Bo Peeters")
    come(event, "Cas Peeters")
    run_twice(telling.remind)
    assert not OutboxMail.objects.filter(subject__startswith="Tot binnenkort").exists()


@pytest.mark.parametrize("value", [EventState.POSTPONED, EventState.CANCELLED])
def test_nobody_is_reminded_of_what_does_not_go_ahead(clock, value):
    event = open_event(start=NOW + 10 * DAY, end=None)
    come(event)
    set_ledger(event, state=value)
    clock.move_to(NOW + 9 * DAY, tick=False)
    assert telling.remind() == 0


def test_a_new_day_is_reminded_of_again(clock):
    event = open_event(start=NOW + 10 * DAY, end=None)
    come(event)
    clock.move_to(NOW + 9 * DAY, tick=False)
    telling.remind()
    publish(event, start=NOW + 30 * DAY)
    telling.tell_changes()
    clock.move_to(NOW + 29 * DAY, tick=False)
    telling.remind()
    assert subjects() == ["Tot binnenkort", "Gewijzigd", "Tot binnenkort"]


def test_who_was_there_is_thanked_once_when_the_report_is_there(clock, monkeypatch):
    event = open_event(start=NOW + 10 * DAY, end=None)
    here = come(event)
    come(event, "Bo Peeters")
    clock.move_to(NOW + 10 * DAY, tick=False)
    attendance.check_in(registration=here, by=UserFactory())
    clock.move_to(NOW + 12 * DAY, tick=False)
    telling.thank()
    assert subjects() == []
    monkeypatch.setattr(EventPage, "has_report", True)
    run_twice(telling.thank)
    assert (subjects(), subjects("bo@example.org")) == (["Bedankt"], [])
    assert "wat eruit kwam" in last().text


def test_where_nobody_was_checked_in_all_who_had_a_seat_are_thanked(clock, monkeypatch):
    monkeypatch.setattr(EventPage, "has_report", True)
    event = open_event(capacity=1, start=NOW + 10 * DAY, end=None)
    come(event)
    come(event, "Bo Peeters")
    clock.move_to(NOW + 11 * DAY, tick=False)
    run_twice(telling.thank)
    assert (subjects(), subjects("bo@example.org")) == (["Bedankt"], [])


def test_held_seats_that_nobody_confirms_go_to_who_waits(clock):
    event = open_event(capacity=1)
    come(event, asks_proof=True)
    come(event, "Bo Peeters")
    clock.shift(registering.VERIFY_WITHIN)
    assert changing.expire_held_seats() == 1
    assert changing.expire_held_seats() == 0
    assert subjects() == ["Uw inschrijving is geannuleerd"]
    assert subjects("bo@example.org") == ["U hebt een plaats"]


def test_a_tick_moves_a_queue_that_stood_still():
    event = open_event(capacity=1)
    come(event)
    come(event, "Bo Peeters")
    EventLedger.objects.update(capacity=2)
    assert changing.fill_all_free_seats() == 1
    assert Registration.objects.get(name="Bo Peeters").state == RegistrationState.CONFIRMED


def test_a_mail_that_fails_at_one_event_does_not_hold_up_the_queue_of_another(monkeypatch):
    for event in [open_event(capacity=1), open_event(capacity=1)]:
        come(event)
        come(event, "Bo Peeters")
    EventLedger.objects.update(capacity=2)
    promote, failed = emails.send_promoted, []

    def fail_first(registration):
        if not failed:
            failed.append(registration)
            raise RuntimeError
        promote(registration)

    monkeypatch.setattr(emails, "send_promoted", fail_first)
    assert changing.fill_all_free_seats() == 1
    assert Registration.objects.filter(state=RegistrationState.CONFIRMED).count() == 3


def test_the_worker_knows_the_jobs():
    names = {
        "give back held seats",
        "fill free seats",
        "tell changes of events",
        "remind participants",
        "thank participants",
    }
    assert names <= worker._jobs.keys()

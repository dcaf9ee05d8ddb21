"""What is kept of participants, until when, and that nothing is left of them after it."""

import logging
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from cms.mail import outbox
from cms.models import OutboxMail
from events import emails, links
from events.models import (
    Answer,
    EventLedger,
    EventPage,
    Invitation,
    Reason,
    Registration,
    RegistrationAttempt,
    RegistrationLog,
    RegistrationNeeds,
    RegistrationState,
)
from events.services import retention
from events.services.attendance import check_in, undo_check_in
from events.services.changing import cancel
from events.services.consent import current_consent
from events.services.inviting import invite
from events.services.leftovers import leftovers
from events.services.organising import set_capacity
from events.services.registering import AnswerGiven, Applicant, register
from events.services.seats import NotPossible
from home import roles
from tests.events.coming import come, open_event
from tests.factories import MunicipalityFactory, UserFactory
from tests.trials import tries

#: Found nowhere else. One piece, so that analysis for search leaves it whole.
CANARY = "kwetter7391q"
DAY = timedelta(days=1)
NOW = datetime(2027, 3, 1, 10, tzinfo=UTC)
ENDS = NOW + 10 * DAY

pytestmark = pytest.mark.django_db


class RefusingServer(BaseEmailBackend):
    """Says no, and repeats the address, as mail servers do."""

    def send_messages(self, email_messages):
        raise OSError(f"550 <{email_messages[0].to[0]}>: no such mailbox")


@pytest.fixture(autouse=True)
def clock(time_machine, settings, home, tmp_path):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    settings.OUTBOX_TRANSPORT = "cms.mail.outbox.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    time_machine.move_to(NOW, tick=False)
    return time_machine


def event_of(**kwargs):
    return open_event(**{"start": ENDS - timedelta(hours=4), "end": ENDS, **kwargs})


def whole(word, event, **kwargs):
    """Somebody with something in every field."""
    answers = tuple(
        AnswerGiven(str(key), f"Vraag {word}", f"Antwoord {word}", is_sensitive)
        for key, is_sensitive in [
            ("00000000-0000-4000-8000-000000000001", False),
            ("0" * 8 + "-0000-4000-8000-" + "2" * 12, True),
        ]
    )
    applicant = Applicant(
        name=f"Naam {word}",
        email=f"{word}@example.org",
        organisation=f"Organisatie {word}",
        role=f"Rol {word}",
        municipality_id=MunicipalityFactory().pk,
        answers=answers,
        accessibility=f"Toegang {word}",
        diet=f"Eten {word}",
        consent=current_consent(),
    )
    kwargs = {"key": uuid.uuid4().hex, "network": f"netwerk {word}", **kwargs}
    registration = register(event=event, applicant=applicant, **kwargs).registration
    Registration.objects.filter(pk=registration.pk).update(verified_at=timezone.now())
    return Registration.objects.get(pk=registration.pk)


def tables_with(word):
    """Every table in which any column of any row holds the word, by asking the database."""
    found = set()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                cursor.execute(
                    f"SELECT COUNT(*) FROM {quote(table)} WHERE LOWER(CAST({quote(column.name)} AS TEXT)) LIKE %s",
                    [f"%{word}%"],
                )
                if cursor.fetchone()[0]:
                    found.add(table)
    return found


def files_with(word):
    folders = [Path(site_settings.MEDIA_ROOT), Path(site_settings.EMAIL_FILE_PATH)]
    files = [path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if word.encode() in path.read_bytes().lower() or word in path.name]


def beyond():
    return sum(one.beyond for one in leftovers())


def test_after_its_term_nothing_tells_who_came(clock, caplog, settings, django_capture_on_commit_callbacks):
    caplog.set_level(logging.INFO)
    editor = UserFactory()
    event = event_of(capacity=3)
    invited = [f"Naam {CANARY} <{CANARY}-{number}@example.org>" for number in [0, 2]]
    invite(event=event, addresses="\n".join(invited), by=editor)
    there = whole(f"{CANARY}-1", event)
    gone = whole(f"{CANARY}-2", event)
    whole(f"{CANARY}-3", event)
    whole(f"{CANARY}-4", event)  # waits
    whole(f"{CANARY}-4", event, key="again")  # is told that it is known
    whole(f"{CANARY}-5", event, by=editor, override_reason=f"Reden {CANARY}")
    cancel(registration=gone, reason=Reason.SELF)
    # An event that nobody comes to any more, and that is deleted: its rows go, its mails stand apart.
    called_off = event_of(title="Gaat niet door")
    invite(event=called_off, addresses=f"{CANARY}-6@example.org", by=editor)
    cancel(registration=whole(f"{CANARY}-7", called_off), reason=Reason.SELF)
    emails.send_not_invited(event, f"{CANARY}-8@example.org")
    emails.send_links(f"{CANARY}-9@example.org", [there])
    outbox.deliver_due()
    called_off.delete()
    settings.OUTBOX_TRANSPORT = f"{__name__}.RefusingServer"
    emails.send_message(there, subject=f"Onderwerp {CANARY}", text=f"Bericht {CANARY}")
    outbox.deliver_due()
    check_in(registration=there, by=editor)
    emails.send_links(there.email, [there])
    OutboxMail.objects.filter(sent_at=None).update(failed_at=timezone.now())

    holders = {"registration", "answer", "registrationneeds", "invitation"}
    assert tables_with(CANARY) == {*(f"events_{name}" for name in holders), "cms_outboxmail"}
    assert files_with(CANARY)
    assert OutboxMail.objects.filter(last_error__contains=CANARY).exists()

    states = sorted(Registration.objects.values_list("state", "state_at", "created_at", "checked_in_at"))
    seats = EventLedger.objects.values_list("seats_taken", "overbooked").get(event=event)
    clock.move_to(NOW + 30 * DAY, tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        retention.erase_due()
    assert beyond() == 0
    for number in [2, 6, 7, 8, 9]:
        assert (tables_with(f"{CANARY}-{number}"), files_with(f"{CANARY}-{number}")) == (set(), [])
    clock.move_to(ENDS + 90 * DAY + timedelta(minutes=1), tick=False)
    assert beyond() > 0
    with django_capture_on_commit_callbacks(execute=True):
        retention.erase_due()

    assert tables_with(CANARY) == set()
    assert files_with(CANARY) == []
    assert CANARY not in caplog.text
    assert not Page.objects.search(CANARY).count()
    assert not EventPage.objects.search(CANARY).count()
    assert beyond() == 0
    assert not Answer.objects.exists()
    assert not RegistrationNeeds.objects.exists()
    assert Registration.objects.filter(municipality=None, consent=None).count() == 5
    # What tells of nobody stays.
    assert states == sorted(Registration.objects.values_list("state", "state_at", "created_at", "checked_in_at"))
    assert seats == EventLedger.objects.values_list("seats_taken", "overbooked").get(event=event)
    assert retention.erase_due() == 0


def test_what_is_sensitive_goes_after_two_weeks_the_rest_after_ninety_days(clock):
    person = whole("an", event_of())
    clock.move_to(ENDS + 14 * DAY - timedelta(minutes=1), tick=False)
    retention.erase_due()
    assert person.answers.count() == 2
    clock.move_to(ENDS + 14 * DAY, tick=False)
    assert beyond() == 2
    retention.erase_due()
    assert beyond() == 0
    assert [answer.is_sensitive for answer in person.answers.all()] == [False]
    assert not RegistrationNeeds.objects.exists()
    clock.move_to(ENDS + 90 * DAY - timedelta(minutes=1), tick=False)
    assert retention.erase_due() == 0
    person.refresh_from_db()
    assert (person.name, person.email, person.is_anonymous) == ("Naam an", "an@example.org", False)
    clock.move_to(ENDS + 90 * DAY, tick=False)
    assert retention.erase_due() == 1
    person.refresh_from_db()
    assert (person.name, person.email, person.email_key, person.is_anonymous) == ("", "", "", True)


def test_who_cancels_is_erased_thirty_days_later(clock):
    event = event_of(start=NOW + 200 * DAY, end=None)
    person, other = whole("an", event), whole("bo", event)
    cancel(registration=person, reason=Reason.SELF)
    clock.shift(30 * DAY - timedelta(minutes=1))
    assert retention.erase_due() == 0
    clock.shift(timedelta(minutes=1))
    assert retention.erase_due() == 1
    assert Registration.objects.get(pk=person.pk).name == ""
    assert Registration.objects.get(pk=other.pk).answers.count() == 2
    assert not OutboxMail.objects.filter(to=["an@example.org"]).exists()


def test_without_a_day_the_last_change_counts_and_the_month_that_comes(clock):
    soon = whole("an", event_of(start=None, end=None))
    later = whole("bo", event_of(start=None, end=None, expected_month=date(2027, 9, 1)))
    clock.shift(90 * DAY)
    assert retention.erase_due() == 1
    soon.refresh_from_db()
    later.refresh_from_db()
    # Nobody can tell this person anything any more: the seat is free.
    assert (soon.state, soon.cancelled_because, soon.is_anonymous) == ("cancelled", Reason.ERASED, True)
    assert (later.state, later.is_anonymous) == ("confirmed", False)
    clock.move_to(datetime(2027, 10, 1, tzinfo=UTC) + 91 * DAY, tick=False)
    assert retention.erase_due() == 1


def test_an_event_that_moves_takes_its_term_along(clock):
    event = event_of()
    person = whole("an", event)
    page = EventPage.objects.get(pk=event.pk)
    page.start, page.end = ENDS + 100 * DAY, ENDS + 101 * DAY
    page.save_revision().publish()
    clock.move_to(ENDS + 95 * DAY, tick=False)
    assert retention.erase_due() == 0
    assert person.answers.count() == 2


def test_on_request_somebody_is_erased_at_once_and_the_next_gets_the_seat(clock, client):
    event = event_of(capacity=1)
    person, waiting = whole("an", event), whole("bo", event)
    own_page = links.own_page(person)
    editor = UserFactory()
    invite(event=event, addresses="an@example.org", by=editor)
    for _twice in range(2):
        retention.erase(registration=person, by=editor)
    assert tables_with("an@example.org") == set()
    # Nor does a digest stay by which a guess at the form could be tried.
    assert list(RegistrationAttempt.objects.values_list("key", flat=True)) == [waiting.key]
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.CONFIRMED
    assert EventLedger.objects.get(event=event).seats_taken == 1
    entries = RegistrationLog.objects.filter(registration=person.public_id, reason=Reason.ERASED)
    assert [(entry.to_state, entry.by) for entry in entries] == [("cancelled", editor)]
    assert client.get(own_page.removeprefix(site_settings.BASE_URL)).status_code in {404, 410}


def test_who_was_there_stays_counted_when_erased_on_request(clock):
    person = whole("an", event_of())
    check_in(registration=person, by=UserFactory())
    clock.move_to(ENDS + DAY, tick=False)
    erased = retention.erase(registration=person, by=UserFactory())
    assert (erased.state, erased.name, erased.checked_in_at) == ("attended", "", NOW)
    assert EventLedger.objects.get(event_id=person.event_id).seats_taken == 1


def test_nobody_is_expected_again_who_was_erased(clock):
    """A button on a screen that was opened before."""
    person = whole("an", event_of())
    check_in(registration=person, by=UserFactory())
    retention.erase(registration=person, by=UserFactory())
    with pytest.raises(NotPossible):
        undo_check_in(registration=person, by=UserFactory())
    person.refresh_from_db()
    assert (person.state, person.checked_in_at) == ("attended", NOW)


def test_mails_about_another_event_stay_until_that_one_is_over(clock):
    first, second = event_of(title="Eerste"), event_of(title="Tweede", start=NOW + 80 * DAY, end=NOW + 81 * DAY)
    come(first)
    clock.shift(DAY)
    come(second)
    OutboxMail.objects.update(sent_at=timezone.now() + 60 * DAY)
    clock.move_to(ENDS + 90 * DAY, tick=False)
    retention.erase_due()
    assert [mail.subject.partition(": ")[2] for mail in OutboxMail.objects.all()] == ["Tweede"]
    clock.move_to(NOW + 171 * DAY, tick=False)
    retention.erase_due()
    assert not OutboxMail.objects.exists()


def test_a_mail_that_waits_for_the_server_is_not_lost_with_another_event(clock):
    come(event_of(title="Eerste"))
    clock.move_to(ENDS + 90 * DAY, tick=False)
    emails.send_not_invited(event_of(title="Tweede", start=None, end=None), "an@example.org")
    retention.erase_due()
    assert [(mail.subject.partition(": ")[2], mail.sent_at) for mail in OutboxMail.objects.all()] == [("Tweede", None)]


def test_invitations_go_with_the_event_and_revoked_ones_after_a_month(clock):
    event, editor = event_of(), UserFactory()
    invite(event=event, addresses="an@example.org, bo@example.org", by=editor)
    Invitation.objects.filter(email="bo@example.org").update(revoked_at=timezone.now())
    OutboxMail.objects.update(sent_at=timezone.now())
    clock.shift(30 * DAY)
    retention.erase_due()
    assert [invitation.email for invitation in Invitation.objects.all()] == ["an@example.org"]
    assert [mail.to for mail in OutboxMail.objects.all()] == [["an@example.org"]]
    clock.move_to(ENDS + 90 * DAY, tick=False)
    assert beyond() == 2  # the invitation and its mail
    retention.erase_due()
    assert not Invitation.objects.exists()
    assert not OutboxMail.objects.exists()


def test_the_invitation_of_who_cancelled_goes_with_the_registration(clock):
    event, editor = event_of(start=NOW + 200 * DAY, end=None), UserFactory()
    people = ["an@example.org", "bo@example.org", "cas@example.org", "dee@example.org"]
    invite(event=event, addresses="\n".join(people), by=editor)
    OutboxMail.objects.update(sent_at=timezone.now())
    for word in ["an", "cas"]:
        cancel(registration=whole(word, event), reason=Reason.SELF)
    whole("bo", event)
    clock.shift(20 * DAY)
    whole("cas", event)  # comes after all
    cancel(registration=whole("dee", event), reason=Reason.SELF)
    OutboxMail.objects.update(sent_at=timezone.now())
    clock.shift(10 * DAY)
    beyond_by_kind = {str(one.what): one.beyond for one in leftovers()}
    assert beyond_by_kind["Uitnodigingen"] == 1
    retention.erase_due()
    assert tables_with("an@example.org") == set()
    assert [invitation.email for invitation in Invitation.objects.all()] == people[1:]
    assert beyond() == 0


def test_the_invitation_of_who_cancelled_is_not_left_behind_when_the_job_stops_halfway(clock, monkeypatch):
    """Once the registration is erased, nothing tells any more that the invitation was of somebody who cancelled."""
    event = event_of(start=NOW + 200 * DAY, end=None)
    invite(event=event, addresses="an@example.org", by=UserFactory())
    cancel(registration=whole("an", event), reason=Reason.SELF)
    OutboxMail.objects.update(sent_at=timezone.now())
    clock.shift(30 * DAY)
    with monkeypatch.context() as killed:
        killed.setattr(retention, "due_invitations", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            retention.erase_due()
    assert beyond() > 0
    retention.erase_due()
    assert tables_with("an@example.org") == set()


def test_nobody_on_a_waiting_list_is_forgotten_into_a_seat(clock):
    event = event_of(capacity=1)
    whole("an", event), whole("bo", event)
    clock.move_to(ENDS + 90 * DAY, tick=False)
    retention.erase_due()
    page = EventPage.objects.get(pk=event.pk)
    page.start, page.end = timezone.now() + DAY, timezone.now() + 2 * DAY
    page.save_revision().publish()
    assert set_capacity(event=page, capacity=9) == 0
    assert come(page, "Cas").state == RegistrationState.CONFIRMED


def test_one_that_cannot_be_erased_is_left_whole_and_does_not_keep_the_others(clock, monkeypatch):
    event = event_of()
    stuck, other = whole("an", event), whole("bo", event)
    forget = retention._forget_mails

    def break_down(email, key, **kwargs):
        if email == "an@example.org":
            raise RuntimeError("stopped halfway")
        forget(email, key, **kwargs)

    clock.move_to(ENDS + 90 * DAY, tick=False)
    with monkeypatch.context() as patch:
        patch.setattr(retention, "_forget_mails", break_down)
        assert retention.erase_due() == 1
    stuck.refresh_from_db()
    other.refresh_from_db()
    assert (stuck.name, stuck.answers.count(), other.name) == ("Naam an", 1, "")
    assert beyond() > 0
    assert retention.erase_due() == 1
    assert beyond() == 0


def test_digests_of_forms_go_after_a_month(clock):
    come(event_of(start=NOW + 200 * DAY, end=None))
    clock.shift(30 * DAY)
    retention.erase_due()
    assert not RegistrationAttempt.objects.exists()


days = st.integers(-120, 120)


@tries(20)
@given(
    people=st.lists(st.tuples(st.none() | days, st.none() | days), min_size=1, max_size=4), today=st.integers(0, 120)
)
def test_whatever_the_days_are_nobody_goes_too_early_or_stays_too_long(clock, people, today):
    """``people``: for each, in days from now, when the event ends and when they cancelled; None for never."""
    Registration.objects.all().delete()
    clock.move_to(NOW + today * DAY, tick=False)
    expected = {}
    for number, (ends, cancelled) in enumerate(people):
        moments = {} if ends is None else {"start": NOW + (ends - 1) * DAY, "end": NOW + ends * DAY}
        event = event_of(**{"start": None, "end": None, **moments})
        person = Registration.objects.create(
            event=event,
            name=f"p{number}",
            key=f"{event.pk}",
            state="confirmed" if cancelled is None else "cancelled",
            state_at=NOW + (0 if cancelled is None else cancelled) * DAY,
        )
        EventLedger.objects.filter(event=event).update(seats_taken=int(cancelled is None))
        over = 0 if ends is None and cancelled is None else cancelled if ends is None else ends
        gone = today >= over + 90 or (cancelled is not None and today >= cancelled + 30)
        expected[person.pk] = "" if gone else f"p{number}"
    retention.erase_due()
    assert dict(Registration.objects.values_list("pk", "name")) == expected
    assert beyond() == 0


def test_editors_see_whether_anything_is_kept_too_long(clock, log_in_as):
    whole("an", event_of())
    client = log_in_as(roles.AGENDA_MANAGER)
    clock.move_to(ENDS + 91 * DAY, tick=False)
    client.force_login(client.user, backend="django.contrib.auth.backends.ModelBackend")
    assert "langer dan de termijn" in client.get(reverse("events_leftovers")).content.decode()
    retention.erase_due()
    assert "Geen enkel persoonsgegeven" in client.get(reverse("events_leftovers")).content.decode()
    client = log_in_as(roles.EDITOR)
    assert client.get(reverse("events_leftovers")).status_code == 302


def test_editors_erase_one_participant_with_a_button(clock, log_in_as):
    person = whole("an", event_of())
    client = log_in_as(roles.AGENDA_MANAGER)
    address = reverse("registration_erase", args=[person.pk])
    assert "Naam an" in client.get(address).content.decode()
    client.post(address)
    person.refresh_from_db()
    assert (person.name, person.state) == ("", "cancelled")

"""The screen *Participants* and the buttons on it: who may, what they do, and what a second click does."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.models import OutboxMail
from events.models import (
    Access,
    ConsentText,
    EventLedger,
    EventQuestion,
    EventState,
    Registration,
    RegistrationLog,
    RegistrationState,
    Source,
)
from events.services.attendance import check_in
from events.services.registering import AnswerGiven, Applicant, register
from home import roles
from tests.factories import EventPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.django_db

SCREENS = [
    "event_participants",
    "event_register_by_hand",
    "event_write",
    "event_attendance_list",
    "event_export",
    "event_invitations",
    "event_duplicate",
]
ACTIONS = [
    "registration_promote",
    "registration_move",
    "registration_send_again",
    "registration_renew_link",
    "registration_no_show",
    "registration_cancel_by_editor",
]


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "cms.outbox.OutboxBackend"


@pytest.fixture
def event(home):
    event = grow(EventPageFactory, title="Labodag")
    EventLedger.objects.filter(event=event).update(access=Access.OPEN, capacity=2)
    event.refresh_from_db()
    return event


@pytest.fixture
def chief(event, log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


@pytest.fixture
def come(event):
    def come(name, at=None, **kwargs):
        applicant = Applicant(name=name, email=f"{name}@example.org", **kwargs.pop("applicant", {}))
        return register(event=at or event, applicant=applicant, key=name, is_proven=True, **kwargs).registration

    return come


@pytest.fixture
def full(come):
    """Two have a seat, one waits."""
    return [come(name) for name in ["an", "bo", "cas"]]


def text(response):
    return response.content.decode()


def open_screen(client, name, pk):
    return text(client.get(reverse(name, args=[pk])))


def push(client, button, pk, **data):
    """Opens the form, as a person does, and sends it with the hidden fields that it carries."""
    url = reverse(button, args=[pk])
    form = client.get(url).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    hidden = {key: value() if callable(value) else value for key, value in hidden.items()}
    return client.post(url, {**hidden, **data}, follow=True)


def state_of(registration):
    registration.refresh_from_db()
    return registration.state


# Who may


@pytest.mark.parametrize("name", SCREENS)
def test_only_who_may_publish_the_event_sees_who_comes(client, log_in_as, chief, event, full, name):
    url = reverse(name, args=[event.pk])
    assert client.get(url)["Location"].startswith("/beheer/login/")
    editor = log_in_as(roles.EDITOR)
    assert editor.get(url)["Location"] == "/beheer/"
    assert editor.post(url)["Location"] == "/beheer/"
    response = chief.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ACTIONS)
def test_only_who_may_publish_the_event_acts_on_participants(client, log_in_as, event, full, name):
    waiting = full[2] if name == "registration_promote" else full[0]
    url = reverse(name, args=[waiting.pk])
    before = list(Registration.objects.values())
    assert client.post(url)["Location"].startswith("/beheer/login/")
    assert log_in_as(roles.EDITOR).post(url)["Location"] == "/beheer/"
    assert list(Registration.objects.values()) == before


@pytest.mark.parametrize("name", ["event_access", "event_capacity"])
def test_only_who_may_publish_the_event_opens_it(log_in_as, chief, event, name):
    url = reverse(name, args=[event.pk])
    assert log_in_as(roles.EDITOR).post(url, {"access": "nobody", "capacity": 9})["Location"] == "/beheer/"
    assert chief.get(url).status_code == 405
    ledger = EventLedger.objects.get()
    assert (ledger.access, ledger.capacity) == (Access.OPEN, 2)


def test_managers_of_the_agenda_see_the_menu_and_editors_do_not(log_in_as, chief, event):
    menu = reverse("events_registration_modeladmin_index")
    assert menu in text(chief.get("/beheer/"))
    assert menu not in text(log_in_as(roles.EDITOR).get("/beheer/"))


@pytest.mark.parametrize("name", [*SCREENS, *ACTIONS])
def test_looking_changes_nothing(chief, event, full, name):
    pk = event.pk if name in SCREENS else full[2].pk
    url = reverse(name, args=[pk])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for method in [chief.get, chief.head, chief.options]:
            method(url)
    writing = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not [sql for sql in writing if "events_" in sql or "outbox" in sql]


@pytest.mark.parametrize("name", ACTIONS)
def test_a_button_needs_the_token_of_the_form(chief, full, name):
    chief.handler.enforce_csrf_checks = True
    assert chief.post(reverse(name, args=[full[0].pk])).status_code == 403


# The screen


def test_the_screen_is_one_click_away_from_the_page(chief, event):
    url = reverse("event_participants", args=[event.pk])
    html = open_screen(chief, "wagtailadmin_pages:edit", event.pk)
    assert html.count(url) >= 2
    assert url in text(chief.get(reverse("agenda:index")))


def test_the_screen_says_how_it_stands_and_why_the_queue_waits(chief, event, full):
    html = open_screen(chief, "event_participants", event.pk)
    assert "2 van 2 bezet" in html
    assert "Er is geen plaats vrij." in html
    assert html.index("an@example.org") < html.index("bo@example.org") < html.index("cas@example.org")
    waiting = text(chief.get(reverse("event_participants", args=[event.pk]), {"toestand": "waitlisted"}))
    assert "cas@example.org" in waiting
    assert "bo@example.org" not in waiting


def test_the_screen_asks_the_same_number_of_queries_for_more_participants(chief, event, come, full):
    def count():
        with CaptureQueriesContext(connection) as queries:
            open_screen(chief, "event_participants", event.pk)
        return len(queries)

    count()
    before = count()
    for number in range(5):
        come(f"nog-{number}")
    assert count() == before


def test_who_may_register_is_set_here(chief, event):
    url = reverse("event_access", args=[event.pk])
    data = {"access": "invited", "opens_at": "2026-01-05 09:00", "closes_at": "", "offer_hours": "48"}
    assert chief.post(url, data)["Location"] == reverse("event_participants", args=[event.pk])
    ledger = EventLedger.objects.get()
    assert (ledger.access, ledger.offer_hours, ledger.capacity) == (Access.INVITED, 48, 2)
    assert timezone.localtime(ledger.opens_at).hour == 9
    assert PageLogEntry.objects.filter(action="events.set_access", user=chief.user).exists()


def test_a_window_that_closes_before_it_opens_is_refused_on_the_screen(chief, event):
    url = reverse("event_access", args=[event.pk])
    data = {"access": "open", "opens_at": "2026-02-05 09:00", "closes_at": "2026-01-05 09:00"}
    html = text(chief.post(url, data))
    assert "De inschrijving moet sluiten nadat ze opent." in html
    assert "Wie komt" in html
    assert EventLedger.objects.get().opens_at is None


def test_more_seats_ask_first_and_promote_then(chief, event, full):
    url = reverse("event_capacity", args=[event.pk])
    html = text(chief.post(url, {"capacity": "5"}))
    assert "Hiermee krijgt 1 persoon op de wachtlijst een plaats." in html
    assert EventLedger.objects.get().capacity == 2
    html = text(chief.post(url, {"capacity": "5", "agreed": "1"}, follow=True))
    assert "1 persoon kreeg een plaats" in html
    assert state_of(full[2]) == RegistrationState.CONFIRMED
    assert PageLogEntry.objects.get(action="events.set_capacity").data == {"capacity": 5, "promoted": 1}


def test_an_answer_about_another_number_is_asked_again(chief, event, come, full):
    come("dirk")
    html = text(chief.post(reverse("event_capacity", args=[event.pk]), {"capacity": "5", "agreed": "1"}))
    assert "Hiermee krijgen 2 mensen op de wachtlijst een plaats." in html
    assert EventLedger.objects.get().capacity == 2


def test_fewer_seats_drop_nobody_and_say_so(chief, event, full):
    html = text(chief.post(reverse("event_capacity", args=[event.pk]), {"capacity": "1"}, follow=True))
    assert "1 persoon heeft een plaats boven de grens" in html
    assert [state_of(one) for one in full] == ["confirmed", "confirmed", "waitlisted"]


# Buttons for one participant


def test_cancelling_promotes_who_waits_and_a_second_click_does_nothing(chief, full):
    for _click in range(2):
        push(chief, "registration_cancel_by_editor", full[0].pk)
    assert [state_of(one) for one in full] == ["cancelled", "confirmed", "confirmed"]
    assert OutboxMail.objects.filter(to=["an@example.org"]).count() == 2  # confirmed, cancelled
    assert RegistrationLog.objects.filter(to_state="cancelled", by=chief.user, reason="editor").count() == 1


def test_a_seat_beyond_the_limit_needs_a_reason(chief, event, full):
    url = reverse("registration_promote", args=[full[2].pk])
    assert "Er is geen plaats vrij: deze komt boven de grens." in text(chief.get(url))
    response = chief.post(url, {"override_reason": ""})
    assert response.context["form"].errors["override_reason"]
    assert state_of(full[2]) == RegistrationState.WAITLISTED
    html = text(chief.post(url, {"override_reason": "spreker"}, follow=True))
    assert "cas heeft een plaats." in html
    assert "spreker" in html
    ledger = EventLedger.objects.get()
    assert (ledger.seats_taken, ledger.capacity, ledger.overbooked) == (3, 2, 1)
    again = text(chief.post(url, {"override_reason": "spreker"}, follow=True))
    assert "Dit kan niet meer: cas is nu “bevestigd”." in again
    assert EventLedger.objects.get().seats_taken == 3


def test_the_mail_is_sent_again_once_for_each_time_the_screen_is_opened(chief, full):
    url = reverse("registration_send_again", args=[full[0].pk])
    key = str(chief.get(url).context["form"]["key"].value())
    for _click in range(2):
        chief.post(url, {"key": key})
    assert OutboxMail.objects.filter(to=["an@example.org"]).count() == 2
    push(chief, "registration_send_again", full[0].pk)
    assert OutboxMail.objects.filter(to=["an@example.org"]).count() == 3


def test_a_new_link_revokes_the_old_one_and_a_double_click_makes_one(chief, full):
    url = reverse("registration_renew_link", args=[full[0].pk])
    key = str(chief.get(url).context["form"]["key"].value())
    old = full[0].link_key
    chief.post(url, {"key": key})
    full[0].refresh_from_db()
    new = full[0].link_key
    assert new != old
    html = text(chief.post(url, {"key": key}, follow=True))
    assert "Dit was al gebeurd." in html
    full[0].refresh_from_db()
    assert full[0].link_key == new


def test_who_did_not_come_is_noted(chief, event, full):
    check_in(registration=full[0], by=chief.user)
    for one in full[:2]:
        push(chief, "registration_no_show", one.pk)
        push(chief, "registration_no_show", one.pk)
        assert state_of(one) == RegistrationState.NO_SHOW
    assert EventLedger.objects.get().seats_taken == 2
    assert "Dit kan niet meer" in text(push(chief, "registration_no_show", full[2].pk))


def test_somebody_is_registered_by_hand_also_when_it_is_closed(chief, event):
    EventLedger.objects.update(access=Access.NOBODY)
    url = reverse("event_register_by_hand", args=[event.pk])
    key = str(chief.get(url).context["form"]["key"].value())
    data = {"key": key, "name": "Ann Ampe", "email": "ann@example.org"}
    for _click in range(2):
        html = text(chief.post(url, data, follow=True))
        assert "Ann Ampe" in html
    one = Registration.objects.get()
    assert (one.state, one.source) == (RegistrationState.CONFIRMED, Source.EDITOR)
    assert OutboxMail.objects.count() == 1
    html = text(chief.post(url, {**data, "name": "Bob", "email": "bob@example.org"}, follow=True))
    assert "Dit formulier is al eerder verstuurd met andere gegevens." in html
    assert Registration.objects.count() == 1


def test_by_hand_a_full_event_queues_unless_there_is_a_reason(chief, event, full):
    html = text(push(chief, "event_register_by_hand", event.pk, name="Dee", email="dee@example.org"))
    assert "Dee staat op de wachtlijst" in html
    push(chief, "event_register_by_hand", event.pk, name="Eva", email="eva@example.org", override_reason="minister")
    eva = Registration.objects.get(name="Eva")
    assert (eva.state, eva.override_reason) == (RegistrationState.CONFIRMED, "minister")
    assert "al eerder ingeschreven" in text(
        push(chief, "event_register_by_hand", event.pk, name="An", email="AN@example.org")
    )


# Moving


@pytest.fixture
def other(event):
    other = EventPageFactory(parent=event.get_parent(), title="Tweede Labodag")
    EventLedger.objects.filter(event=other).update(capacity=1)
    return other


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


def test_nobody_loses_a_seat_for_a_queue(chief, other, come):
    come("zed", at=other, by=chief.user)
    an = come("an")
    html = text(push(chief, "registration_move", an.pk, event=other.pk))
    assert "an staat daar op de wachtlijst en houdt de plaats hier" in html
    assert state_of(an) == RegistrationState.CONFIRMED
    assert Registration.objects.get(event=other, name="an").state == RegistrationState.WAITLISTED


def test_a_move_that_was_broken_off_halfway_is_finished_by_moving_again(chief, event, other, come, monkeypatch):
    from events.services import moving

    an = come("an")
    with monkeypatch.context() as killed:
        killed.setattr(moving, "cancel", lambda **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            moving.move_to_event(registration=an, event=other, by=chief.user)
    assert state_of(an) == RegistrationState.CONFIRMED
    assert Registration.objects.filter(event=other, state=RegistrationState.CONFIRMED).count() == 1
    push(chief, "registration_move", an.pk, event=other.pk)
    assert state_of(an) == RegistrationState.CANCELLED
    assert Registration.objects.filter(event=other).count() == 1


def test_who_left_the_other_event_again_is_not_cancelled_here(chief, event, other, come, monkeypatch):
    from events.services import changing, moving
    from events.services.transitions import NotPossible

    an = come("an")
    with monkeypatch.context() as killed:
        killed.setattr(moving, "cancel", lambda **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            moving.move_to_event(registration=an, event=other, by=chief.user)
    changing.cancel(registration=Registration.objects.get(event=other), reason="self")
    with pytest.raises(NotPossible):
        moving.move_to_event(registration=an, event=other, by=chief.user)
    assert state_of(an) == RegistrationState.CONFIRMED


def test_people_only_move_to_events_that_one_may_manage_and_that_come(chief, event, other, come):
    EventLedger.objects.filter(event=other).update(state=EventState.CANCELLED)
    an = come("an")
    url = reverse("registration_move", args=[an.pk])
    assert chief.post(url, {"event": other.pk}).context["form"].errors["event"]
    assert chief.post(url, {"event": event.pk}).context["form"].errors["event"]


# Mail to all


def test_a_mail_to_participants_is_shown_first_and_sent_once(chief, event, full):
    url = reverse("event_write", args=[event.pk])
    key = str(chief.get(url).context["form"]["key"].value())
    mail = {
        "key": key,
        "states": ["confirmed"],
        "subject": "Zaal {{ event }}",
        "text": "{% now 'Y' %} <b>&</b>\n\nTot dan",
    }
    OutboxMail.objects.all().delete()
    html = text(chief.post(url, {**mail, "look": "1"}))
    assert "Deze mail gaat naar 2 mensen" in html
    assert not OutboxMail.objects.exists()
    for _click in range(2):
        html = text(chief.post(url, {**mail, "send": "1"}, follow=True))
    assert "wordt geen tweede keer verstuurd" in html
    mails = OutboxMail.objects.order_by("pk")
    assert [mail.to for mail in mails] == [["an@example.org"], ["bo@example.org"]]
    assert mails[0].subject == "Zaal {{ event }}"
    assert "{% now 'Y' %} <b>&</b>" in mails[0].text
    assert "&lt;b&gt;" in mails[0].html
    assert "Dag an" in mails[0].text
    entry = PageLogEntry.objects.get(action="events.write")
    assert entry.data == {"count": 2, "states": ["confirmed"]}


def test_a_mail_to_nobody_has_no_button_to_send(chief, event):
    url = reverse("event_write", args=[event.pk])
    form = chief.get(url).context["form"]
    mail = {"key": form["key"].value(), "states": ["attended"], "subject": "x", "text": "y", "look": "1"}
    html = text(chief.post(url, mail))
    assert "gaat naar 0 mensen" in html
    assert 'name="send"' not in html


# Deleting, dashboard, lists


def test_an_event_to_which_people_come_is_not_deleted(chief, event, full):
    for url in [
        reverse("wagtailadmin_pages:delete", args=[event.pk]),
        reverse("wagtailadmin_pages:delete", args=[event.get_parent().pk]),
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={event.pk}",
    ]:
        html = text(chief.post(url, follow=True))
        assert "“Labodag” heeft inschrijvingen en wordt niet verwijderd." in html
        assert EventLedger.objects.filter(event=event).exists()
    Registration.objects.update(anonymised_at=timezone.now())
    chief.post(reverse("wagtailadmin_pages:delete", args=[event.pk]))
    assert not EventLedger.objects.exists()


def test_unpublishing_keeps_who_comes(chief, event, full):
    chief.post(reverse("wagtailadmin_pages:unpublish", args=[event.pk]))
    event.refresh_from_db()
    assert not event.live
    assert Registration.objects.filter(event=event).count() == 3


def test_the_dashboard_shows_the_next_events_in_few_queries(chief, log_in_as, event, other, full):
    OutboxMail.objects.filter(to=["an@example.org"]).update(last_error="550 unknown")
    html = text(chief.get("/beheer/"))
    assert "Labodag" in html
    assert "2 van 2" in html
    assert "1 mail vertrok niet" in html
    assert "Volgende bijeenkomsten met inschrijving" not in text(log_in_as(roles.EDITOR).get("/beheer/"))


def test_the_list_of_registrations_filters_searches_and_shows_one_with_its_log(chief, event, other, full, come):
    come("zed", at=other, by=chief.user)
    url = reverse("events_registration_modeladmin_index")
    assert "zed" not in text(chief.get(url, {"event": event.pk}))
    html = text(chief.get(url, {"state": "waitlisted"}))
    assert "cas@example.org" in html
    assert "bo@example.org" not in html
    assert "bo@example.org" in text(chief.get(url, {"q": "bo@"}))
    one = text(chief.get(reverse("events_registration_modeladmin_inspect", args=[full[2].pk])))
    assert "op de wachtlijst" in one
    assert "door de deelnemer" in one
    assert reverse("registration_promote", args=[full[2].pk]) in one


def test_registrations_of_others_are_not_listed_or_inspected(log_in_as, event, full):
    editor = log_in_as(roles.EDITOR)
    for url in [
        reverse("events_registration_modeladmin_index"),
        reverse("events_registration_modeladmin_inspect", args=[full[0].pk]),
        reverse("events_consenttext_modeladmin_index"),
        reverse("events_add_consent_text"),
        reverse("events_troubled_mails"),
    ]:
        assert editor.get(url)["Location"] == "/beheer/"


@pytest.mark.parametrize("action", ["create", "edit", "delete"])
def test_nothing_is_added_changed_or_deleted_past_the_services(chief, full, action):
    args = [] if action == "create" else [full[0].pk]
    url = reverse(f"events_registration_modeladmin_{action}", args=args)
    assert chief.get(url)["Location"] == "/beheer/"
    assert chief.post(url, {"name": "x"})["Location"] == "/beheer/"
    assert Registration.objects.count() == 3


def test_the_list_has_no_export_of_its_own(chief, full):
    response = chief.get(reverse("events_registration_modeladmin_index"), {"export": "csv"})
    assert response["Content-Type"].startswith("text/html")


def test_mails_that_did_not_leave_are_listed(chief, event, full):
    OutboxMail.objects.filter(to=["an@example.org"]).update(last_error="550 unknown")
    OutboxMail.objects.create(message_id="x", to=["vreemd@example.org"], subject="Geheim", last_error="boem")
    for url in [reverse("events_troubled_mails"), reverse("event_participants", args=[event.pk])]:
        html = text(chief.get(url))
        assert "550 unknown" in html
        assert "Geheim" not in html


def test_a_consent_text_is_followed_never_changed(chief, event):
    first = ConsentText.objects.create(version=1, text="Een")
    url = reverse("events_add_consent_text")
    for _click in range(2):
        chief.post(url, {"text": "Twee"})
    first.refresh_from_db()
    assert first.text == "Een"
    assert list(ConsentText.objects.values_list("version", "text")) == [(2, "Twee"), (1, "Een")]
    assert "Twee" in text(chief.get(reverse("events_consenttext_modeladmin_index")))

"""The screen *Participants*: who may see it, what it says, and what is set on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from events.models import (
    Access,
    EventLedger,
    Registration,
    RegistrationState,
)
from home import roles
from tests.events.screens import open_screen, state_of, text

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


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

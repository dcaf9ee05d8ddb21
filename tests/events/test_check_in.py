"""At the door: who may let people in, what a scan says, the list for a phone."""

import datetime

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.admin.options import get_content_type_for_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events import links
from events.models import EventPage, EventState, Registration, RegistrationLog, RegistrationState
from events.services.attendance import attendance_summary, check_in, mark_no_show, undo_check_in
from events.services.changing import cancel
from events.services.seats import EventGone
from events.views import check_in as views
from tests.events.coming import all_rows, come, open_event, send, set_ledger
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2027, 3, 3, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    """It is the day of the event, 13:00 in Brussels."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def event(home):
    event = open_event(title="Labodag", start=NOON + datetime.timedelta(hours=1), capacity=2)
    return event


@pytest.fixture
def registration(event):
    return come(event, organisation="Stad Voorbeeld")


@pytest.fixture
def scan(registration):
    return path_of(links.check_in(registration))


@pytest.fixture
def manager(log_in_as, event):
    return log_in_as("Agendabeheerder")


def path_of(address):
    return "/" + address.split("/", 3)[3]


def state_of(registration):
    registration.refresh_from_db()
    return registration.state


# The code


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("role", [None, "Redacteur", "Agendabeheerder"])
def test_whoever_only_scans_changes_nothing(log_in_as, event, scan, method, role):
    client = log_in_as(role) if role else Client()
    client.get("/")
    get_content_type_for_model(event)
    before = all_rows()
    for path in [scan, f"{scan}qr.png"]:
        getattr(client, method)(path)
    assert all_rows() == before


@pytest.mark.parametrize("role", [None, "Redacteur"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_learns_nothing(log_in_as, registration, event, scan, role, method):
    """The page is the same for a good code, a forged one and the link of somebody's own page."""
    client = log_in_as(role) if role else Client()
    forged = scan.replace(str(registration.public_id), "00000000-0000-0000-0000-000000000000")
    other_purpose = links.own_path(registration).replace("/inschrijving/", "/inchecken/")
    pages = set()
    for path in [scan, forged, other_purpose, f"{scan}x/", "/inchecken/x/"]:
        response = getattr(client, method)(path, {"do": "binnen"} if method == "post" else None)
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        pages.add(response.content.decode().replace(path, ""))
    assert len(pages) == 1
    page = pages.pop()
    assert "Een code voor de ingang" in page
    for secret in ["Peeters", "Labodag", "Stad Voorbeeld"]:
        assert secret not in page
    assert state_of(registration) == RegistrationState.CONFIRMED


def test_the_code_opens_no_own_page(client, registration):
    path = path_of(links.check_in(registration)).replace("/inchecken/", "/inschrijving/")
    assert client.get(path).status_code == 404


def test_a_manager_who_scans_lets_somebody_in(manager, registration, scan, clock):
    page = manager.get(scan).content.decode()
    for text in ["An Peeters", "Stad Voorbeeld", "Heeft een plaats", "Labodag"]:
        assert text in page
    response = send(manager, scan, do="binnen")
    assert "Binnen om 13:00" in response.content.decode()
    assert state_of(registration) == RegistrationState.ATTENDED
    clock.shift(datetime.timedelta(hours=1))
    again = manager.get(scan).content.decode()
    assert "Al binnen om 13:00" in again
    manager.post(scan, {"do": "binnen"})
    registration.refresh_from_db()
    assert registration.checked_in_at == NOON
    assert RegistrationLog.objects.filter(to_state="attended").count() == 1


def test_letting_in_is_undone_and_that_is_logged(manager, registration, scan):
    manager.post(scan, {"do": "binnen"})
    assert "Heeft een plaats" in send(manager, scan, do="toch-niet").content.decode()
    assert state_of(registration) == RegistrationState.CONFIRMED
    assert registration.checked_in_at is None
    log = RegistrationLog.objects.last()
    assert (log.from_state, log.to_state, log.reason, log.by) == ("attended", "confirmed", "door", manager.user)


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("waiting", "Geen plaats: staat op de wachtlijst"),
        ("cancelled", "Geen plaats: deze inschrijving is geannuleerd"),
    ],
)
def test_who_has_no_seat_is_not_let_in(manager, event, state, says):
    if state == "waiting":
        come(event, "Bo"), come(event, "Cas")
    registration = come(event)
    if state == "cancelled":
        cancel(registration=registration, reason="self")
    path = path_of(links.check_in(registration))
    page = manager.get(path).content.decode()
    assert says in page
    assert 'value="binnen"' not in page
    before = state_of(registration)
    assert manager.post(path, {"do": "binnen"}).status_code == 409
    assert state_of(registration) == before


def test_who_did_not_confirm_the_seat_yet_is_let_in(manager, event, door):
    held = come(event, asks_proof=True)
    path = path_of(links.check_in(held))
    for page in [manager.get(path), manager.get(door)]:
        assert "Heeft de plaats nog niet bevestigd" in page.content.decode()
    assert "Binnen om 13:00" in send(manager, path, do="binnen").content.decode()
    assert state_of(held) == RegistrationState.ATTENDED
    log = RegistrationLog.objects.last()
    assert (log.from_state, log.to_state, log.reason, log.by) == ("pending", "attended", "door", manager.user)
    # Taken back, the seat stays: nobody held it for somebody else.
    manager.post(path, {"do": "toch-niet"})
    held.refresh_from_db()
    assert (held.state, held.expires_at) == (RegistrationState.CONFIRMED, None)
    set_ledger(event)
    assert event.ledger.seats_taken == 1


def test_a_code_for_another_day_says_so(manager, registration, scan, clock):
    clock.shift(datetime.timedelta(days=-1))
    page = manager.get(scan).content.decode()
    assert "Deze code is voor een andere dag" in page
    assert 'value="binnen"' not in page
    assert manager.post(scan, {"do": "binnen"}).status_code == 409
    assert state_of(registration) == RegistrationState.CONFIRMED


def test_a_cancelled_event_lets_nobody_in(manager, event, scan):
    set_ledger(event, state=EventState.CANCELLED)
    page = manager.get(scan).content.decode()
    assert "Deze bijeenkomst is afgelast" in page
    assert 'value="binnen"' not in page


def test_a_form_from_elsewhere_is_refused(event, registration, scan, manager):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = manager.cookies
    assert strict.post(scan, {"do": "binnen"}).status_code == 403
    assert state_of(registration) == RegistrationState.CONFIRMED


def test_a_failed_login_does_not_store_the_code(client, scan):
    client.post(f"/beheer/login/?next={scan}", {"username": "wie", "password": "fout"})
    attempt = AccessAttempt.objects.get()
    signature = scan.split("/")[3]
    assert signature not in f"{attempt.get_data}{attempt.post_data}{attempt.path_info}"


@pytest.fixture(params=["registration", "event", "event, just now"])
def deleted_meanwhile(request, event, registration, monkeypatch):
    """Between the look at the page and the press of the button."""

    def let_in(**kwargs):
        if request.param == "registration":
            Registration.objects.filter(pk=registration.pk).delete()
        else:
            EventPage.objects.get(pk=event.pk).delete()
        if request.param == "event, just now":
            raise EventGone("EventPage", event.pk)
        return check_in(**kwargs)

    monkeypatch.setattr(views, "let_in", let_in)
    return request.param


def test_somebody_who_was_deleted_meanwhile_is_no_error(manager, scan, deleted_meanwhile):
    open_event(title="Elders")
    page = send(manager, scan, do="binnen").content.decode()
    assert "Deze code werkt niet (meer)" in page
    assert not RegistrationLog.objects.filter(to_state="attended").exists()


# The list


@pytest.fixture
def door(event):
    return f"/beheer/agenda/{event.pk}/inchecken/"


def test_the_list_counts_and_lets_in_with_one_tap(manager, registration, event, door):
    come(event, "Zoë Maes")
    page = manager.get(door).content.decode()
    assert "<strong>0</strong> van 2 binnen" in page
    assert page.index("An Peeters") < page.index("Zoë Maes")
    response = manager.post(f"{door}{registration.pk}/binnen/", follow=True)
    page = response.content.decode()
    assert "<strong>1</strong> van 2 binnen" in page
    assert "An Peeters is binnen." in page
    assert "Al binnen om 13:00" in page
    manager.post(f"{door}{registration.pk}/toch-niet/")
    assert state_of(registration) == RegistrationState.CONFIRMED


def test_somebody_who_was_deleted_meanwhile_is_told_at_the_door(manager, registration, door, deleted_meanwhile):
    response = manager.post(f"{door}{registration.pk}/binnen/", follow=True)
    assert response.status_code == 200
    what = "inschrijving" if deleted_meanwhile == "registration" else "bijeenkomst"
    assert f"Deze {what} is intussen verwijderd." in response.content.decode()


@pytest.mark.parametrize("words", ["zoe", "MAES zoë", "dorp"])
def test_a_name_is_found_however_it_is_typed(manager, registration, event, door, words):
    come(event, "Zoë Maes", organisation="Dorp")
    page = manager.get(door, {"q": words}).content.decode()
    assert "Zoë Maes" in page
    assert "An Peeters" not in page


def test_who_cancelled_is_found_only_by_name(manager, registration, door):
    cancel(registration=registration, reason="self")
    assert "An Peeters" not in manager.get(door).content.decode()
    assert "deze inschrijving is geannuleerd" in manager.get(door, {"q": "peeters"}).content.decode()


def test_who_waits_is_let_in_beyond_the_limit_only_with_a_reason(manager, event, door):
    waiting = [come(event, name) for name in ["An", "Bo", "Cas"]][2]
    page = manager.get(door).content.decode()
    assert "Geen plaats: staat op de wachtlijst" in page
    screen = reverse("registration_let_in", args=[waiting.pk])
    assert f'href="{screen}"' in page
    assert f'href="{screen}"' in manager.get(path_of(links.check_in(waiting))).content.decode()
    assert manager.post(screen, {"override_reason": ""}).context["form"].errors["override_reason"]
    assert state_of(waiting) == RegistrationState.WAITLISTED
    page = manager.post(screen, {"override_reason": "Er is een stoel bij"}, follow=True).content.decode()
    assert "Cas is binnen." in page
    assert "<strong>1</strong> van 3 binnen" in page
    waiting.refresh_from_db()
    assert (waiting.state, waiting.checked_in_at, waiting.override_reason) == (
        RegistrationState.ATTENDED,
        NOON,
        "Er is een stoel bij",
    )
    set_ledger(event)
    assert (event.ledger.seats_taken, event.ledger.overbooked) == (3, 1)
    assert "Dit kan niet meer" in manager.post(screen, {"override_reason": "Nog eens"}, follow=True).content.decode()


def test_who_waits_is_let_in_on_a_free_seat_once_the_meeting_began(manager, event, clock):
    first, _second, waiting = [come(event, name) for name in ["An", "Bo", "Cas"]]
    clock.shift(datetime.timedelta(hours=2))
    cancel(registration=first, reason="editor")
    manager.post(reverse("registration_let_in", args=[waiting.pk]))
    assert state_of(waiting) == RegistrationState.ATTENDED
    set_ledger(event)
    assert (event.ledger.seats_taken, event.ledger.overbooked) == (2, 0)


@pytest.mark.parametrize("obstacle", ["another day", "called off"])
def test_nobody_who_waits_is_let_in_when_there_is_no_meeting_today(manager, event, clock, obstacle):
    waiting = [come(event, name) for name in ["An", "Bo", "Cas"]][2]
    if obstacle == "another day":
        clock.shift(datetime.timedelta(days=-1))
    else:
        set_ledger(event, state=EventState.CANCELLED)
    screen = reverse("registration_let_in", args=[waiting.pk])
    page = manager.post(screen, {"override_reason": "Toch"}, follow=True).content.decode()
    assert "Cas is binnen." not in page
    says = {"another day": "De dag van deze bijeenkomst is nog niet gekomen", "called off": "afgelast"}[obstacle]
    assert says in page
    assert state_of(waiting) == RegistrationState.WAITLISTED


def test_the_list_belongs_to_who_manages_the_event(client, log_in_as, registration, door):
    button = f"{door}{registration.pk}/binnen/"
    assert client.get(door).status_code == 302
    assert client.post(button).status_code == 302
    editor = log_in_as("Redacteur")
    for response in [editor.get(door, follow=True), editor.post(button, follow=True)]:
        assert "Peeters" not in response.content.decode()
    assert state_of(registration) == RegistrationState.CONFIRMED


def test_opening_a_button_does_nothing(manager, registration, door):
    assert manager.get(f"{door}{registration.pk}/binnen/").status_code == 405
    assert manager.post(f"{door}{registration.pk}/anders/").status_code == 404
    assert manager.post(f"{door}999/binnen/").status_code == 404


def test_somebody_of_another_event_is_not_on_the_list(manager, event, door):
    stranger = come(open_event(title="Elders"), "Bo")
    assert manager.post(f"{door}{stranger.pk}/binnen/").status_code == 404


def test_the_list_asks_no_query_per_person(manager, event, door, django_assert_max_num_queries):
    set_ledger(event, capacity=None)
    for number in range(10):
        come(event, f"Naam{number}")
    with django_assert_max_num_queries(40):
        manager.get(door)


def test_attendance_is_counted(event):
    by = UserFactory()
    people = [come(event, name) for name in ["An", "Bo", "Cas"]]
    check_in(registration=people[0], by=by)
    mark_no_show(registration=people[1], by=by)
    summary = attendance_summary(event)
    assert (summary.registered, summary.waited, summary.came, summary.no_show, summary.not_noted) == (2, 1, 1, 1, 0)
    undo_check_in(registration=people[0], by=by)
    assert attendance_summary(event).not_noted == 1
    assert Registration.objects.filter(created_at__lte=timezone.now()).count() == 3

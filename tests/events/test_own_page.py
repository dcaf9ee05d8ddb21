"""The page behind the link in a mail: opening it changes nothing, its buttons do; a bad link shows nothing."""

import datetime
import logging
import uuid

import pytest
from django.contrib.admin.options import get_content_type_for_model
from django.core import mail
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone
from django.views.debug import get_exception_reporter_class
from hypothesis import given
from hypothesis import strategies as st

from cms.mail import private_links
from cms.models import OutboxMail
from events import links
from events.models import (
    EventQuestion,
    EventState,
    Reason,
    Registration,
    RegistrationLog,
    RegistrationNeeds,
    RegistrationState,
)
from events.services import changing
from events.services.mailing import renew_link
from events.services.registering import AnswerGiven
from tests.anything import ANYTHING
from tests.events.coming import all_rows, come, open_event, send, set_ledger
from tests.factories import MunicipalityFactory, UserFactory
from tests.trials import tries

pytestmark = pytest.mark.django_db

STATES = ["confirmed", "waiting", "held", "lapsed", "cancelled", "attended", "over", "called off", "postponed"]
ACTIONS = ["", "bevestigen/", "gegevens/", "annuleren/"]


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


@pytest.fixture
def event(home):
    return open_event(title="Labodag", venue="De Zaal", online_url="https://vergadering.example.org/geheim", capacity=1)


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def registration(event):
    return come(event)


@pytest.fixture
def in_state(event):
    """``in_state("waiting")`` gives a registration that is there."""

    def make(state):
        if state == "waiting":
            for name in ["Bo", "Cas"]:
                come(event, name)
        registration = come(event, asks_proof=state in {"held", "lapsed"})
        now = timezone.now()
        changes = {
            "lapsed": {"expires_at": now - datetime.timedelta(hours=1)},
            "attended": {"state": RegistrationState.ATTENDED, "checked_in_at": now},
            "cancelled": {"state": RegistrationState.CANCELLED, "cancelled_because": Reason.SELF},
        }
        Registration.objects.filter(pk=registration.pk).update(**changes.get(state, {"state_at": now}))
        if state == "over":
            event.start, event.end = now - datetime.timedelta(days=2), now - datetime.timedelta(days=1)
            event.save()
        if state in {"called off", "postponed"}:
            set_ledger(event, state={"called off": EventState.CANCELLED}.get(state, EventState.POSTPONED))
        registration.refresh_from_db()
        return registration

    return make


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("state", STATES)
def test_whoever_only_opens_a_link_changes_nothing(visitor, in_state, state, method):
    """Mail scanners open every link, with whatever comes after it."""
    registration = in_state(state)
    visitor.get("/")  # the first page of a new site makes its settings
    get_content_type_for_model(registration)
    before = all_rows()
    for _time in range(2):
        for action in ACTIONS:
            response = getattr(visitor, method)(links.own_path(registration) + action)
            assert response.status_code in ({405} if method == "options" else {200, 302})
    assert all_rows() == before


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("confirmed", "U hebt een plaats"),
        ("waiting", "U bent de derde op de wachtlijst."),
        ("held", "Er is een plaats voor u"),
        ("lapsed", "niet langer voor u vrij"),
        ("cancelled", "U hebt zelf geannuleerd."),
        ("attended", "U was erbij"),
        ("over", "voorbij"),
        ("called off", "gaat niet door"),
        ("postponed", "uitgesteld"),
    ],
)
def test_the_page_says_where_the_registration_stands(visitor, in_state, event, state, says):
    if state == "waiting":
        come(event, "Eerst")
    page = text_of(visitor.get(links.own_path(in_state(state))))
    assert says in page
    assert "Labodag" in page


@pytest.mark.parametrize("state", STATES)
def test_only_who_has_a_seat_gets_the_private_link_and_the_code(visitor, in_state, state):
    page = text_of(visitor.get(links.own_path(in_state(state))))
    assert ('class="qr"' in page) == (state in {"confirmed", "postponed"})
    assert ("geheim" in page) == (state in {"confirmed", "postponed", "attended"})
    assert "style=" not in page


@pytest.mark.parametrize("place", [1, 10, 11])
def test_the_place_in_the_queue_is_said_in_words(visitor, event, place):
    registrations = [come(event, f"Naam{number}") for number in range(place + 1)]
    words = {1: "U bent de eerste", 10: "U bent de tiende", 11: "U bent nummer 11"}
    assert words[place] in text_of(visitor.get(links.own_path(registrations[-1])))


def test_a_held_seat_is_confirmed_by_a_button_and_stays_so(visitor, in_state):
    held = in_state("held")
    page = links.own_path(held)
    for _time in range(2):
        response = (
            visitor.get(page)
            if held.state == RegistrationState.CONFIRMED
            else send(visitor, page, f"{page}bevestigen/")
        )
        assert "U hebt een plaats" in text_of(response)
        held.refresh_from_db()
    mails = OutboxMail.objects.count()
    token = visitor.cookies["labo-csrf"].value
    again = visitor.post(f"{page}bevestigen/", headers={"X-CSRFToken": token})
    assert again.status_code == 302
    assert OutboxMail.objects.count() == mails
    assert held.verified_at


def test_who_waits_proves_to_read_the_address(visitor, event):
    come(event, "Eerst")
    waiting = come(event, is_verified=False)
    page = links.own_path(waiting)
    assert "Ja, dit adres bereikt mij" in text_of(visitor.get(page))
    response = send(visitor, page, f"{page}bevestigen/")
    assert "Ja, dit adres bereikt mij" not in text_of(response)
    waiting.refresh_from_db()
    assert waiting.verified_at
    assert waiting.state == RegistrationState.WAITLISTED


def test_cancelling_takes_two_steps_and_frees_the_seat(visitor, event, registration):
    next_one = come(event, "Bo")
    page = f"{links.own_path(registration)}annuleren/"
    first = text_of(visitor.get(page))
    assert "U geeft uw plaats op." in first
    assert "geheim" not in first
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
    for _time in range(2):
        response = send(visitor, page) if registration.is_active else visitor.get(page, follow=True)
        assert "Uw inschrijving is geannuleerd" in text_of(response)
        registration.refresh_from_db()
    next_one.refresh_from_db()
    assert next_one.state == RegistrationState.CONFIRMED
    assert registration.cancelled_because == Reason.SELF


def test_cancelling_twice_from_two_tabs_is_cancelling_once(client, registration):
    page = f"{links.own_path(registration)}annuleren/"
    assert [client.post(page).status_code for _time in range(2)] == [302, 302]
    assert RegistrationLog.objects.filter(to_state=RegistrationState.CANCELLED).count() == 1
    assert OutboxMail.objects.filter(subject__icontains="annul").count() == 1


@pytest.mark.parametrize(
    ("state", "action"),
    [("lapsed", "bevestigen/"), ("cancelled", "bevestigen/"), ("over", "annuleren/"), ("attended", "annuleren/")],
)
def test_what_is_no_longer_possible_is_said(client, in_state, state, action):
    registration = in_state(state)
    response = client.post(links.own_path(registration) + action)
    assert response.status_code == 409
    assert "Dat kan niet meer." in text_of(response)
    before = registration.state
    registration.refresh_from_db()
    assert registration.state == before


@pytest.mark.parametrize(
    ("service", "action", "data"),
    [
        ("confirm", "bevestigen/", {}),
        ("cancel", "annuleren/", {}),
        ("change_details", "gegevens/", {"name": "Nieuwe Naam"}),
    ],
)
def test_a_busy_database_loses_nothing(client, registration, monkeypatch, service, action, data):
    def wait_too_long(**kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(changing, service, wait_too_long)
    response = client.post(links.own_path(registration) + action, data)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "Er is niets verloren" in text_of(response)
    assert not data or "Nieuwe Naam" in text_of(response)


def test_a_form_from_elsewhere_is_refused(visitor, registration):
    for action in ACTIONS[1:]:
        assert visitor.post(links.own_path(registration) + action).status_code == 403
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED


# Details


@pytest.fixture
def asking(event):
    """The event asks something."""
    workshop = {"label": "Welke workshop?", "kind": "choices", "choices": "Een\nTwee\nDrie"}
    meal = {"label": "Blijft u eten?", "kind": "yes"}
    return [EventQuestion.objects.create(event=event, **question) for question in [workshop, meal]]


def test_details_are_filled_in_and_can_be_changed(visitor, event, asking):
    workshop, meal = asking
    genk = MunicipalityFactory(name="Genk")
    answers = [
        AnswerGiven(str(workshop.key), workshop.label, "Een; Drie"),
        AnswerGiven(str(meal.key), meal.label, "Ja"),
    ]
    registration = come(event, organisation="Stad", diet="noten", answers=tuple(answers))
    page = f"{links.own_path(registration)}gegevens/"
    form = text_of(visitor.get(page))
    assert form.count("checked") == 3
    assert "noten" in form
    data = {
        "name": "An P.",
        "organisation": "Dorp",
        "municipality": genk.pk,
        f"question-{workshop.key}": ["Twee"],
        "diet": "",
        "accessibility": "ringleiding",
    }
    shown = text_of(send(visitor, page, **data))
    assert "Uw gegevens zijn bewaard." in shown
    for text in ["An P.", "Dorp", "Genk", "Twee", "ringleiding"]:
        assert text in shown
    assert "noten" not in shown
    assert [answer.value for answer in registration.answers.all()] == ["Twee"]
    assert RegistrationNeeds.objects.get().diet == ""


def test_the_same_details_again_change_nothing(client, registration):
    page = f"{links.own_path(registration)}gegevens/"
    data = {"name": registration.name}
    assert client.post(page, data).status_code == 302
    assert not OutboxMail.objects.filter(subject__icontains="gegevens").exists()


@pytest.mark.parametrize("name", ["", "x" * 10_000, "\0", " \r\n "])
def test_details_that_cannot_be_stored_stay_on_the_form(client, registration, name):
    response = client.post(f"{links.own_path(registration)}gegevens/", {"name": name, "organisation": "Nieuw"})
    assert response.status_code == 200
    assert "Uw gegevens zijn nog niet bewaard" in text_of(response)
    assert 'value="Nieuw"' in text_of(response)
    registration.refresh_from_db()
    assert registration.name == "An Peeters"


@tries(25)
@given(data=st.data())
def test_whatever_details_are_sent_there_is_an_answer(client, asking, registration, data):
    page = links.own_path(registration)
    questions = [f"question-{question.key}" for question in asking]
    names = ["name", "organisation", "municipality", "role", "accessibility", "diet", *questions]
    sent = {"name": "An", **data.draw(st.dictionaries(st.sampled_from(names), st.lists(ANYTHING, max_size=3)))}
    response = client.post(f"{page}gegevens/", sent)
    assert response.status_code in {200, 302}
    assert client.get(page).status_code == client.get(f"{page}gegevens/").status_code == 200


def test_details_of_a_cancelled_registration_stay(client, in_state):
    cancelled = in_state("cancelled")
    client.post(f"{links.own_path(cancelled)}gegevens/", {"name": "Anders"})
    cancelled.refresh_from_db()
    assert cancelled.name == "An Peeters"


# Links


def bad_links(registration):
    good = links.own_path(registration)
    other = links.check_in(registration).rstrip("/").rpartition("/")[2]
    signature = good.rstrip("/").rpartition("/")[2]
    yield good.replace(signature, f"{'a' if signature[0] != 'a' else 'b'}{signature[1:]}")
    yield good.replace(signature, other)
    yield good.replace(str(registration.public_id), str(uuid.uuid4()))
    yield good.replace(signature, signature[:20])
    yield good.replace(f"{signature}/", "")
    yield "/inschrijving/"
    yield "/inschrijving/é/x/"


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_none_says_what_to_do_and_nothing_else(client, registration, action, method):
    for link in bad_links(registration):
        response = getattr(client, method)(link + action, {"name": "Wie"} if method == "post" else None)
        page = text_of(response)
        assert "Peeters" not in page
        if response.status_code != 405:  # what only shows something takes no form
            assert response.status_code == 404
            assert "Deze link werkt niet" in page
            assert "Mail mij mijn link" in page
    registration.refresh_from_db()
    assert (registration.name, registration.state) == ("An Peeters", RegistrationState.CONFIRMED)


def test_a_revoked_link_opens_nothing_and_a_new_one_does(client, registration):
    old = links.own_path(registration)
    renew_link(registration=registration, key="new link", by=UserFactory())
    assert client.get(old).status_code == 404
    assert client.post(f"{old}annuleren/").status_code == 404
    registration.refresh_from_db()
    assert client.get(links.own_path(registration)).status_code == 200


def test_the_link_of_an_erased_registration_is_dead(client, registration):
    Registration.objects.update(anonymised_at=timezone.now())
    assert client.get(links.own_path(registration)).status_code == 404


def test_nobody_keeps_the_page_or_passes_its_address_on(visitor, registration):
    for path in [links.own_path(registration) + action for action in ACTIONS] + ["/inschrijving/vals/"]:
        response = visitor.get(path)
        assert response["Cache-Control"] == "no-store"
        # With "no-referrer" browsers would send the form from "null", which is refused.
        assert response["Referrer-Policy"] == "strict-origin"
        assert response["X-Robots-Tag"] == "noindex"
    robots = text_of(visitor.get("/robots.txt"))
    assert "Disallow: /inschrijving/" in robots
    assert "Disallow: /inchecken/" in robots


def test_a_page_of_the_site_cannot_take_the_addresses(home):
    assert {"inschrijving", "inchecken"} <= set(home.reserved_child_slugs)


@pytest.mark.usefixtures("shared_cache")
def test_the_page_cache_keeps_nothing_of_it(visitor, registration):
    page = links.own_path(registration)
    assert "Peeters" in text_of(visitor.get(page))
    Registration.objects.update(name="Iemand anders")
    assert "Peeters" not in text_of(visitor.get(page))


def test_what_people_typed_is_shown_as_text(visitor, event):
    registration = come(event, "<script>alert(1)</script>", email="x@example.org")
    assert "<script>alert" not in text_of(visitor.get(links.own_path(registration)))


# Logs and reports of errors


@pytest.mark.parametrize("link", [links.own_path, links.check_in, links.check_in_code])
def test_logs_do_not_say_the_link(registration, link):
    path = link(registration)
    signature = path.removesuffix("qr.png").rstrip("/").rpartition("/")[2]
    quoted = path.replace("/", "%2F")
    for line in [
        f"GET {path} HTTP/1.1",
        f"GET /beheer/login/?next={path}",
        f"GET /beheer/login/?next={quoted}",
        f'"{path}bevestigen/"',
    ]:
        assert signature not in private_links.mask(line)
        assert private_links.mask(line)[:4] == line[:4]


def test_the_log_of_gunicorn_does_not_say_the_link(registration, capsys):
    path = links.own_path(registration)
    log = logging.getLogger("gunicorn.access")
    handler = logging.StreamHandler()
    log.addHandler(handler)
    try:
        log.warning('"%(r)s" "%(f)s"', {"r": f"GET {path} HTTP/1.1", "f": f"http://localhost{path}"})
    finally:
        log.removeHandler(handler)
    assert capsys.readouterr().err == '"GET /inschrijving/***/ HTTP/1.1" "http://localhost/inschrijving/***/"\n'


def test_no_handler_hears_the_link_of_a_page_that_failed(registration, settings, monkeypatch):
    """Django mails errors to ADMINS through a handler of its own."""
    settings.ADMINS = [("Beheer", "beheer@example.org")]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def fail(**kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(changing, "confirm", fail)
    path = f"{links.own_path(registration)}bevestigen/"
    assert Client(raise_request_exception=False).post(path).status_code == 500
    report = next(message for message in mail.outbox if "RuntimeError" in message.body)
    signature = path.split("/")[3]
    for part in [report.subject, report.body, *(content for content, _type in report.alternatives)]:
        assert signature not in part


def test_a_report_of_an_error_does_not_say_the_link(registration):
    path = links.own_path(registration)
    signature = path.split("/")[3]
    request = RequestFactory().get(path)
    try:
        raise RuntimeError(path)
    except RuntimeError as error:
        reporter = get_exception_reporter_class(request)(request, type(error), error, error.__traceback__)
    for report in [reporter.get_traceback_html(), reporter.get_traceback_text()]:
        assert "RuntimeError" in report
        assert signature not in report

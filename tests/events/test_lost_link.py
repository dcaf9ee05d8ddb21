"""Asking for a lost link: the same answer for every address, one mail for who is registered."""

import datetime
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from cms.forms.guard import FASTEST, GuardForm, Token
from cms.models import OutboxMail, RateBucket
from events import links
from events.models import EventPage, Registration
from events.services import mailing
from events.services.changing import cancel
from events.views import lost_link as views
from tests.anything import ANYTHING
from tests.events.coming import all_rows, come, open_event
from tests.trials import tries

pytestmark = pytest.mark.django_db

FORM = "/inschrijving/link-kwijt/"


@pytest.fixture(autouse=True)
def outbox(settings):
    """As on the site: what is rolled back is not sent."""
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


@pytest.fixture
def event(home):
    return open_event(title="Labodag")


@pytest.fixture
def registration(event):
    return come(event)


@pytest.fixture
def ask(time_machine):
    """As a browser does: open the form, take the time to fill it in, send it."""

    def send(client=None, page=FORM, **data):
        client = client or Client(enforce_csrf_checks=True)
        html = client.get(page).content.decode()
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|guard)" value="([^"]+)"', html))
        time_machine.move_to(timezone.now() + datetime.timedelta(seconds=FASTEST + 1))
        return client.post(FORM, {**hidden, **data})

    return send


def mails():
    return list(OutboxMail.objects.filter(subject="De link naar uw inschrijving"))


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_whoever_only_opens_the_form_changes_nothing(client, registration, method):
    client.get("/")
    before = all_rows()
    for path in [FORM, f"{FORM}verstuurd/"]:
        getattr(client, method)(path)
    assert all_rows() == before


@pytest.mark.parametrize("page", [FORM, "/inschrijving/afgebroken/"])
def test_who_is_registered_gets_one_mail_with_every_link(ask, event, registration, page):
    other = come(open_event(title="Werkbezoek"))
    response = ask(page=page, email=" AN@example.org ")
    assert response.url == f"{FORM}verstuurd/"
    [mail] = mails()
    assert mail.to == ["an@example.org"]
    for one in [registration, other]:
        assert links.own_page(one) in mail.text


def test_who_asks_for_one_event_gets_its_link_only(ask, event, registration):
    other = come(open_event(title="Werkbezoek"))
    ask(email="an@example.org", event=event.pk)
    [mail] = mails()
    assert links.own_page(registration) in mail.text
    assert links.own_page(other) not in mail.text


def test_the_answer_is_the_same_for_every_address(ask, event, registration):
    cancelled = come(event, "Bo")
    cancel(registration=cancelled, reason="self")
    past = come(event, "Cas")
    Registration.objects.filter(pk=past.pk).update(anonymised_at=timezone.now())
    answers = [ask(email=f"{name}@example.org") for name in ["an", "bo", "cas", "niemand"]]
    seen = {(answer.status_code, answer.url, answer.content, *sorted(answer.headers)) for answer in answers}
    assert len(seen) == 1
    assert len({Client().get(answer.url).content for answer in answers}) == 1
    assert [mail.to for mail in mails()] == [["an@example.org"]]


def test_known_and_unknown_addresses_cost_the_same_work(event, registration):
    """The mail to an unknown address is written as well, and taken back."""
    counts = set()
    for email in ["an@example.org", "niemand@example.org"]:
        with CaptureQueriesContext(connection) as queries:
            mailing.mail_links(email=email, network="10.0.0.1")
        # In a test the transaction is a savepoint of another; taking that back is two statements, not one.
        counts.add(sum("SAVEPOINT" not in query["sql"] for query in queries))
    assert len(counts) == 1
    assert len(mails()) == 1


def test_the_mail_goes_to_the_address_as_it_was_registered(ask, registration):
    """Letters of another width are the same mailbox for us, and another one for the mail server."""
    ask(email="ａn@example.org")
    assert [mail.to for mail in mails()] in ([["an@example.org"]], [])


def test_events_that_are_over_are_left_out(ask, event, registration):
    EventPage.objects.update(start=timezone.now() - datetime.timedelta(days=2), end=None)
    ask(email="an@example.org")
    assert mails() == []


def test_a_mailbox_gets_no_more_than_a_few_mails(ask, registration):
    answers = {ask(email="an@example.org").url for _time in range(5)}
    assert answers == {f"{FORM}verstuurd/"}
    assert len(mails()) == 3


def test_a_network_that_asks_too_much_is_told_so_whatever_the_address(ask, registration, monkeypatch):
    monkeypatch.setattr(mailing, "FROM_NETWORK", mailing.Limit("test", 0, 3600))
    pages = [ask(email=f"{name}@example.org").content.decode() for name in ["an", "niemand"]]
    for page, name in zip(pages, ["an", "niemand"], strict=True):
        assert "heel veel vragen" in page
        assert f'value="{name}@example.org"' in page
    assert mails() == []


def test_a_program_that_falls_into_the_trap_is_thanked(ask, registration):
    assert ask(email="an@example.org", homepage="x").url == f"{FORM}verstuurd/"
    assert mails() == []


@pytest.mark.parametrize(
    "email", ["", "geen adres", "x" * 10_000 + "@example.org", "an@example.org\r\nBcc: x@y.z", "\0@x.be"]
)
def test_an_address_that_is_none_is_refused_kindly(ask, registration, email):
    response = ask(email=email)
    assert response.status_code == 200
    assert "Nog niet verstuurd" in response.content.decode()
    assert mails() == []


def test_a_form_from_elsewhere_is_refused():
    assert Client(enforce_csrf_checks=True).post(FORM, {"email": "an@example.org"}).status_code == 403


def test_only_events_that_take_people_can_be_chosen(client, event):
    secret = open_event(title="Besloten")
    secret.unpublish()
    page = client.get(f"{FORM}?bijeenkomst={event.pk}").content.decode()
    assert re.search(rf'value="{event.pk}" selected>\s*Labodag', page)
    assert "Besloten" not in page
    assert client.get(f"{FORM}?bijeenkomst=x").status_code == 200


NO_EVENTS = ["9999999999999999999", "9" * 5000, "-1", "0", "x", "\0", "٣"]


@pytest.mark.parametrize("number", NO_EVENTS)
def test_the_number_of_a_meeting_that_is_none_is_refused_kindly(ask, event, registration, number):
    response = ask(email="an@example.org", event=number)
    assert response.status_code == 200
    assert "Kies een bijeenkomst uit de lijst." in response.content.decode()
    assert 'value="an@example.org"' in response.content.decode()
    assert mails() == []


@pytest.mark.parametrize("number", NO_EVENTS)
def test_a_link_with_a_number_that_is_no_meeting_chooses_all(client, event, number):
    response = client.get(FORM, {"bijeenkomst": number})
    assert response.status_code == 200
    assert f'<option value="{event.pk}" selected>' not in response.content.decode()


@tries(25)
@example(emails=["an@example.org"], numbers=["9" * 40])
@given(emails=st.lists(ANYTHING, max_size=3), numbers=st.lists(ANYTHING, max_size=3))
def test_whatever_is_sent_there_is_an_answer(client, registration, emails, numbers):
    RateBucket.objects.all().delete()
    token = Token(views.LOST_LINK, "a" * 32, int(timezone.now().timestamp()) - FASTEST - 1)
    response = client.post(FORM, {"email": emails, "event": numbers, GuardForm.TOKEN: str(token)})
    assert response.status_code in {200, 302}
    assert client.get(FORM, {"bijeenkomst": numbers}).status_code == 200


def test_a_busy_database_says_so_and_keeps_the_address(ask, monkeypatch):
    def wait_in_vain(**kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "mail_links", wait_in_vain)
    response = ask(email="an@example.org")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "heel veel mensen" in response.content.decode()
    assert 'value="an@example.org"' in response.content.decode()

"""The agenda in the calendars of visitors, and what machines read of an event."""

import datetime
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from vobject import readOne
from wagtail.models import Page, PageViewRestriction

from events.models import EventKind, EventLedger, EventState
from tests.factories import EventPageFactory, MunicipalityFactory
from tests.factories.tree import grow

START = datetime.datetime(2027, 10, 31, 8, tzinfo=datetime.UTC)
LINK = "https://meet.example.org/geheim"

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def event(title, **kwargs):
    kwargs = {"start": START, "end": START + datetime.timedelta(hours=4), **kwargs}
    page = grow(EventPageFactory, title=title, **kwargs)
    return page


@pytest.fixture(autouse=True)
def _home(home):
    pass


def agenda_of(page):
    return page.get_parent()


def file(client, page, name="agenda.ics"):
    response = client.get(f"{page.url}{name}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content.decode()


def titles(client, page, name="agenda.ics"):
    calendar = readOne(file(client, page, name))
    assert calendar.method.value == "PUBLISH"
    return [entry.summary.value for entry in calendar.contents.get("vevent", [])]


def test_the_agenda_is_a_calendar_of_what_has_a_day(client):
    agenda = agenda_of(event("Labo"))
    event("Zonder dag", start=None, end=None)
    event("Kladje", live=False)
    event("Eerder", start=START - datetime.timedelta(days=9), end=None)
    assert titles(client, agenda) == ["Eerder", "Labo"]


@pytest.mark.parametrize("hide", ["draft", "expired", "private", "private agenda"])
def test_no_calendar_tells_of_what_not_everybody_sees(client, hide):
    secret = event("Geheim", kind_of_event=EventKind.WORKSHOP)
    agenda = agenda_of(secret)
    addresses = [f"{agenda.url}agenda.ics", f"{agenda.url}workshop.ics", f"{secret.url}agenda.ics"]
    assert all("Geheim" in client.get(address).text for address in [*addresses, agenda.url])
    if hide in ("draft", "expired"):
        Page.objects.filter(pk=secret.pk).update(live=False, expired=hide == "expired")
    else:
        page = secret if hide == "private" else agenda
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for address in [*addresses, agenda.url]:
        response = client.get(address)
        assert "Geheim" not in response.text, address
        assert "agenda/geheim" not in response.text, address


def test_each_kind_has_a_calendar(client):
    agenda = agenda_of(event("Labo"))
    event("Workshop", kind_of_event=EventKind.WORKSHOP)
    assert titles(client, agenda, "workshop.ics") == ["Workshop"]
    assert titles(client, agenda, "labomeeting.ics") == ["Labo"]
    assert titles(client, agenda, "trefdag.ics") == []
    html = client.get(agenda.url).content.decode()
    for name in ["agenda.ics", "workshop.ics", "labomeeting.ics"]:
        assert f'href="{agenda.url}{name}"' in html
    assert "trefdag.ics" not in html


def test_one_event_is_a_file(client):
    page = event("Labo; met, tekens", summary="Wat we doen.\nEn waarom.")
    entry = readOne(file(client, page)).vevent
    assert entry.summary.value == "Labo; met, tekens"
    assert entry.description.value == "Wat we doen. En waarom."
    assert entry.dtstart.value == START
    assert entry.uid.value == f"{page.translation_key}@localhost"
    assert file(client, page) == file(client, page)
    assert client.get(f"{event('Ooit', start=None, end=None).url}agenda.ics").status_code == 404


@pytest.mark.parametrize(
    ("state", "status", "schema"),
    [
        (EventState.SCHEDULED, "CONFIRMED", "EventScheduled"),
        (EventState.POSTPONED, "TENTATIVE", "EventPostponed"),
        (EventState.CANCELLED, "CANCELLED", "EventCancelled"),
    ],
)
def test_calendars_and_search_engines_learn_whether_it_goes_ahead(client, state, status, schema):
    page = event("Labo")
    EventLedger.objects.filter(event=page).update(state=state, calendar_sequence=4)
    entry = readOne(file(client, page)).vevent
    assert (entry.status.value, entry.sequence.value) == (status, "4")
    assert linked_data(client, page)["eventStatus"] == f"https://schema.org/{schema}"


def linked_data(client, page):
    html = client.get(page.url).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found[0]) if found else None


def test_machines_read_when_and_where(client):
    page = event(
        "Labo </script><b>",
        venue="Stadhuis",
        address="Grote Markt 54",
        host_municipality=MunicipalityFactory(name="Kortrijk"),
        online_url=LINK,
    )
    data = linked_data(client, page)
    assert data["name"] == "Labo </script><b>"
    assert data["startDate"] == "2027-10-31T09:00:00+01:00"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    place, online = data["location"]
    assert place["address"]["addressLocality"] == "Kortrijk"
    assert online == {"@type": "VirtualLocation", "url": page.full_url}
    assert linked_data(client, event("Ooit", start=None, end=None)) is None


def test_the_link_of_an_online_meeting_is_in_no_calendar(client):
    page = event("Webinar", online_url=LINK)
    for address in [f"{page.url}agenda.ics", f"{agenda_of(page).url}agenda.ics", page.url]:
        assert "geheim" not in client.get(address).content.decode()


def test_the_page_leads_to_calendars(client):
    html = client.get(event("Labo").url).content.decode()
    assert "/agenda.ics" in html
    assert "https://calendar.google.com/" in html
    assert "https://outlook.office.com/" in html


def test_what_does_not_go_ahead_is_not_to_be_put_in_a_calendar(client):
    page = event("Labo")
    EventLedger.objects.filter(event=page).update(state=EventState.CANCELLED)
    assert "calendar.google.com" not in client.get(page.url).content.decode()


def test_calendars_are_kept_like_pages(client, shared_cache, django_assert_num_queries):
    page = event("Labo")
    first = file(client, agenda_of(page))
    with django_assert_num_queries(0):
        assert client.get(f"{agenda_of(page).url}agenda.ics").content.decode() == first


def test_a_calendar_costs_the_same_for_one_event_or_six(client):
    agenda = agenda_of(event("Labo"))
    client.get(f"{agenda.url}agenda.ics")  # what is remembered from then on
    with CaptureQueriesContext(connection) as one:
        client.get(f"{agenda.url}agenda.ics")
    for number in range(5):
        event(f"Labo {number}")
    with CaptureQueriesContext(connection) as six:
        client.get(f"{agenda.url}agenda.ics")
    assert len(six) == len(one)

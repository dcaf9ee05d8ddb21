"""Entries for calendars, read back by a reader that shares no code with their writer."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import calendars
from events.models import EventLedger, EventPage, EventState, Registration
from tests.events.ical import read, values

START = datetime.datetime(2027, 3, 29, 12, tzinfo=datetime.UTC)
LINK = "https://meet.example.org/geheim"


def event(**kwargs):
    state = kwargs.pop("state", EventState.SCHEDULED)
    page = EventPage(
        **{"title": "Labo in Kortrijk", "start": START, "end": START + datetime.timedelta(hours=4), **kwargs}
    )
    EventLedger(event=page, state=state)
    return page


def registration(page, **kwargs):
    person = Registration(**{"name": "An Ampe", "email": "an@example.org", "calendar_sequence": 3, **kwargs})
    person.event = page
    return person


@pytest.fixture(autouse=True)
def _no_site(monkeypatch):
    monkeypatch.setattr(EventPage, "get_full_url", lambda self, request=None: "http://localhost/agenda/labo/")


@pytest.mark.parametrize(("method", "status"), [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")])
def test_an_entry_says_who_what_when_and_what_to_do_with_it(method, status):
    page = event(venue="Stadhuis", address="Grote Markt 54")
    person = registration(page)
    calendar, [entry] = read(calendars.personal(person, method))
    assert calendar["METHOD"][0] == method
    assert calendar["VERSION"][0] == "2.0"
    assert entry["UID"][0] == f"{person.public_id}@localhost"
    assert entry["SEQUENCE"][0] == "3"
    assert entry["STATUS"][0] == status
    assert entry["DTSTART"] == ("20270329T120000Z", {})
    assert entry["DTEND"] == ("20270329T160000Z", {})
    assert entry["LOCATION"][0] == "Stadhuis, Grote Markt 54"
    assert entry["SUMMARY"][0] == "Labo in Kortrijk"
    value, parameters = entry["ATTENDEE"]
    assert value == "mailto:an@example.org"
    assert parameters == {"CN": "An Ampe", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    assert entry["ORGANIZER"][0].startswith("mailto:")


def test_a_meeting_without_an_end_ends_after_two_hours():
    assert values(calendars.personal(registration(event(end=None)), "REQUEST"))["DTEND"] == "20270329T140000Z"


def test_a_postponed_meeting_is_tentative_and_says_so():
    entry = values(calendars.personal(registration(event(state=EventState.POSTPONED)), "REQUEST"))
    assert (entry["STATUS"], entry["SUMMARY"]) == ("TENTATIVE", "Uitgesteld: Labo in Kortrijk")


def test_an_entry_can_be_withdrawn_when_the_meeting_lost_its_day():
    entry = values(calendars.personal(registration(event(start=None, end=None)), "CANCEL"))
    assert "DTSTART" not in entry
    assert entry["STATUS"] == "CANCELLED"


def test_only_the_invitation_holds_the_link_of_an_online_meeting():
    page = event(online_url=LINK)
    assert LINK in values(calendars.personal(registration(page), "REQUEST"))["DESCRIPTION"]
    assert LINK not in calendars.personal(registration(page), "CANCEL")


def test_no_personal_link_stands_in_an_entry():
    person = registration(event())
    text = calendars.personal(person, "REQUEST").replace("\r\n ", "")
    assert "/inschrijving/" not in text
    assert "/inchecken/" not in text
    assert person.link_key.hex not in text


typed = st.text(st.characters(codec="utf-8"), max_size=200)


@given(title=typed, venue=typed, name=typed)
def test_whatever_people_type_stays_in_its_own_line(title, venue, name):
    text = calendars.personal(registration(event(title=title, venue=venue), name=name), "REQUEST")
    _calendar, [entry] = read(text)
    assert entry["SUMMARY"][0] == calendars._clean(title)
    assert entry["DTSTART"][0] == "20270329T120000Z"
    assert entry["ATTENDEE"][0] == "mailto:an@example.org"
    assert len(read(text)[1]) == 1


def test_web_calendars_open_with_time_and_place_filled_in():
    google, outlook = calendars.web_calendars(event(venue="Stadhuis & co", online_url=LINK))
    query = parse_qs(urlsplit(google.url).query)
    assert query["dates"] == ["20270329T120000Z/20270329T160000Z"]
    assert query["location"] == ["Stadhuis & co, online"]
    query = parse_qs(urlsplit(outlook.url).query)
    assert (query["startdt"], query["enddt"]) == (["2027-03-29T12:00:00Z"], ["2027-03-29T16:00:00Z"])
    assert "geheim" not in google.url + outlook.url

"""Entries for calendars, read back by another library than the one that writes them."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vobject import readOne

from events import calendars
from events.models import EventLedger, EventPage, EventState, Registration

START = datetime.datetime(2027, 3, 29, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
LINK = "https://meet.example.org/geheim"

# A page asks the database what kind of page it is, once.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def event(**kwargs):
    state = kwargs.pop("state", EventState.SCHEDULED)
    page = EventPage(**{"title": "Labo in Kortrijk", "start": START, "end": START + 4 * HOUR, **kwargs})
    EventLedger(event=page, state=state)
    return page


def registration(page, **kwargs):
    person = Registration(**{"name": "An Ampe", "email": "an@example.org", "calendar_sequence": 3, **kwargs})
    person.event = page
    return person


def read(text, **options):
    calendar = readOne(text, **options)
    assert calendar.validate(raiseException=True)
    return calendar


@pytest.fixture(autouse=True)
def _no_site(monkeypatch):
    monkeypatch.setattr(EventPage, "get_full_url", lambda self, request=None: "http://localhost/agenda/labo/")


@pytest.mark.parametrize(("method", "status"), [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")])
def test_an_entry_says_who_what_when_and_what_to_do_with_it(method, status):
    page = event(venue="Stadhuis", address="Grote Markt 54")
    person = registration(page)
    calendar = read(calendars.personal(person, method))
    assert calendar.method.value == method
    assert calendar.version.value == "2.0"
    entry = calendar.vevent
    assert entry.uid.value == f"{person.public_id}@localhost"
    assert entry.sequence.value == "3"
    assert entry.status.value == status
    assert entry.dtstart.value == START
    assert entry.dtend.value == START + 4 * HOUR
    assert entry.location.value == "Stadhuis, Grote Markt 54"
    assert entry.summary.value == "Labo in Kortrijk"
    [attendee] = entry.attendee_list
    assert attendee.value == "mailto:an@example.org"
    assert attendee.params == {"CN": ["An Ampe"], "PARTSTAT": ["ACCEPTED"], "RSVP": ["FALSE"]}
    assert entry.organizer.value.startswith("mailto:")


@pytest.mark.parametrize("start", [START, START - 60 * 24 * HOUR], ids=["summer", "winter"])
def test_moments_are_told_in_utc_without_a_zone_to_misread(start):
    entry = read(calendars.personal(registration(event(start=start, end=None)), "REQUEST"), transform=False).vevent
    for moment in [entry.dtstart, entry.dtend, entry.dtstamp]:
        assert re.fullmatch(r"\d{8}T\d{6}Z", moment.value)
        assert moment.params == {}
    assert entry.dtstart.value == f"{start:%Y%m%dT%H%M%SZ}"


def test_a_meeting_without_an_end_ends_after_two_hours():
    entry = read(calendars.personal(registration(event(end=None)), "REQUEST")).vevent
    assert entry.dtend.value == START + 2 * HOUR


def test_a_postponed_meeting_is_tentative_and_says_so():
    entry = read(calendars.personal(registration(event(state=EventState.POSTPONED)), "REQUEST")).vevent
    assert (entry.status.value, entry.summary.value) == ("TENTATIVE", "Uitgesteld: Labo in Kortrijk")


def test_an_entry_can_be_withdrawn_when_the_meeting_lost_its_day():
    entry = readOne(calendars.personal(registration(event(start=None, end=None)), "CANCEL")).vevent
    assert "dtstart" not in entry.contents
    assert entry.status.value == "CANCELLED"


def test_only_the_invitation_holds_the_link_of_an_online_meeting():
    page = event(online_url=LINK)
    assert LINK in read(calendars.personal(registration(page), "REQUEST")).vevent.description.value
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
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert len(line.encode()) <= 75
        assert not {"\r", "\n"} & {*line}
    calendar = read(text)
    assert [*calendar.contents] == ["version", "prodid", "method", "vevent"]
    [entry] = calendar.vevent_list
    assert entry.summary.value == calendars._clean(title)
    assert entry.dtstart.value == START
    assert [person.value for person in entry.attendee_list] == ["mailto:an@example.org"]


def test_web_calendars_open_with_time_and_place_filled_in():
    google, outlook = calendars.web_calendars(event(venue="Stadhuis & co", online_url=LINK))
    query = parse_qs(urlsplit(google.url).query)
    assert query["dates"] == ["20270329T120000Z/20270329T160000Z"]
    assert query["location"] == ["Stadhuis & co, online"]
    query = parse_qs(urlsplit(outlook.url).query)
    assert (query["startdt"], query["enddt"]) == (["2027-03-29T12:00:00Z"], ["2027-03-29T16:00:00Z"])
    assert "geheim" not in google.url + outlook.url

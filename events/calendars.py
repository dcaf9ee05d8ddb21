"""Entries for calendars (iCalendar, RFC 5545), in UTC: some programs misread the time zones that libraries write."""

from datetime import UTC
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from events.models import EventPage, Registration

PRODUCT = "-//VVSG//Labo lokale burgerparticipatie//NL"


def request(registration: Registration) -> str:
    """The invitation of one participant; it replaces what was sent before under the same UID."""
    return _personal(registration, "REQUEST", "CONFIRMED")


def cancel(registration: Registration) -> str:
    """Takes the entry out of the participant's calendar."""
    return _personal(registration, "CANCEL", "CANCELLED")


def _personal(registration: Registration, method: str, status: str) -> str:
    entry = _entry(registration.event)
    entry.add("uid", f"{registration.public_id}@{_host()}")
    entry.add("sequence", registration.calendar_sequence)
    entry.add("status", status)
    organiser = vCalAddress(f"MAILTO:{_address(settings.DEFAULT_FROM_EMAIL)}")
    organiser.params["CN"] = vText(settings.WAGTAIL_SITE_NAME)
    entry["organizer"] = organiser
    attendee = vCalAddress(f"MAILTO:{registration.email}")
    attendee.params["CN"] = vText(registration.name)
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    entry.add("attendee", attendee)
    return _calendar(method, [entry])


def _entry(event: EventPage) -> Event:
    entry = Event()
    entry.add("summary", event.title)
    entry.add("dtstamp", timezone.now().astimezone(UTC))
    entry.add("dtstart", event.start.astimezone(UTC))
    if event.end:
        entry.add("dtend", event.end.astimezone(UTC))
    if place := event.place:
        entry.add("location", place)
    entry.add("url", event.full_url)
    return entry


def _calendar(method: str, entries: list[Event]) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical().decode()


def _address(sender: str) -> str:
    return parseaddr(sender)[1]


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""

"""Entries for calendars (iCalendar, RFC 5545), in UTC: some programs misread the time zones that libraries write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from events.models import EventPage, EventState, Registration

PRODUCT = "-//VVSG//Labo lokale burgerparticipatie//NL"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
#: Of a meeting that says only when it begins; without an end some programs draw nothing.
USUAL_LENGTH = timedelta(hours=2)
#: How often programs look whether a calendar changed.
REFRESH = timedelta(hours=6)

STATUS = {
    EventState.SCHEDULED: "CONFIRMED",
    EventState.POSTPONED: "TENTATIVE",
    EventState.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True)
class WebCalendar:
    name: str
    #: Opens a new appointment, filled in.
    url: str


def personal(registration: Registration, method: str) -> str:
    """The invitation of one participant (``REQUEST``), or its withdrawal (``CANCEL``).

    Both replace what was sent before under the same UID. Nobody else stands in it, and no personal link: people pass
    entries on.
    """
    event = registration.event
    entry = _entry(event)
    entry.add("uid", uid(registration))
    entry.add("sequence", registration.calendar_sequence)
    entry.add("dtstamp", timezone.now().astimezone(UTC))
    entry.add("status", STATUS[event.ledger.state] if method == REQUEST else "CANCELLED")
    if method == REQUEST and event.online_url:
        entry.add("description", gettext("Join online: %(url)s") % {"url": event.online_url})
    entry["organizer"] = _person(settings.WAGTAIL_SITE_NAME, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    attendee = _person(registration.name, registration.email)
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    entry.add("attendee", attendee)
    return _text(_calendar(method, [entry]))


def uid(registration: Registration) -> str:
    """The name of a participant's entry in all its versions; another than that of the public entry.

    Who also subscribes to the agenda sees the meeting twice. One name would not change that: programs keep a
    subscription apart from somebody's own calendar. But the public file, imported by hand, would then replace the
    invitation with its private link, and cancelling a registration would take away what was imported.
    """
    return f"{registration.public_id}@{_host()}"


def public(events: Iterable[EventPage], name: str, request: HttpRequest) -> str:
    """A calendar that everybody may read or subscribe to. Events without a day are left out."""
    calendar = _calendar(PUBLISH, [_public_entry(event, request) for event in events if event.start])
    calendar.add("x-wr-calname", _clean(name))
    calendar.add("name", _clean(name))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    return _text(calendar)


def web_calendars(event: EventPage, request: HttpRequest | None = None) -> list[WebCalendar]:
    """Where people keep their calendar, when they do not want a file. The event must have a day."""
    about = {"title": _title(event), "where": _where(event), "url": event.get_full_url(request) or ""}
    start, end = event.start.astimezone(UTC), _end(event)
    google = {
        "action": "TEMPLATE",
        "text": about["title"],
        "dates": f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}",
        "location": about["where"],
        "details": about["url"],
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": about["title"],
        "startdt": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{end:%Y-%m-%dT%H:%M:%SZ}",
        "location": about["where"],
        "body": about["url"],
    }
    return [
        WebCalendar("Google Calendar", f"https://calendar.google.com/calendar/render?{urlencode(google)}"),
        WebCalendar(
            "Outlook (Microsoft 365)", f"https://outlook.office.com/calendar/0/deeplink/compose?{urlencode(outlook)}"
        ),
    ]


def file_address(event: EventPage) -> str:
    """The full address of the event as a file."""
    return event.full_route_url("calendar_file")


def _public_entry(event: EventPage, request: HttpRequest) -> Event:
    entry = _entry(event, request)
    entry.add("uid", f"{event.translation_key}@{_host()}")
    entry.add("sequence", event.ledger.calendar_sequence)
    # Not the time of asking: the same event is the same file.
    changed = max(moment for moment in [event.last_published_at, event.ledger.changed_at] if moment)
    entry.add("dtstamp", changed.astimezone(UTC))
    entry.add("last-modified", changed.astimezone(UTC))
    entry.add("status", STATUS[event.ledger.state])
    if event.summary:
        entry.add("description", _clean(event.summary))
    return entry


def _entry(event: EventPage, request: HttpRequest | None = None) -> Event:
    entry = Event()
    entry.add("summary", _title(event))
    if event.start:  # the withdrawal of an event that lost its day has none
        entry.add("dtstart", event.start.astimezone(UTC))
        entry.add("dtend", _end(event))
    if where := _where(event):
        entry.add("location", where)
    if address := event.get_full_url(request):
        entry.add("url", address)
    return entry


def _title(event: EventPage) -> str:
    """With the state in front, because few programs show the status of an entry."""
    title = _clean(event.title)
    return f"{event.off_label.capitalize()}: {title}" if event.off_label else title


def _where(event: EventPage) -> str:
    """The address without words in between, for who looks it up on a map."""
    host = event.host_municipality.name if event.host_municipality else ""
    online = gettext("online") if event.online_url else ""
    return _clean(", ".join(part for part in [event.venue, event.address, host, online] if part))


def _end(event: EventPage) -> datetime:
    return (event.end or event.start + USUAL_LENGTH).astimezone(UTC)


def _person(name: str, email: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{email}")
    # Programs read neither a quote nor its escape (RFC 6868) in a parameter.
    if clean := _clean(name).replace('"', "'"):
        person.params["CN"] = vText(clean)
    return person


def _clean(text: str) -> str:
    """On one line, without characters that nobody sees."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _calendar(method: str, entries: list[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(entry)
    return calendar


def _text(calendar: Calendar) -> str:
    return calendar.to_ical().decode()


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""

"""What search engines and other machines read of an event: schema.org, as JSON-LD.

Only what the page shows to everybody: of an online meeting that it is online, never its link.
"""

from typing import Any

from events.models import EventPage, EventState

STATUS = {
    EventState.SCHEDULED: "EventScheduled",
    EventState.POSTPONED: "EventPostponed",
    EventState.CANCELLED: "EventCancelled",
}


def linked_data(event: EventPage, request, publisher: str) -> dict[str, Any] | None:
    """None for an event without a day, which schema.org does not know."""
    if not event.start:
        return None
    address = event.get_full_url(request)
    values = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": event.title,
        "description": event.meta_description,
        "startDate": event.local_start.isoformat(),
        "endDate": event.local_end.isoformat() if event.end else None,
        "eventStatus": f"https://schema.org/{STATUS[_state(event)]}",
        "eventAttendanceMode": f"https://schema.org/{_mode(event)}",
        "location": _locations(event, address),
        "inLanguage": "nl-BE",
        "organizer": {"@type": "Organization", "name": publisher} if publisher else None,
    }
    return {name: value for name, value in values.items() if value}


def _state(event):
    ledger = getattr(event, "ledger", None)  # the preview of a new event has none
    return ledger.state if ledger else EventState.SCHEDULED


def _mode(event):
    if not event.online_url:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if _has_place(event) else "OnlineEventAttendanceMode"


def _has_place(event):
    return bool(event.venue or event.address or event.host_municipality)


def _locations(event, address):
    places = []
    if _has_place(event):
        host = event.host_municipality.name if event.host_municipality else ""
        parts = {"streetAddress": event.address, "addressLocality": host, "addressCountry": "BE"}
        known = {name: value for name, value in parts.items() if value}
        places.append(
            {
                "@type": "Place",
                "name": event.venue or host or event.address,
                "address": {"@type": "PostalAddress", **known},
            }
        )
    if event.online_url:
        # The address of the page stands for the link, which is private.
        places.append({"@type": "VirtualLocation", "url": address})
    return places

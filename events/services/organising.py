"""What an organiser decides about an event: whether it goes ahead, who may register, how many seats, and a copy."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from cms.models import User
from events.models import EventLedger, EventPage, EventState, Registration
from events.services.seats import fill_free_seats, has_begun, locked, write
from events.wall_clock import end_on_the_wall, moment_of


def set_event_state(*, event: EventPage, state: EventState, note: str, by: User) -> EventLedger:
    """Says whether the event goes ahead; visitors see the state and the note at once."""
    with locked(event.pk) as ledger:
        ledger.state, ledger.note = state, note
        # With signals: the pages that show the state must expire.
        ledger.save(update_fields=["state", "note", "changed_at"])
        log(instance=event, action="events.set_state", user=by, data={"state": state, "note": note})
    return ledger


FIELDS = ["access", "opens_at", "closes_at", "offer_hours"]


def set_access(*, event: EventPage, settings: Mapping[str, object], by: User) -> EventLedger:
    """Stores who may register, from when until when, and how long a seat is offered. Visitors see it at once."""
    with locked(event.pk) as ledger:
        for name in FIELDS:
            setattr(ledger, name, settings[name])
        # With signals: the pages that say whether there is a form must expire.
        ledger.save(update_fields=[*FIELDS, "changed_at"])
        log(instance=event, action="events.set_access", user=by, data={"access": ledger.access})
    return ledger


class NotAgreed(Exception):
    """Another number of people would get a seat than the editor agreed to: ``promotes``."""

    def __init__(self, promotes: int) -> None:
        super().__init__(promotes)
        self.promotes = promotes


def set_capacity(*, event: EventPage, capacity: int | None, agreed: int | None = None, by: User | None = None) -> int:
    """Sets the number of seats and promotes from the queue; nobody loses a seat. Returns how many were promoted.

    ``agreed`` is to how many promotions the editor agreed; None for any number. Raises ``NotAgreed`` when they would
    be others, and then changes nothing.
    """
    with locked(event.pk) as ledger:
        promotes = _would_promote(ledger, capacity)
        if agreed is not None and promotes not in {0, agreed}:
            raise NotAgreed(promotes)
        ledger.capacity = capacity
        ledger.overbooked = 0 if capacity is None else max(0, ledger.seats_taken - capacity)
        write(ledger)
        promoted = fill_free_seats(ledger)
        if by:
            data = {"capacity": capacity, "promoted": promoted}
            log(instance=event, action="events.set_capacity", user=by, data=data)
    return promoted


def _would_promote(ledger: EventLedger, capacity: int | None) -> int:
    """How many in the queue get a seat when the capacity becomes this; nobody once the event began or is off."""
    if not ledger.goes_ahead or has_begun(ledger):
        return 0
    waiting = Registration.objects.filter(event_id=ledger.event_id).queue().count()
    return waiting if capacity is None else max(0, min(waiting, capacity - ledger.seats_taken))


#: What an earlier copy added to the address.
DAY_AND_NUMBER = re.compile(r"-\d{4}-\d{2}-\d{2}(-\d+)?$")
#: Characters of a slug.
LONGEST = 255


class AlreadyThere(Exception):
    """The copy for this moment was made before; ``page`` is it."""

    def __init__(self, page: EventPage) -> None:
        super().__init__(page)
        self.page = page


@transaction.atomic
def duplicate_event(*, event: EventPage, start: datetime, by: User, fold: int | None = None) -> EventPage:
    """A draft beside the event that begins when clocks here show ``start`` (without a zone) and ends by the clock too.

    The number of seats and the hours of an offer come along. Who registered, was invited or waits does not, and nobody
    can register until an editor says so. Questions keep their keys: they are the same questions, so answers go along
    with somebody who moves to the other event, and a series can be put side by side.

    Raises ``NoSuchTime``, ``TimeIsTwice`` (without ``fold``) and ``AlreadyThere``.
    """
    begins = moment_of(start, fold)
    end = end_on_the_wall(event, start)
    ends = moment_of(end, fold) if end else None
    slug = _slug(event, start, begins)
    update = {"start": begins, "end": ends, "expected_month": None, "time_note": "", "slug": slug}
    page = event.copy(update_attrs=update, keep_live=False, user=by)
    ledger = EventLedger.objects.get(event=event)
    EventLedger.objects.filter(event=page).update(capacity=ledger.capacity, offer_hours=ledger.offer_hours)
    log(instance=event, action="events.duplicate", user=by, data={"page": page.pk})
    return page


def _slug(event: EventPage, start: datetime, begins: datetime) -> str:
    """With the day, and a number when there are more on that day. Raises ``AlreadyThere``."""
    siblings = EventPage.objects.sibling_of(event)
    number = 1
    while True:
        ending = f"{start:-%Y-%m-%d}" + (f"-{number}" if number > 1 else "")
        slug = f"{DAY_AND_NUMBER.sub('', event.slug)[: LONGEST - len(ending)]}{ending}"
        there = siblings.filter(slug=slug).first()
        if there is None:
            return slug
        if there.start == begins and there.pk != event.pk:
            raise AlreadyThere(there)
        number += 1

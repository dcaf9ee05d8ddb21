"""The same meeting on another day."""

import re
from datetime import datetime

from django.db import transaction
from wagtail.log_actions import log

from cms.models import User
from events.models import EventLedger, EventPage
from events.wall_clock import end_on_the_wall, moment_of

#: What an earlier copy added to the address.
DAY_AND_NUMBER = re.compile(r"-\d{4}-\d{2}-\d{2}(-\d+)?$")
#: Characters of a slug.
LONGEST = 255


class AlreadyThere(Exception):
    """The copy for this moment was made before; ``page`` is it."""

    def __init__(self, page):
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


def _slug(event, start, begins) -> str:
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

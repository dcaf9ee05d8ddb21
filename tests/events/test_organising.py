import pytest
from wagtail.models import PageLogEntry

from events.models import EventLedger, EventPage, EventState
from events.services import organising, seats
from tests.factories import EventIndexPageFactory, EventPageFactory, UserFactory


@pytest.fixture
def event(home):
    return EventPageFactory(parent=EventIndexPageFactory(parent=home))


def cancel(event):
    return organising.set_event_state(
        event=event, state=EventState.CANCELLED, note="De zaal is dicht.", by=UserFactory(username="an")
    )


def test_a_cancelled_event_says_so_with_the_reason(event):
    cancel(event)
    ledger = EventPage.objects.get().ledger
    assert not ledger.goes_ahead
    assert (ledger.get_state_display(), ledger.note) == ("geannuleerd", "De zaal is dicht.")


def test_the_history_of_the_page_tells_who_changed_the_state(event):
    cancel(event)
    entry = PageLogEntry.objects.get(page=event, action="events.set_state")
    assert entry.user.username == "an"
    assert entry.message == "Toestand: geannuleerd. De zaal is dicht."


def test_publishing_a_draft_from_before_does_not_bring_the_event_back(event):
    draft = event.save_revision()
    cancel(event)
    draft.publish()
    assert EventPage.objects.get().ledger.state == EventState.CANCELLED


def test_the_state_changes_under_the_lock_that_seats_are_given_under(event, monkeypatch):
    """Somebody who registers while the editor saves keeps the seat that was counted."""
    take_lock = seats.take_lock

    def take_lock_behind_somebody(event_id):
        EventLedger.objects.filter(event_id=event_id).update(seats_taken=3)
        take_lock(event_id)

    monkeypatch.setattr(seats, "take_lock", take_lock_behind_somebody)
    assert cancel(event).seats_taken == 3
    assert EventLedger.objects.get(event=event).seats_taken == 3

import pytest
from wagtail.models import PageLogEntry

from events.models import EventPage, EventState
from events.services import state as services
from tests.factories import EventIndexPageFactory, EventPageFactory, UserFactory


@pytest.fixture
def event(home):
    return EventPageFactory(parent=EventIndexPageFactory(parent=home))


def cancel(event):
    return services.set_event_state(
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

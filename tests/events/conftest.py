"""A full event with its organiser, for the tests of the admin; other tests bring an event of their own."""

import pytest

from events.models import Access, EventLedger
from events.services.registering import Applicant, register
from home import roles
from tests.factories import EventPageFactory
from tests.factories.tree import grow


@pytest.fixture
def event(home):
    event = grow(EventPageFactory, title="Labodag")
    EventLedger.objects.filter(event=event).update(access=Access.OPEN, capacity=2)
    event.refresh_from_db()
    return event


@pytest.fixture
def chief(event, log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


@pytest.fixture
def come(event):
    def come(name, at=None, **kwargs):
        applicant = Applicant(name=name, email=f"{name}@example.org", **kwargs.pop("applicant", {}))
        return register(event=at or event, applicant=applicant, key=name, is_proven=True, **kwargs).registration

    return come


@pytest.fixture
def full(come):
    """Two have a seat, one waits."""
    return [come(name) for name in ["an", "bo", "cas"]]


@pytest.fixture
def other(event):
    other = EventPageFactory(parent=event.get_parent(), title="Tweede Labodag")
    EventLedger.objects.filter(event=other).update(capacity=1)
    return other

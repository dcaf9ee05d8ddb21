"""The log of registrations is only added to, and goes with the event that it is of."""

import pytest

from events.models import Reason, RegistrationLog
from events.services.changing import cancel
from tests.events.coming import come, open_event
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(home):
    return open_event()


@pytest.mark.parametrize(
    "change",
    [
        lambda log: RegistrationLog.objects.update(to_state="attended"),
        lambda log: RegistrationLog.objects.filter(pk=log.pk).delete(),
        lambda log: RegistrationLog.objects.all().delete(),
        lambda log: log.save(),
        lambda log: log.delete(),
    ],
)
def test_what_happened_is_not_rewritten(event, change):
    come(event)
    before = list(RegistrationLog.objects.values())
    with pytest.raises(TypeError, match="only added to"):
        change(RegistrationLog.objects.get())
    assert list(RegistrationLog.objects.values()) == before


def test_the_log_goes_with_the_event(event):
    come(event)
    event.delete()
    assert not RegistrationLog.objects.exists()


def test_the_log_stays_when_the_editor_leaves(event):
    editor = UserFactory()
    cancel(registration=come(event), reason=Reason.EDITOR, by=editor)
    editor.delete()
    assert [(one.to_state, one.by) for one in RegistrationLog.objects.all()] == [
        ("confirmed", None),
        ("cancelled", None),
    ]

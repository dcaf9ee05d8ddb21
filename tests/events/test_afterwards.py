"""What came of a meeting: on its own page once it is over, and found by search."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.models import OutboxMail
from cms.work import worker
from events.models import EventPage, EventPresentation
from events.services import telling
from search.engine.backends.indexing import FoldedIndex
from tests.events.coming import come, open_event
from tests.factories import EventPageFactory
from tests.factories.full import document
from tests.factories.tree import grow

HOUR = datetime.timedelta(hours=1)
#: Of the report, the lessons and the presentations.
WORDS = ["verhalen", "klein", "ochtend", "filmpje"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(home, time_machine):
    time_machine.move_to("2027-03-01 10:00+01:00", tick=False)
    event = grow(EventPageFactory, start=timezone.now() + HOUR, end=timezone.now() + 2 * HOUR)
    event.report = "<p>We hoorden <b>vijf</b> verhalen.</p>"
    event.lessons = "<ul><li>Begin klein.</li></ul>"
    event.presentations = [
        EventPresentation(title="Dia’s van de ochtend", document=document()),
        EventPresentation(title="Filmpje", url="https://example.org/film"),
    ]
    event.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def keys_found(word):
    return [page.pk for page in EventPage.objects.search(word)]


def main(client, page):
    return client.get(page.url).content.decode().partition("<main")[2]


def test_report_lessons_and_presentations_show_when_the_meeting_is_over(event, client, time_machine):
    html = main(client, event)
    assert not any(word in html for word in ["Verslag", "vijf", "Lessen", "Begin klein", "Presentaties", "Filmpje"])
    assert not event.has_report
    time_machine.shift(3 * HOUR)
    html = main(client, event)
    assert html.index("Verslag") < html.index("<b>vijf</b>") < html.index("Lessen") < html.index("Begin klein.")
    assert html.index("Presentaties") < html.index("Dia’s van de ochtend") < html.index("https://example.org/film")
    assert re.search(r"verslag\w*\.pdf", html)
    assert event.has_report


@pytest.mark.parametrize("empty", ["", "<p></p>", "<p> </p>"])
def test_nothing_is_announced_when_nothing_was_written(event, client, time_machine, empty):
    event.report = event.lessons = empty
    event.presentations = []
    event.save_revision().publish()
    time_machine.shift(3 * HOUR)
    html = main(client, event)
    assert not any(heading in html for heading in [">Verslag<", ">Lessen<", ">Presentaties<"])
    assert not EventPage.objects.get().has_report


def test_what_came_of_it_is_found_after_the_meeting_and_not_before(
    event, time_machine, django_capture_on_commit_callbacks
):
    def found():
        with django_capture_on_commit_callbacks(execute=True):
            EventPage.objects.get().save()
        return [keys_found(word) for word in WORDS]

    assert found() == [[], [], [], []]
    time_machine.shift(3 * HOUR)
    assert found() == [[event.pk]] * 4


@pytest.fixture
def work(committed):
    """The worker does what it does to search for events that are over."""

    def run():
        with committed():
            worker._jobs["find what came of events"].run()

    return run


# A worker that was down for a week, or for half a year, has the same to do.
@pytest.mark.parametrize("hours", [3, 8 * 24, 180 * 24])
def test_what_was_written_beforehand_is_found_once_the_meeting_is_over(event, time_machine, committed, work, hours):
    with committed():
        EventPage.objects.get().save()
    work()
    assert [keys_found(word) for word in WORDS] == [[], [], [], []]
    time_machine.shift(hours * HOUR)
    work()
    assert [keys_found(word) for word in WORDS] == [[event.pk]] * 4


def test_a_document_of_a_presentation_is_found_once_the_meeting_is_over(event, time_machine, committed, work):
    with committed():
        file = event.presentations.get(url="").document
        file.title = "Zeepaardjes"
        file.save()
    assert keys_found("zeepaardjes") == []
    time_machine.shift(3 * HOUR)
    work()
    assert keys_found("zeepaardjes") == [event.pk]


def test_a_meeting_without_a_day_is_over_when_its_month_is(home, time_machine, committed, work):
    time_machine.move_to("2027-03-31 12:00+02:00", tick=False)
    month = datetime.date(2027, 3, 1)
    with committed():
        event = grow(EventPageFactory, start=None, end=None, expected_month=month, report="<p>Verhalen.</p>")
    time_machine.shift(24 * HOUR)
    work()
    assert keys_found("verhalen") == [event.pk]


def test_a_meeting_is_indexed_once_for_being_over(event, time_machine, work, monkeypatch):
    time_machine.shift(3 * HOUR)
    work()
    monkeypatch.setattr(FoldedIndex, "add_items", lambda *args: pytest.fail("Indexed again."))
    work()


def test_a_meeting_that_gets_a_later_day_is_not_found_by_its_report(event, time_machine, committed, work):
    time_machine.shift(3 * HOUR)
    work()
    with committed():
        page = EventPage.objects.get()
        page.start, page.end = timezone.now() + HOUR, timezone.now() + 2 * HOUR
        page.save()
    assert keys_found("verhalen") == []
    time_machine.shift(3 * HOUR)
    work()
    assert keys_found("verhalen") == [event.pk]


def test_who_was_there_is_thanked_once_when_the_report_is_published(home, time_machine, settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    time_machine.move_to("2027-03-01 10:00+01:00", tick=False)
    event = open_event(start=timezone.now() + HOUR, end=timezone.now() + 2 * HOUR)
    come(event)
    time_machine.shift(3 * HOUR)
    page = EventPage.objects.get()
    page.report = "<p>Een verslag.</p>"
    draft = page.save_revision()
    assert telling.thank() == 0
    draft.publish()
    assert (telling.thank(), telling.thank()) == (1, 0)
    assert event.full_url in OutboxMail.objects.first().text


@pytest.mark.parametrize("place", [{}, {"url": "https://example.org/", "document": True}])
def test_a_presentation_is_a_file_or_an_address(event, place):
    place = {**place, **({"document": document()} if "document" in place else {})}
    row = EventPresentation(event=event, title="Dia’s", **place)
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()

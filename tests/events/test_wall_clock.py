"""Summer and winter time, and copies of events that keep the hour on the clock."""

import datetime
from datetime import UTC

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import assume, given
from hypothesis import strategies as st

from events.models import Access, EventLedger, EventPage, EventQuestion, Invitation, Registration
from events.services.registering import Applicant, register
from events.wall_clock import NoSuchTime, TimeIsTwice, moment_of
from home import roles
from tests.factories import EventPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database

SPRING, AUTUMN = datetime.datetime(2027, 3, 28, 2, 30), datetime.datetime(2027, 10, 31, 2, 30)


def test_an_hour_that_the_clock_skips_does_not_exist():
    with pytest.raises(NoSuchTime):
        moment_of(SPRING)
    with pytest.raises(NoSuchTime):
        moment_of(SPRING, 1)


def test_an_hour_that_comes_twice_must_be_told_apart():
    with pytest.raises(TimeIsTwice):
        moment_of(AUTUMN)
    first, second = (moment_of(AUTUMN, fold) for fold in (0, 1))
    assert second.astimezone(UTC) - first.astimezone(UTC) == datetime.timedelta(hours=1)
    assert first.astimezone(UTC).hour == 0


@given(st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2035, 1, 1)), st.sampled_from([0, 1]))
def test_every_other_moment_shows_on_the_clock_what_was_asked(shown, fold):
    try:
        moment = moment_of(shown, fold)
    except NoSuchTime:
        assume(False)
    assert moment.astimezone(UTC).astimezone(timezone.get_default_timezone()).replace(tzinfo=None, fold=0) == shown


@pytest.fixture
def event(home):
    start = datetime.datetime(2027, 1, 11, 13, 0, tzinfo=UTC)  # 14u in winter
    event = grow(EventPageFactory, title="Labodag", slug="labodag", start=start)
    EventLedger.objects.filter(event=event).update(access=Access.OPEN, capacity=2, offer_hours=24)
    event.refresh_from_db()
    return event


@pytest.fixture
def chief(event, log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


def copy(client, event, day, hour, **data):
    return client.post(reverse("event_duplicate", args=[event.pk]), {"day": day, "hour": hour, **data}, follow=True)


def copies(event):
    return [page.get_latest_revision_as_object() for page in EventPage.objects.exclude(pk=event.pk)]


def clocks(page):
    return f"{timezone.localtime(page.start):%Y-%m-%d %H:%M} – {timezone.localtime(page.end):%H:%M}"


def test_a_copy_in_summer_keeps_the_hour_on_the_clock(chief, event):
    assert 'value="14:00"' in chief.get(reverse("event_duplicate", args=[event.pk])).content.decode()
    copy(chief, event, "2027-06-14", "14:00")
    (page,) = copies(event)
    assert clocks(page) == "2027-06-14 14:00 – 18:00"
    assert page.start.astimezone(UTC).hour == 12
    assert (page.slug, page.live) == ("labodag-2027-06-14", False)


def test_a_copy_is_a_draft_without_the_people(chief, event):
    question = EventQuestion.objects.create(event=event, label="Trein of fiets?")
    register(event=event, applicant=Applicant(name="An", email="an@example.org"), key="an")
    Invitation.objects.create(event=event, email="bo@example.org", email_key="bo@example.org")
    copy(chief, event, "2027-06-14", "14:00")
    page = EventPage.objects.exclude(pk=event.pk).get()
    ledger = page.ledger
    assert (ledger.capacity, ledger.offer_hours, ledger.seats_taken, ledger.queue_counter) == (2, 24, 0, 0)
    assert ledger.access == Access.NOBODY
    assert Registration.objects.count() == Invitation.objects.count() == 1
    assert [one.key for one in page.questions.all()] == [question.key]
    assert page.questions.get().pk != question.pk


def test_the_same_copy_is_made_once(chief, event):
    first = copy(chief, event, "2027-06-14", "14:00")
    second = copy(chief, event, "2027-06-14", "14:00")
    assert "Deze kopie was er al" in second.content.decode()
    assert first.redirect_chain == second.redirect_chain
    copy(chief, event, "2027-06-14", "09:00")
    assert [page.slug for page in copies(event)] == ["labodag-2027-06-14", "labodag-2027-06-14-2"]


def test_a_copy_of_a_copy_has_one_day_in_its_address(chief, event):
    copy(chief, event, "2027-06-14", "14:00")
    (page,) = copies(event)
    copy(chief, page, "2027-06-15", "14:00")
    assert {one.slug for one in copies(event)} == {"labodag-2027-06-14", "labodag-2027-06-15"}


def test_an_hour_that_does_not_exist_is_refused(chief, event):
    html = copy(chief, event, "2027-03-28", "02:30").content.decode()
    assert "Die nacht begint de zomertijd: de klok slaat 2u30 over. Kies een ander uur." in html
    assert not copies(event)


def test_an_end_that_does_not_exist_is_refused(chief, event):
    html = copy(chief, event, "2027-03-27", "22:30").content.decode()
    assert "de klok slaat 2u30 over" in html
    assert not copies(event)


@pytest.mark.parametrize(("which", "utc"), [("0", 0), ("1", 1)])
def test_an_hour_that_comes_twice_is_asked(chief, event, which, utc):
    assert "Welk van de twee?" not in chief.get(reverse("event_duplicate", args=[event.pk])).content.decode()
    html = copy(chief, event, "2027-10-31", "02:30").content.decode()
    assert "de klok toont 2u30 twee keer" in html
    assert "Welk van de twee?" in html
    assert not copies(event)
    copy(chief, event, "2027-10-31", "02:30", which=which)
    (page,) = copies(event)
    assert page.start.astimezone(UTC).hour == utc
    assert clocks(page) == "2027-10-31 02:30 – 06:30"


SKIPPED, TWICE = "2027-03-28 02:30", "2027-10-31 02:30"
SKIPS = "Die nacht begint de zomertijd: de klok slaat 2u30 over. Kies een ander uur."
ASKS = "Die nacht eindigt de zomertijd: de klok toont 2u30 twee keer."
MOMENTS = ["start", "end", "opens_at", "closes_at"]


@pytest.fixture
def fill_in(chief, event):
    """Sends the form that has this field, in the editor of the page or on the screen *Participants*; gives it back."""

    def fill_in(field, **typed):
        if field in {"opens_at", "closes_at"}:
            answer = chief.post(reverse("event_access", args=[event.pk]), {"access": "open", **typed})
            return None if answer.status_code == 302 else answer.context["access_form"]
        data = {"title": event.title, "slug": event.slug, "kind_of_event": event.kind_of_event, "body-count": "0"}
        others = {"start": {}, "end": {"start": "2027-01-11 14:00"}}[field]
        formsets = EventPage.get_edit_handler().get_form_class()(instance=event).formsets
        empty = {f"{name}-{part}_FORMS": "0" for name in formsets for part in ["TOTAL", "INITIAL"]}
        url = reverse("wagtailadmin_pages:edit", args=[event.pk])
        sent = {**data, **empty, "action-publish": "on", **others, **typed}
        answer = chief.post(url, sent)
        return None if answer.status_code == 302 else answer.context["form"]

    return fill_in


def stored(event, field):
    """The hour in UTC."""
    page = EventPage.objects.get(pk=event.pk)
    return getattr(page if field in {"start", "end"} else page.ledger, field).astimezone(UTC).hour


@pytest.mark.parametrize("field", MOMENTS)
def test_an_hour_that_the_clock_skips_is_refused_in_every_field(fill_in, event, field):
    form = fill_in(field, **{field: SKIPPED})
    assert form.errors == {field: [SKIPS]}
    assert "Welk van de twee?" not in str(form[field])


@pytest.mark.parametrize("field", MOMENTS)
def test_an_hour_that_comes_twice_is_asked_in_every_field(fill_in, event, field):
    form = fill_in(field, **{field: TWICE})
    assert [ASKS in text for text in form.errors[field]] == [True]
    assert f'name="{field}-which"' in str(form[field])
    assert f'value="{TWICE}"' in str(form[field])
    for which, utc in [("0", 0), ("1", 1)]:
        assert fill_in(field, **{field: TWICE, f"{field}-which": which}) is None
        assert stored(event, field) == utc


@pytest.mark.parametrize("which", ["0", "1"])
def test_a_form_that_is_opened_again_shows_which_was_meant(chief, fill_in, event, which):
    fill_in("start", **{"start": TWICE, "start-which": which})
    field = chief.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).context["form"]["start"]
    assert f'<option value="{which}" selected>' in str(field)
    event.refresh_from_db()
    field = EventPage.get_edit_handler().get_form_class()(instance=event)["end"]
    assert "Welk van de twee?" not in str(field)


def test_what_was_changed_in_the_draft_is_copied(chief, event):
    event.venue = "Nieuwe zaal"
    event.save_revision()
    copy(chief, event, "2027-06-14", "14:00")
    (page,) = copies(event)
    assert page.venue == "Nieuwe zaal"


def test_who_may_not_publish_makes_no_copy(log_in_as, event):
    assert log_in_as(roles.EDITOR).post(reverse("event_duplicate", args=[event.pk]))["Location"] == "/beheer/"
    assert not copies(event)

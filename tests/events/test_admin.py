import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import EventKind, EventPage, EventState
from events.services import organising as services
from home import roles
from tests.factories import EventIndexPageFactory, EventPageFactory, StandardPageFactory, UserFactory

pytestmark = pytest.mark.any_database

DAY = datetime.datetime(2020, 5, 14, 14, tzinfo=datetime.UTC)


@pytest.fixture
def agenda(home):
    return EventIndexPageFactory(parent=home)


@pytest.fixture
def event(agenda):
    return EventPageFactory(parent=agenda, title="Labomeeting mei")


@pytest.fixture
def manager(log_in_as, agenda):
    return log_in_as(roles.AGENDA_MANAGER)


def state_url(event):
    return reverse("event_state", args=[event.pk])


def explore_url(agenda):
    return reverse("wagtailadmin_explore", args=[agenda.pk])


def titles(response):
    return [page.title for page in response.context["object_list"]]


def test_the_state_is_one_click_away_in_the_editor_and_in_the_list(manager, agenda, event):
    for url in [reverse("wagtailadmin_pages:edit", args=[event.pk]), explore_url(agenda)]:
        html = manager.get(url).content.decode()
        assert state_url(event) in html
        assert "Toestand" in html


def test_the_form_of_an_event_says_where_to_postpone_it(manager, agenda, event):
    form = manager.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content.decode()
    assert re.search(rf'href="{state_url(event)}">\s*Meld het op een apart scherm', form)
    new = manager.get(reverse("wagtailadmin_pages:add", args=["events", "eventpage", agenda.pk])).content.decode()
    assert "Zodra de bijeenkomst bewaard is" in new


def test_other_pages_have_no_state(log_in_as, home):
    page = StandardPageFactory(parent=home)
    html = log_in_as(roles.CHIEF_EDITOR).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Toestand" not in html


def test_an_agenda_manager_postpones_an_event_with_a_message(manager, event):
    assert manager.get(state_url(event)).context["form"].initial["state"] == EventState.SCHEDULED
    response = manager.post(state_url(event), {"state": "postponed", "note": "Nieuwe datum volgt."}, follow=True)
    assert "“Labomeeting mei”: uitgesteld. Bezoekers zien dit nu." in response.content.decode()
    assert response.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[event.pk]), 302)]
    ledger = EventPage.objects.get().ledger
    assert (ledger.state, ledger.note) == (EventState.POSTPONED, "Nieuwe datum volgt.")


@pytest.mark.parametrize("data", [{"state": "vergeten"}, {"state": "cancelled", "note": "x" * 251}, {}])
def test_a_state_that_cannot_be_is_refused_with_a_message(manager, event, data):
    response = manager.post(state_url(event), data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert EventPage.objects.get().ledger.state == EventState.SCHEDULED


def test_an_editor_who_may_not_publish_may_not_change_the_state(log_in_as, event):
    editor = log_in_as(roles.EDITOR)
    assert editor.get(state_url(event))["Location"] == "/beheer/"
    assert editor.post(state_url(event), {"state": "cancelled"})["Location"] == "/beheer/"
    assert state_url(event) not in editor.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content.decode()
    assert EventPage.objects.get().ledger.goes_ahead


def test_an_event_that_is_gone_is_not_found(manager):
    assert manager.get(reverse("event_state", args=[404])).status_code == 404


def test_the_agenda_lists_date_kind_and_state(manager, agenda):
    event = EventPageFactory(parent=agenda, start=DAY, kind_of_event=EventKind.SITE_VISIT)
    EventPageFactory(parent=agenda, start=None, expected_month=datetime.date(2020, 12, 1))
    services.set_event_state(event=event, state=EventState.CANCELLED, note="", by=UserFactory())
    html = manager.get(explore_url(agenda)).content.decode()
    for text in ["14/05/2020 16u00", "december 2020", "werkbezoek", "Labobijeenkomst", "geannuleerd", "gaat door"]:
        assert text in html


def test_events_stand_latest_first_and_those_without_a_day_on_top(manager, agenda):
    EventPageFactory(parent=agenda, title="mei", start=DAY)
    EventPageFactory(parent=agenda, title="ooit", start=None)
    EventPageFactory(parent=agenda, title="december", start=None, expected_month=datetime.date(2020, 12, 1))
    assert titles(manager.get(explore_url(agenda))) == ["ooit", "december", "mei"]
    assert titles(manager.get(explore_url(agenda), {"ordering": "day"})) == ["mei", "december", "ooit"]


@pytest.fixture
def three_events(agenda):
    EventPageFactory(parent=agenda, title="Oude vorming", start=DAY, end=None, kind_of_event=EventKind.TRAINING)
    EventPageFactory(parent=agenda, title="Nieuwe vorming", kind_of_event=EventKind.TRAINING)
    cancelled = EventPageFactory(parent=agenda, title="Nieuwe meeting")
    services.set_event_state(event=cancelled, state=EventState.CANCELLED, note="", by=UserFactory())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"moment": "past"}, {"Oude vorming"}),
        ({"moment": "upcoming"}, {"Nieuwe vorming", "Nieuwe meeting"}),
        ({"state": "cancelled"}, {"Nieuwe meeting"}),
        ({"kind_of_event": "vorming"}, {"Oude vorming", "Nieuwe vorming"}),
        ({"q": "vorming", "moment": "upcoming", "ordering": "-day"}, {"Nieuwe vorming"}),
        ({"q": "nieuwe", "state": "cancelled", "ordering": "kind_of_event"}, {"Nieuwe meeting"}),
    ],
)
def test_events_can_be_filtered_and_searched(manager, agenda, three_events, query, expected):
    assert set(titles(manager.get(explore_url(agenda), query))) == expected
    assert set(titles(manager.get(reverse("agenda:index"), query))) == expected


def test_the_menu_leads_to_all_events(manager, event):
    assert reverse("agenda:index") in manager.get(reverse("wagtailadmin_home")).content.decode()
    assert titles(manager.get(reverse("agenda:index"))) == ["Labomeeting mei"]
    by_type = manager.get(reverse("wagtailadmin_pages:type_use", args=["events", "eventpage"]))
    assert titles(by_type) == ["Labomeeting mei"]


@pytest.mark.parametrize("listing", ["explorer", "menu"])
def test_more_events_take_no_more_queries(manager, agenda, shared_cache, listing):
    url = explore_url(agenda) if listing == "explorer" else reverse("agenda:index")
    EventPageFactory.create_batch(3, parent=agenda)
    manager.get(url)
    with CaptureQueriesContext(connection) as few:
        manager.get(url)
    EventPageFactory.create_batch(5, parent=agenda)
    with CaptureQueriesContext(connection) as many:
        manager.get(url)
    assert len(many) == len(few)

"""Lists, the dashboard, what is not deleted, and consent texts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import OutboxMail
from events.models import (
    Access,
    ConsentText,
    EventLedger,
    Registration,
)
from home import roles
from tests.events.screens import text
from tests.factories import EventPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


def test_an_event_to_which_people_come_is_not_deleted(chief, event, full):
    for url in [
        reverse("wagtailadmin_pages:delete", args=[event.pk]),
        reverse("wagtailadmin_pages:delete", args=[event.get_parent().pk]),
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={event.pk}",
    ]:
        html = text(chief.post(url, follow=True))
        assert "“Labodag” heeft inschrijvingen en wordt niet verwijderd." in html
        assert EventLedger.objects.filter(event=event).exists()
    Registration.objects.update(anonymised_at=timezone.now())
    chief.post(reverse("wagtailadmin_pages:delete", args=[event.pk]))
    assert not EventLedger.objects.exists()


def test_unpublishing_keeps_who_comes(chief, event, full):
    chief.post(reverse("wagtailadmin_pages:unpublish", args=[event.pk]))
    event.refresh_from_db()
    assert not event.live
    assert Registration.objects.filter(event=event).count() == 3


@pytest.mark.parametrize("number", ["9999999999999999999", "9" * 5000, "x"])
def test_a_filter_on_a_number_that_is_no_event_is_ignored(chief, full, number):
    response = chief.get(reverse("events_registration_modeladmin_index"), {"event": number})
    assert response.status_code == 200
    assert "an@example.org" in text(response)


def _queries(client):
    """How many the dashboard asks about events."""
    with CaptureQueriesContext(connection) as queries:
        client.get("/beheer/")
    return len([query for query in queries if "events_" in query["sql"] or "cms_outboxmail" in query["sql"]])


def test_the_dashboard_shows_the_next_events_in_few_queries(chief, log_in_as, event, other, full):
    OutboxMail.objects.filter(to=["an@example.org"]).update(last_error="550 unknown")
    html = text(chief.get("/beheer/"))
    assert "Labodag" in html
    assert "2 van 2" in html
    assert "1 mail vertrok niet" in html
    before = _queries(chief)
    for number in range(3):
        more = EventPageFactory(parent=event.get_parent(), title=f"Nog een {number}")
        EventLedger.objects.filter(event=more).update(access=Access.OPEN)
    assert _queries(chief) == before
    assert before <= 5
    assert "Volgende bijeenkomsten met inschrijving" not in text(log_in_as(roles.EDITOR).get("/beheer/"))


def test_the_list_of_registrations_filters_searches_and_shows_one_with_its_log(chief, event, other, full, come):
    come("zed", at=other, by=chief.user)
    url = reverse("events_registration_modeladmin_index")
    assert "zed" not in text(chief.get(url, {"event": event.pk}))
    html = text(chief.get(url, {"state": "waitlisted"}))
    assert "cas@example.org" in html
    assert "bo@example.org" not in html
    assert "bo@example.org" in text(chief.get(url, {"q": "bo@"}))
    one = text(chief.get(reverse("events_registration_modeladmin_inspect", args=[full[2].pk])))
    assert "op de wachtlijst" in one
    assert "door de deelnemer" in one
    assert reverse("registration_promote", args=[full[2].pk]) in one


def test_registrations_of_others_are_not_listed_or_inspected(log_in_as, event, full):
    editor = log_in_as(roles.EDITOR)
    for url in [
        reverse("events_registration_modeladmin_index"),
        reverse("events_registration_modeladmin_inspect", args=[full[0].pk]),
        reverse("events_consenttext_modeladmin_index"),
        reverse("events_add_consent_text"),
        reverse("events_troubled_mails"),
    ]:
        assert editor.get(url)["Location"] == "/beheer/"


@pytest.mark.parametrize("action", ["create", "edit", "delete"])
def test_nothing_is_added_changed_or_deleted_past_the_services(chief, full, action):
    args = [] if action == "create" else [full[0].pk]
    url = reverse(f"events_registration_modeladmin_{action}", args=args)
    assert chief.get(url)["Location"] == "/beheer/"
    assert chief.post(url, {"name": "x"})["Location"] == "/beheer/"
    assert Registration.objects.count() == 3


def test_the_list_has_no_export_of_its_own(chief, full):
    response = chief.get(reverse("events_registration_modeladmin_index"), {"export": "csv"})
    assert response["Content-Type"].startswith("text/html")


def test_mails_that_did_not_leave_are_listed(chief, event, full):
    OutboxMail.objects.filter(to=["an@example.org"]).update(last_error="550 unknown")
    OutboxMail.objects.create(message_id="x", to=["vreemd@example.org"], subject="Geheim", last_error="boem")
    for url in [reverse("events_troubled_mails"), reverse("event_participants", args=[event.pk])]:
        html = text(chief.get(url))
        assert "550 unknown" in html
        assert "Geheim" not in html


def test_a_consent_text_is_followed_never_changed(chief, event):
    first = ConsentText.objects.create(version=1, text="Een")
    url = reverse("events_add_consent_text")
    for _click in range(2):
        chief.post(url, {"text": "Twee"})
    first.refresh_from_db()
    assert first.text == "Een"
    assert list(ConsentText.objects.values_list("version", "text")) == [(2, "Twee"), (1, "Een")]
    assert "Twee" in text(chief.get(reverse("events_consenttext_modeladmin_index")))

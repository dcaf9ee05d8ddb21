"""Questions belong to the page; answers hold on to their keys, whatever happens to the page."""

import pytest
from django.urls import reverse
from modelcluster.models import get_all_child_relations
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import Access, EventPage, EventQuestion, QuestionKind
from home import roles
from tests.factories import EventIndexPageFactory, EventPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def agenda(home):
    return EventIndexPageFactory(parent=home)


@pytest.fixture
def manager(log_in_as, agenda):
    return log_in_as(roles.AGENDA_MANAGER)


@pytest.fixture
def event(agenda):
    event = EventPageFactory(parent=agenda)
    event.questions = [EventQuestion(label="Waarom?"), EventQuestion(label="Waarom?", kind=QuestionKind.YES)]
    event.save()
    return event


def form_data(questions, initial=0):
    fields = {
        "title": "Labo in Gent",
        "slug": "gent",
        "kind_of_event": "labomeeting",
        "intro": rich_text(""),
        "body": streamfield([]),
        "comments": inline_formset([]),
    }
    rows = {relation.related_name: inline_formset([]) for relation in get_all_child_relations(EventPage)}
    return nested_form_data(fields | rows | {"questions": inline_formset(questions, initial=initial)})


def keys(event):
    return list(EventQuestion.objects.filter(event=event).order_by("sort_order").values_list("key", flat=True))


def rows_in_the_editor(client, event):
    """What the browser would send back of the questions in the form."""
    response = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    forms = response.context["form"].formsets["questions"].initial_forms
    names = [name for name in forms[0].fields if name not in {"ORDER", "DELETE"}]
    return [{name: "" if form[name].value() is None else form[name].value() for name in names} for form in forms]


def publish(client, event, questions, initial):
    url = reverse("wagtailadmin_pages:edit", args=[event.pk])
    response = client.post(url, form_data(questions, initial) | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].formsets["questions"].errors


def test_a_list_of_answers_needs_two(manager, agenda):
    url = reverse("wagtailadmin_pages:add", args=["events", "eventpage", agenda.pk])
    alone = {"label": "Hoe lang?", "kind": "choice", "choices": "Een dag\n\nEen dag "}
    response = manager.post(url, form_data([alone]) | {"action-publish": "1"})
    assert "Geef minstens twee keuzes" in response.content.decode()
    assert not EventPage.objects.exists()


def test_the_keys_stay_whatever_an_editor_does(manager, agenda):
    url = reverse("wagtailadmin_pages:add", args=["events", "eventpage", agenda.pk])
    new = [{"label": "Hoe?", "kind": "line"}, {"label": "Wat?", "kind": "line"}]
    manager.post(url, form_data(new) | {"action-publish": "1"})
    event = EventPage.objects.get()
    first = keys(event)
    assert len(set(first)) == 2

    # Born in the revision that was published, so its rows know no number.
    rows = rows_in_the_editor(manager, event)
    rows[0]["label"] = "Hoe komt u?"
    publish(manager, event, rows, initial=2)
    assert keys(event) == first
    assert event.questions.first().label == "Hoe komt u?"

    rows = rows_in_the_editor(manager, event)
    new = {"label": "Nieuw", "kind": "line"}
    publish(manager, event, [rows[0] | {"DELETE": "on"}, rows[1], new, new | {"label": "Ook"}], initial=2)
    assert keys(event)[0] == first[1]
    assert len({*keys(event), *first}) == 4


def test_a_question_of_a_draft_keeps_its_key_once_it_is_public(manager, event):
    rows = rows_in_the_editor(manager, event)
    url = reverse("wagtailadmin_pages:edit", args=[event.pk])
    new = {"label": "Nieuw", "kind": "line"}
    assert manager.post(url, form_data([*rows, new], initial=2)).status_code == 302
    assert len(keys(event)) == 2
    # Approved: published from its revision, not from the form.
    event.refresh_from_db()
    event.get_latest_revision().publish()
    public = keys(event)
    assert len(set(public)) == 3
    for _ in range(2):
        publish(manager, event, rows_in_the_editor(manager, event), initial=3)
        assert keys(event) == public


def test_publishing_a_revision_again_keeps_the_keys(event):
    before = keys(event)
    revision = event.save_revision()
    revision.publish()
    revision.publish()
    assert keys(event) == before


def test_a_copied_event_asks_the_same_and_takes_nobody_yet(event):
    copy = event.copy(update_attrs={"slug": "kopie"})
    assert [question.label for question in copy.questions.all()] == ["Waarom?", "Waarom?"]
    assert copy.ledger.access == Access.NOBODY

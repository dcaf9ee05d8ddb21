"""Every page type goes the whole way in the real admin: form, preview, submitted, read, published, visible."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Page, get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import EventIndexPage, EventPage
from home import roles
from home.models import CallIndexPage, CallPage, HomePage, StandardPage
from practices.models import (
    ExperimentLineIndexPage,
    ExperimentLinePage,
    PracticeIndexPage,
    PracticePage,
    VideoIndexPage,
    VideoPage,
)
from tests import factories

pytestmark = pytest.mark.any_database

MARK = "Woorden die nergens anders staan"
BODY = [
    ("heading", "Een kop"),
    ("paragraph", rich_text(f"<p>{MARK} in de tekst.</p>")),
    ("quote", {"text": "Ja.", "who": "An"}),
]


def intro():
    return {"intro": rich_text(f"<p>{MARK}.</p>")}


def standard():
    return {"body": streamfield(BODY)}


def call():
    return intro() | {
        "conditions": rich_text("<ul><li>Een lokaal bestuur zijn.</li></ul>"),
        "benefits_participant": rich_text("<p>Je leert.</p>"),
        "benefits_organisation": rich_text("<p>Je bestuur leert.</p>"),
        "benefits_society": rich_text("<p>Iedereen leert.</p>"),
        "deadline": "2030-03-01",
        "contact": factories.PersonFactory().pk,
        "body": streamfield([]),
    }


def practice():
    texts = ["objective", "approach", "parties", "result", "adjustments", "reach"]
    return {name: rich_text(f"<p>{MARK} over {name}.</p>") for name in texts} | {
        "municipalities": [factories.MunicipalityFactory().pk],
        "themes": [factories.ThemeFactory().pk],
        "instruments": [factories.InstrumentFactory().pk],
        "status": "running",
        "start_year": "2019",
        "budget": "25000",
        "continuum_start": "2",
        "continuum_during": "3",
        "continuum_now": "4",
        "influence": "meebeslissen",
        "phases": ["ontwerpen", "uitvoeren"],
        "partners": ["inwoners"],
        "figures": inline_formset([{"value": "120", "label": "deelnemers"}]),
        "lessons": inline_formset([{"kind": "valkuil", "text": "Begin niet te groot."}]),
        "documents": inline_formset([{"title": "Een gids", "document": "", "url": "https://example.org/gids"}]),
        "adoptions": inline_formset([]),
        "sources": inline_formset([{"reference": "Een verslag", "url": "https://example.org/"}]),
        "body": streamfield([]),
    }


def experiment_line():
    return {
        "question": rich_text(f"<p>{MARK}?</p>"),
        "aside": rich_text("<p>Daarnaast.</p>"),
        "status": "running",
        "participants": inline_formset([{"municipality": factories.MunicipalityFactory().pk, "text": "Doet mee."}]),
        "milestones": inline_formset([{"when": "Later", "title": "Afspraken maken", "text": "Samen."}]),
        "related_practices": inline_formset([]),
        "body": streamfield(BODY),
    }


def event():
    return intro() | {
        "kind_of_event": "labomeeting",
        "start": "2030-05-14 14:00",
        "end": "2030-05-14 18:00",
        "host_municipality": factories.MunicipalityFactory().pk,
        "agenda_items": inline_formset([{"time": "14:00", "title": "Onthaal", "text": "Koffie."}]),
        "questions": inline_formset([{"label": "Hoe lang?", "kind": "choice", "choices": "Een dag\nEen uur"}]),
        "speakers": inline_formset([{"name": "An Voorbeeld", "role": "spreker"}]),
        "body": streamfield([]),
        "report": rich_text("<p>Zo was het.</p>"),
        "lessons": rich_text("<p>Dit onthouden we.</p>"),
        "presentations": inline_formset([{"title": "Slides", "url": "https://example.org/slides"}]),
    }


def video():
    return {
        "video_url": "https://www.youtube.com/watch?v=AAAAAAAAAAA",
        "duration": "187",
        "speakers": inline_formset([{"name": "An Voorbeeld", "role": "spreker"}]),
        "transcript": rich_text(f"<p>{MARK}.</p>"),
    }


def home_page():
    return {
        "hero_title": "Burgers en bestuur samen",
        "hero_highlight": "samen",
        "lead": MARK,
        "quick_links": streamfield([("link", {"page": "", "external_url": "/zoeken/", "label": "Zoeken"})]),
        "featured_practices": inline_formset([]),
        "body": streamfield([]),
    }


#: Page type → the page it stands under (made by a factory; None: the home page) and what its form holds.
NEW_PAGES = {
    StandardPage: (None, standard),
    CallIndexPage: (None, intro),
    CallPage: (factories.CallIndexPageFactory, call),
    PracticeIndexPage: (None, intro),
    PracticePage: (factories.PracticeIndexPageFactory, practice),
    ExperimentLineIndexPage: (None, intro),
    ExperimentLinePage: (factories.ExperimentLineIndexPageFactory, experiment_line),
    EventIndexPage: (None, intro),
    EventPage: (factories.EventIndexPageFactory, event),
    VideoIndexPage: (None, intro),
    VideoPage: (factories.VideoIndexPageFactory, video),
}


def form_data(title, fields, **extra):
    """What the browser sends for a page with this title."""
    common = {
        "title": title,
        "slug": "een-eigen-adres",
        "summary": "Een samenvatting.",
        "topics": "inspraak, jeugd",
        "comments": inline_formset([]),
    }
    return nested_form_data(common | fields | extra) | {
        name: value for name, value in fields.items() if isinstance(value, list)
    }


def assert_previews(client, url, data, title):
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    preview = client.get(url)
    assert preview.status_code == 200
    assert title in preview.content.decode()
    assert MARK in preview.content.decode()
    assert {"private", "no-store"} <= set(preview["Cache-Control"].split(", "))


def approve(chief, page):
    task = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    assert chief.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    return chief.post(url, follow=True)


@pytest.fixture
def editor(log_in_as):
    return log_in_as(roles.EDITOR)


@pytest.fixture
def chief(log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


def test_these_are_all_page_types():
    assert {*NEW_PAGES, HomePage, Page} == set(get_page_models())


@pytest.mark.parametrize("model", NEW_PAGES, ids=lambda model: model.__name__)
def test_a_new_page_is_written_previewed_submitted_and_published(home, client, editor, chief, model):
    make_parent, fields = NEW_PAGES[model]
    parent = make_parent(parent=home) if make_parent else home
    title = f"Nieuw: {model._meta.verbose_name}"
    data = form_data(title, fields())
    names = [model._meta.app_label, model._meta.model_name, parent.pk]

    assert editor.get(reverse("wagtailadmin_pages:add", args=names)).status_code == 200
    assert_previews(editor, reverse("wagtailadmin_pages:preview_on_add", args=names), data, title)
    response = editor.post(reverse("wagtailadmin_pages:add", args=names), data | {"action-submit": "1"})
    assert response.status_code == 302

    page = model.objects.get(title=title)
    address = page.url
    assert not page.live
    assert client.get(address).status_code == 404
    assert_previews(editor, reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data, title)

    assert mail.outbox[-1].to == [chief.user.email]
    assert "ter goedkeuring ingediend" in mail.outbox[-1].subject

    approve(chief, page)

    visible = client.get(address)
    assert visible.status_code == 200
    assert title in visible.content.decode()
    assert MARK in visible.content.decode()


def test_the_home_page_is_changed_previewed_submitted_and_published(home, client, editor, chief):
    url = reverse("wagtailadmin_pages:edit", args=[home.pk])
    data = form_data("Labo", home_page(), slug=home.slug)
    assert editor.get(url).status_code == 200
    assert_previews(editor, reverse("wagtailadmin_pages:preview_on_edit", args=[home.pk]), data, "Burgers en bestuur")
    assert editor.post(url, data | {"action-submit": "1"}).status_code == 302
    assert MARK not in client.get("/").content.decode()

    approve(chief, HomePage.objects.get())

    assert MARK in client.get("/").content.decode()


def post_new(client, parent, model, **extra):
    _, fields = NEW_PAGES[model]
    names = [model._meta.app_label, model._meta.model_name, parent.pk]
    client.post(reverse("wagtailadmin_pages:add", args=names), form_data("Nieuw", fields(), **extra))
    return model.objects.get(title="Nieuw")


def test_an_editor_who_asks_to_publish_only_makes_a_draft(home, editor):
    page = post_new(editor, home, StandardPage, **{"action-publish": "1"})
    assert not page.live


def test_a_chief_editor_publishes_without_asking(home, client, chief):
    page = post_new(chief, home, StandardPage, **{"action-publish": "1"})
    assert MARK in client.get(page.url).content.decode()


def test_an_agenda_manager_publishes_an_event_without_asking(home, client, log_in_as):
    agenda = factories.EventIndexPageFactory(parent=home)
    page = post_new(log_in_as(roles.AGENDA_MANAGER), agenda, EventPage, **{"action-publish": "1"})
    assert MARK in client.get(page.url).content.decode()

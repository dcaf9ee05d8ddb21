"""What holds for each page type, also for those that are still to come: a type without a factory fails here."""

import re
from itertools import count, pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.checks import our_page_types
from events.models import AgendaItem, EventSpeaker
from home.models import HomePage
from practices.models import (
    ExperimentMilestone,
    ExperimentParticipant,
    PracticeAdoption,
    PracticeDocument,
    PracticeLesson,
    PracticeSource,
    VideoSpeaker,
)
from practices.models.experiments import ExperimentPractice
from tests.factories import (
    CallPageFactory,
    EventPageFactory,
    ExperimentLinePageFactory,
    MunicipalityFactory,
    PracticePageFactory,
    StandardPageFactory,
    ThemeFactory,
    VideoPageFactory,
)
from tests.factories.full import fill
from tests.factories.tree import factories, grow

PAGE_TYPES = sorted(our_page_types(), key=lambda model: model.__name__)
#: Queries for a page that is in no cache.
BUDGET = 15

pytestmark = pytest.mark.django_db
every_page_type = pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda model: model.__name__)


def make(page_type):
    return HomePage.objects.get() if page_type is HomePage else grow(factories()[page_type])


def own_fields(page):
    """The columns that our own models add to Wagtail's."""
    return page._meta.local_concrete_fields


def strip(page):
    """Empties everything on the page that may be empty."""
    for field in own_fields(page):
        if field.blank:
            setattr(page, field.name, None if field.null else field.get_default())
    for field in page._meta.local_many_to_many:
        getattr(page, field.name).clear()
    page.save_revision().publish()
    return page


def show(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def assert_well_made(html, page):
    assert '<html lang="nl-BE">' in html
    assert len(re.findall(r"<h1\b", html)) == 1
    assert re.search(r"<title>\s*\S.* – Labo lokale burgerparticipatie</title>", html)
    assert re.search(r'<meta name="description" content="[^"]{5,}">', html)
    assert len(re.findall(r"<main\b", html)) == 1
    assert ('aria-label="Kruimelpad"' in html) == (page.depth > 2)
    # The policy of the public pages refuses what stands inside a page; linked data is no script to it.
    data = re.escape(' type="application/ld+json">')
    assert not re.search(rf"<style|\sstyle=|\son[a-z]+=|<script(?!{data})(?![^>]*\ssrc=)", html)
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    assert all(below - above <= 1 for above, below in pairwise(levels)), levels


@every_page_type
def test_a_page_with_nothing_optional_on_it_shows(page_type, client):
    page = strip(make(page_type))
    assert_well_made(show(client, page), page)


@every_page_type
def test_a_page_with_everything_on_it_shows(page_type, client):
    page = fill(make(page_type))
    html = show(client, page)
    assert_well_made(html, page)
    assert 'content="Wat zoekmachines tonen."' in html
    assert "Een titel voor zoekmachines – " in html
    assert f'<link rel="canonical" href="{page.full_url}">' in html


@pytest.mark.any_database
@every_page_type
def test_filling_leaves_nothing_empty(page_type):
    page = fill(make(page_type))
    empty = [field.name for field in own_fields(page) if not getattr(page, field.attname)]
    assert not empty, "tests/factories/full.py fills these in."


@every_page_type
def test_an_example_says_so(page_type, client):
    page = make(page_type)
    assert "illustratief" not in show(client, page)
    page.is_example = True
    page.save_revision().publish()
    # The home page shows only what is on other pages.
    assert ("illustratief" in show(client, page)) == (page_type is not HomePage)


@every_page_type
def test_a_draft_is_not_there(page_type, client):
    page = make(page_type)
    page.unpublish()
    assert client.get(page.url or "/").status_code == 404


@pytest.mark.any_database
@every_page_type
def test_a_page_stays_within_its_budget_however_much_is_on_it(page_type, client, shared_cache):
    page = fill(make(page_type))
    grow_by_five(page)
    queries = count_queries(client, page)
    assert len(queries) <= BUDGET, "\n".join(queries)
    grow_by_five(page)
    more = count_queries(client, page)
    assert len(more) == len(queries), "\n".join(set(more) - set(queries))


def count_queries(client, page):
    """The queries for a page that is not kept; the menu and the like are remembered, as on a site that runs."""
    numbers = count()
    for _ in range(2):
        client.get(page.url, {"niet-bewaren": next(numbers)})
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page.url, {"niet-bewaren": next(numbers)}).status_code == 200
    return [query["sql"] for query in queries]


def grow_by_five(page):
    """Five more of everything that a page lists."""
    for _ in range(5):
        more = MORE.get(type(page).__name__, _more_children)
        more(type(page).objects.get(pk=page.pk))
    page = type(page).objects.get(pk=page.pk)
    page.topics.add(*[f"onderwerp {page.topics.count() + number}" for number in range(5)])
    page.save()


def _more_children(page):
    for child in page.allowed_subpage_models():
        grow(factories()[child])


def _more_on_the_home_page(page):
    for factory in [PracticePageFactory, EventPageFactory, VideoPageFactory, CallPageFactory, StandardPageFactory]:
        grow(factory)


def _more_text_pages(page):
    StandardPageFactory(parent=page, show_in_menus=True)


def _more_about_a_practice(page):
    page.sources.add(PracticeSource(reference="Nog een bron"))
    page.lessons.add(PracticeLesson(text="Nog een les."))
    page.documents.add(PracticeDocument(title="Nog een gids", url="https://example.org/gids"))
    page.municipalities.add(MunicipalityFactory())
    page.themes.add(ThemeFactory())
    page.videos.add(grow(VideoPageFactory))
    page.adoptions.add(PracticeAdoption(origin=grow(PracticePageFactory)))
    page.save()
    grow(PracticePageFactory, adoptions=[PracticeAdoption(origin=page)])
    grow(EventPageFactory, practices=[page])
    grow(ExperimentLinePageFactory, related_practices=[ExperimentPractice(practice=page)])


def _more_on_a_line(page):
    page.participants.add(ExperimentParticipant(municipality=MunicipalityFactory(), practice=grow(PracticePageFactory)))
    page.milestones.add(ExperimentMilestone(when="Later", title="Nog iets"))
    page.related_practices.add(ExperimentPractice(practice=grow(PracticePageFactory)))
    page.save()
    grow(EventPageFactory, experiment_lines=[page])


def _more_at_an_event(page):
    page.agenda_items.add(AgendaItem(title="Nog iets"))
    page.speakers.add(EventSpeaker(name="Nog iemand"))
    page.practices.add(grow(PracticePageFactory))
    page.experiment_lines.add(grow(ExperimentLinePageFactory))
    page.save()
    grow(EventPageFactory)


def _more_in_a_video(page):
    page.speakers.add(VideoSpeaker(name="Nog iemand"))
    page.save()
    grow(PracticePageFactory)


MORE = {
    "HomePage": _more_on_the_home_page,
    "StandardPage": _more_text_pages,
    "PracticePage": _more_about_a_practice,
    "ExperimentLinePage": _more_on_a_line,
    "EventPage": _more_at_an_event,
    "VideoPage": _more_in_a_video,
}


@every_page_type
def test_a_page_takes_nothing_from_visitors(page_type, client):
    page = make(page_type)
    assert client.post(page.url).status_code == 405
    assert client.options(page.url)["Allow"] == "GET, HEAD, OPTIONS"

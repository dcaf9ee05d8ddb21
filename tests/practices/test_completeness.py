"""What a practice still lacks, for editors: the same answer for one page, in the listing and in its filter."""

import re

import pytest
from django.urls import reverse

from home import roles
from practices.models import PracticePage, PracticeSource, PracticeStatus, Recruitment
from practices.upkeep.completeness import WANTS, completeness, lacking
from tests.factories import PracticePageFactory
from tests.factories.full import fill
from tests.factories.tree import grow
from tests.test_every_page import strip

pytestmark = pytest.mark.any_database


@pytest.fixture
def bare(home):
    """A practice with nothing but a title."""
    return strip(grow(PracticePageFactory, title="Kale praktijk"))


@pytest.fixture
def chief(log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


def names(wants):
    return {want.name for want in wants}


def edit_form(client, practice):
    return client.get(reverse("wagtailadmin_pages:edit", args=[practice.pk])).content.decode()


def test_a_full_page_lacks_nothing(home):
    assert completeness(fill(grow(PracticePageFactory))) == []


def test_an_empty_page_lacks_everything_that_its_status_asks_for(bare):
    assert names(completeness(bare)) == names(WANTS) - {"status_note"}


def test_what_visitors_need_comes_first(bare):
    needed = [want.is_essential for want in completeness(bare)]
    assert needed == sorted(needed, reverse=True)


def test_each_lack_says_what_visitors_miss():
    for want in WANTS:
        assert len(str(want.why)) > 20


def test_one_of_two_fields_is_enough(bare):
    assert {"budget", "start_year"} <= names(completeness(bare))
    bare.budget_note, bare.years_note = "Per jaar verschillend.", "sinds ca. 2000"
    assert not {"budget", "start_year"} & names(completeness(bare))


def test_a_planned_practice_needs_no_result_and_a_stopped_one_a_reason(bare):
    bare.status = PracticeStatus.PLANNED
    assert "result" not in names(completeness(bare))
    bare.status = PracticeStatus.STOPPED
    assert {"result", "status_note"} <= names(completeness(bare))


@pytest.mark.parametrize("status", PracticeStatus)
def test_the_database_finds_what_the_page_says(bare, status):
    full = fill(grow(PracticePageFactory))
    for practice in [bare, full]:
        practice.status = status
        practice.save()
    for want in WANTS:
        expected = {practice.pk for practice in [bare, full] if want.is_missing(practice)}
        found = lacking(PracticePage.objects.filter(pk__in=[bare.pk, full.pk]), [want.name])
        assert set(found.values_list("pk", flat=True)) == expected, want.name


def test_the_editor_shows_what_is_missing_with_a_way_to_each_field(bare, chief):
    html = edit_form(chief, bare)
    assert "Wat er nog ontbreekt" in html
    panel = html[html.index('class="completeness"') :]
    links = re.findall(r'<li><a href="#([^"]+)"', panel)
    assert len(links) == len(completeness(bare))
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    assert [link for link in links if link not in ids] == []
    assert "Bezoekers lezen niet wat het opleverde." in panel


def test_the_editor_of_a_full_page_says_that_all_is_there(home, chief):
    html = edit_form(chief, fill(grow(PracticePageFactory)))
    assert "Alles wat bezoekers nodig hebben, staat er." in html


def test_a_new_page_is_not_blamed_yet(bare, chief):
    url = reverse("wagtailadmin_pages:add", args=["practices", "practicepage", bare.get_parent().pk])
    assert 'class="completeness"' not in chief.get(url).content.decode()


def test_the_listing_names_what_is_needed_and_filters_by_what_is_missing(bare, chief):
    full = fill(grow(PracticePageFactory, title="Volle praktijk"))
    url = reverse("praktijken:index")
    assert "Samenvatting, gemeenten, thema’s" in chief.get(url).content.decode()

    def found(**query):
        return {page.title for page in chief.get(url, query).context["object_list"]} & {bare.title, full.title}

    assert found() == {bare.title, full.title}
    assert found(lacks=["lessons", "sources"]) == {bare.title}
    bare.sources = [PracticeSource(reference="Een verslag")]
    bare.save()
    assert found(lacks=["sources"]) == set()
    assert found(lacks=["sources", "lessons"], q="praktijk") == {bare.title}


def test_a_choice_of_the_profile_counts_as_soon_as_it_is_made(bare):
    assert "recruitment" in names(completeness(bare))
    bare.recruitment = Recruitment.LOT
    assert "recruitment" not in names(completeness(bare))

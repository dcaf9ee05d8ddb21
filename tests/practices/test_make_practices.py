import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from practices.explore.inventory import Inventory
from practices.management.made_up import make_up
from practices.models import PracticeIndexPage, PracticePage
from tests.factories import MunicipalityFactory, PracticePageFactory
from tests.factories.tree import grow


@pytest.fixture
def allowed(home, settings):
    settings.MADE_UP_PRACTICES = True


def fill(number):
    call_command("make_practices", number, verbosity=0)


def test_a_site_that_people_visit_refuses(home):
    with pytest.raises(CommandError, match="no place on a site that people visit"):
        fill(5)
    assert not PracticePage.objects.exists()


def test_an_empty_site_is_filled_and_its_tree_is_sound(allowed, client):
    fill(12)
    assert not any(Page.find_problems())
    index = PracticeIndexPage.objects.get()
    assert index.numchild == index.practices.count() == 12
    assert client.get("/praktijken/voorbeeldpraktijk-00007/").status_code == 200


def test_every_page_says_that_it_is_made_up(allowed, client):
    fill(3)
    assert not PracticePage.objects.filter(is_example=False).exists()
    page = client.get(PracticePage.objects.first().url).content.decode()
    assert "illustratief" in page
    assert "Voorbeeldpraktijk 00" in page


def test_the_same_again_changes_nothing_and_more_comes_on_top(allowed):
    grow(PracticePageFactory, title="Van een redacteur")
    fill(4)
    before = list(PracticePage.objects.order_by("path").values())
    fill(4)
    fill(2)
    assert list(PracticePage.objects.order_by("path").values()) == before
    fill(7)
    assert PracticePage.objects.count() == 8
    assert not any(Page.find_problems())


def test_made_up_practices_are_found_by_words_and_by_facets(allowed):
    fill(40)
    assert PracticePage.objects.search("moestuin").count() > 0
    inventory = Inventory.of(PracticeIndexPage.objects.get())
    assert all(len(facet.values) > 3 for facet in inventory.facets.values() if facet.name != "grootte")


def test_an_editor_can_change_and_publish_one(allowed, client):
    fill(2)
    practice = PracticePage.objects.first().get_latest_revision_as_object()
    practice.title = "Een andere titel"
    practice.save_revision().publish()
    assert "<h1>Een andere titel</h1>" in client.get(practice.url).content.decode()
    assert PracticePage.objects.get(pk=practice.pk).themes.exists()


@pytest.mark.django_db
def test_a_number_always_gives_the_same_practice():
    places = [MunicipalityFactory.build(name=f"Gemeente {number}") for number in range(20)]
    assert make_up(421, places) == make_up(421, places)
    assert make_up(421, places) != make_up(422, places)

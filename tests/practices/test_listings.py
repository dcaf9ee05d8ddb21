import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home import roles
from practices.models import PracticeStatus
from tests.factories import (
    InstrumentFactory,
    MunicipalityFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.any_database


@pytest.fixture
def inventory(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def editor(log_in_as):
    return log_in_as(roles.EDITOR)


@pytest.fixture
def genk():
    return MunicipalityFactory(name="Genk")


@pytest.fixture
def two_practices(inventory, genk):
    budget = PracticePageFactory(
        parent=inventory, title="Burgerbudget", municipalities=[genk], status=PracticeStatus.FINISHED
    )
    budget.themes.set([ThemeFactory(name="Begroting")])
    budget.save()
    PracticePageFactory(parent=inventory, title="Wijkraad", status=PracticeStatus.RUNNING)


def explore_url(inventory):
    return reverse("wagtailadmin_explore", args=[inventory.pk])


def titles(response):
    return [page.title for page in response.context["object_list"]]


def test_the_inventory_lists_municipality_theme_and_status(editor, inventory, two_practices):
    html = editor.get(explore_url(inventory)).content.decode()
    for text in ["Genk", "Begroting", "afgerond", "lopend"]:
        assert text in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"municipalities": "Genk"}, ["Burgerbudget"]),
        ({"themes": "Begroting"}, ["Burgerbudget"]),
        ({"status": "running"}, ["Wijkraad"]),
        ({"ordering": "status"}, ["Burgerbudget", "Wijkraad"]),
        ({"ordering": "-status"}, ["Wijkraad", "Burgerbudget"]),
        ({"q": "burger", "municipalities": "Genk", "ordering": "status"}, ["Burgerbudget"]),
        ({"q": "wijk", "themes": "Begroting"}, []),
    ],
)
def test_practices_can_be_filtered_sorted_and_searched(editor, inventory, two_practices, genk, query, expected):
    numbers = {"Genk": genk.pk, "Begroting": genk.practices.get().themes.get().pk}
    query = {name: numbers.get(value, value) for name, value in query.items()}
    assert titles(editor.get(explore_url(inventory), query)) == expected
    assert titles(editor.get(reverse("praktijken:index"), query)) == expected


def test_only_municipalities_with_a_practice_are_offered_as_a_filter(editor, inventory, two_practices):
    MunicipalityFactory(name="Herstappe")
    html = editor.get(explore_url(inventory)).content.decode()
    assert "Herstappe" not in html


@pytest.mark.parametrize("listing", ["explorer", "menu"])
def test_more_practices_take_no_more_queries(log_in_as, inventory, shared_cache, listing):
    # Whoever may not publish costs Wagtail itself two queries per row: is there a live page below it?
    editor = log_in_as(roles.CHIEF_EDITOR)
    url = explore_url(inventory) if listing == "explorer" else reverse("praktijken:index")
    PracticePageFactory.create_batch(3, parent=inventory)
    editor.get(url)
    with CaptureQueriesContext(connection) as few:
        editor.get(url)
    PracticePageFactory.create_batch(5, parent=inventory)
    with CaptureQueriesContext(connection) as many:
        editor.get(url)
    assert len(many) == len(few)


def test_a_chief_editor_keeps_the_vocabularies(log_in_as):
    theme, instrument = ThemeFactory(name="Wonen"), InstrumentFactory(name="Burgerpanel")
    chief = log_in_as(roles.CHIEF_EDITOR)
    for word in [theme, instrument]:
        viewset = type(word).snippet_viewset
        assert word.name in chief.get(reverse(viewset.get_url_name("list"))).content.decode()
        data = {"name": f"{word.name}!", "slug": word.slug, "description": ""}
        chief.post(reverse(viewset.get_url_name("edit"), args=[word.pk]), data)
        word.refresh_from_db()
        assert word.name.endswith("!")

"""The address of a selection: what it asks, and that nothing in an address is an error."""

import pytest
from django.http import QueryDict

from practices.filters import Selection
from practices.inventory import Inventory
from tests.factories import MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def gent():
    return MunicipalityFactory(name="Gent")


@pytest.fixture
def practices(gent):
    budget = grow(PracticePageFactory, title="Burgerbudget", municipalities=[gent])
    budget.themes = [ThemeFactory(name="Buurt", slug="buurt")]
    budget.save()
    return [budget, grow(PracticePageFactory, title="Klimaatraad", continuum_now=2)]


def select(address, practice):
    return Selection.of(QueryDict(address), Inventory.of(practice.get_parent().specific))


def test_values_of_one_facet_add_up_and_facets_narrow_down(practices):
    budget, _council = practices
    assert len(select("positie=4&positie=2", budget)) == 2
    assert select("positie=4&positie=2&thema=buurt", budget).keys() == [budget.pk]


def test_an_old_link_still_counts_for_what_it_knows(practices):
    selection = select("thema=weg&thema=buurt&positie=9&onbekend=1", practices[0])
    assert selection.choice == {"thema": ["buurt"]}


def test_text_and_facets_go_together(practices):
    budget, council = practices
    assert select("q=klimaatraad", budget).keys() == [council.pk]
    assert len(select("q=klimaatraad&thema=buurt", budget)) == 0

"""The address of a selection: what it asks, how it is written again, and that nothing in an address is an error."""

import datetime
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from practices.explore.filters import Selection
from practices.explore.inventory import Inventory
from practices.models import PracticePage, PracticeUpkeep
from search.engine.models import SynonymGroup
from tests.factories import MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.tree import grow
from tests.trials import tries

pytestmark = pytest.mark.django_db


@pytest.fixture
def practices():
    """Three practices, by title; only the first has the theme "Buurt"."""
    buurt = ThemeFactory(name="Buurt", slug="buurt")
    gent, mol = MunicipalityFactory(name="Gent"), MunicipalityFactory(name="Mol")
    return [
        grow(PracticePageFactory, title="Burgerbudget", municipalities=[gent], themes=[buurt]),
        grow(PracticePageFactory, title="Klimaatraad", municipalities=[mol], continuum_now=2),
        grow(PracticePageFactory, title="Wijkraad", municipalities=[mol], summary="Een raad met een budget."),
    ]


@pytest.fixture
def inventory(practices):
    return Inventory.of(practices[0].get_parent().specific)


@pytest.fixture
def select(inventory):
    return lambda address: Selection.of(QueryDict(address), inventory)


def test_values_of_one_facet_add_up_and_facets_narrow_down(practices, select):
    assert len(select("positie=4&positie=2")) == 3
    assert select("positie=4&positie=2&thema=buurt").keys() == [practices[0].pk]


def test_an_old_link_still_counts_for_what_it_knows(select):
    selection = select("thema=weg&thema=buurt&positie=9&onbekend=1&sorteer=vroeger")
    assert selection.choice == {"thema": ["buurt"]}
    assert selection.sort == "naam"


def test_text_and_facets_go_together(practices, select):
    assert select("q=klimaatraad").keys() == [practices[1].pk]
    assert set(select("q=mol").keys()) == {practices[1].pk, practices[2].pk}
    assert select("q=mol&positie=2").keys() == [practices[1].pk]
    assert len(select("q=klimaatraad&thema=buurt")) == 0


def test_counts_respect_the_text(select):
    positions = {
        count.slug: count.number
        for facet, counts in select("q=mol").facets()
        if facet.name == "positie"
        for count in counts
    }
    assert positions == {"2": 1, "4": 1}


def test_without_a_page_with_all_the_words_any_of_them_will_do(practices, select):
    selection = select("q=klimaatraad+gent")
    assert selection.found.is_loose
    assert set(selection.keys()) == {practices[0].pk, practices[1].pk}
    assert not select("q=mol").found.is_loose


def test_drafts_and_other_pages_are_not_found(practices, select):
    practices[1].unpublish()
    inventory = Inventory.of(practices[0].get_parent().specific)
    assert Selection.of(QueryDict("q=klimaatraad"), inventory).keys() == []


def test_a_title_fits_better_than_a_summary(practices, select):
    budget, _climate, ward = practices
    assert select("q=budget").keys() == [budget.pk, ward.pk]
    other = grow(PracticePageFactory, title="Budget voor de buurt")
    inventory = Inventory.of(budget.get_parent().specific)
    assert Selection.of(QueryDict("q=budget"), inventory).keys() == [other.pk, budget.pk, ward.pk]


def test_other_words_for_the_same_are_found_in_the_inventory_too(practices, select):
    SynonymGroup.objects.create(phrases="burgerbudget\nwijkgeld")
    assert select("q=wijkgeld").keys() == [practices[0].pk]


def test_orders(practices, select):
    first, second, third = practices
    now = timezone.now()
    for days, page in enumerate([second, third, first]):
        PracticePage.objects.filter(pk=page.pk).update(first_published_at=now - datetime.timedelta(days=days))
    PracticeUpkeep.objects.update_or_create(practice=third, defaults={"checked_on": now.date(), "checked_by": "editor"})
    inventory = Inventory.of(first.get_parent().specific)

    def order(address):
        return Selection.of(QueryDict(address), inventory).keys()

    assert order("") == [first.pk, second.pk, third.pk]
    assert order("sorteer=nieuwste") == [second.pk, third.pk, first.pk]
    assert order("sorteer=nagekeken")[0] == third.pk
    assert order("sorteer=relevantie") == order("")


def test_a_page_that_was_never_published_comes_last(practices, select):
    PracticePage.objects.exclude(pk=practices[0].pk).update(first_published_at=timezone.now())
    inventory = Inventory.of(practices[0].get_parent().specific)
    assert Selection.of(QueryDict("sorteer=nieuwste"), inventory).keys()[-1] == practices[0].pk


def test_an_address_reads_back_as_the_same_selection(practices, select):
    address = f"?q=mol&positie=4&positie=2&sorteer=nieuwste&vergelijk={practices[2].pk}"
    selection = select(address[1:])
    assert selection.address() == address
    assert urlencode(selection.hidden_fields) == address[1:]
    assert selection.shared_address == "?q=mol&positie=4&positie=2"
    assert selection.address(positie=["2"], p=3) == f"?q=mol&positie=2&sorteer=nieuwste&vergelijk={practices[2].pk}&p=3"
    assert select("").address() == ""


def test_each_thing_that_was_asked_can_be_taken_away(select):
    chips = {(chip.facet, chip.value): chip.address for chip in select("q=mol&positie=4&positie=2&thema=buurt").active}
    assert chips == {
        ("Tekst", "mol"): "?positie=4&positie=2&thema=buurt",
        ("Positie nu", "Burgerinitiatief met steun"): "?q=mol&positie=2&thema=buurt",
        ("Positie nu", "Overheid met inbreng"): "?q=mol&positie=4&thema=buurt",
        ("Thema", "Buurt"): "?q=mol&positie=4&positie=2",
    }
    assert select("thema=buurt").active[0].address == "?"
    assert select("thema=buurt&q=x&sorteer=naam").cleared == "?sorteer=naam"


def test_at_most_four_known_practices_are_compared(practices, select):
    keys = [page.pk for page in practices]
    selection = select(f"vergelijk={keys[0]}&vergelijk=999999&vergelijk=x&vergelijk={keys[0]}&vergelijk={keys[1]}")
    assert selection.compared == (keys[0], keys[1])
    assert selection.is_empty


HOSTILE = ["", "\x00", "'", '"', "%", "*", "(", "AND", "NOT x", "null", "٣", "1" * 5000, "-1", "\ud800", "x" * 3000]
PARAMETERS = ["q", "sorteer", "vergelijk", "p", "positie", "thema", "gemeente", "periode", "onderwerp", "partners"]


@tries(30)
@given(st.lists(st.tuples(st.sampled_from(PARAMETERS), st.sampled_from(HOSTILE) | st.text()), max_size=8))
def test_no_address_is_an_error(inventory, asked):
    data = QueryDict(mutable=True)
    for name, value in asked:
        data.appendlist(name, value)
    selection = Selection.of(data, inventory)
    assert len(selection.keys()) == len(selection) <= len(inventory)
    again = Selection.of(QueryDict(selection.address()[1:]), inventory)
    assert again.keys() == selection.keys()
    assert [chip.value for chip in again.active] == [chip.value for chip in selection.active]

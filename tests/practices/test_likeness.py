import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from practices.explore.inventory import Inventory, Place
from practices.explore.likeness import WEIGHTS, related
from practices.models import Province, SizeClass
from tests.factories import (
    InstrumentFactory,
    MunicipalityFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    ThemeFactory,
)
from tests.factories.inventories import inventory_of

UNKNOWN_POSITIONS = {"continuum_start": None, "continuum_during": None, "continuum_now": None}


@pytest.fixture
def index(home):
    return PracticeIndexPageFactory(parent=home)


def practice(index, title, *, place=None, **kwargs):
    place = place or MunicipalityFactory(size_class=None)
    return PracticePageFactory(parent=index, title=title, municipalities=[place], **UNKNOWN_POSITIONS, **kwargs)


def titles(matches):
    return [match.entry.title for match in matches]


class TestRelated:
    def test_the_instrument_tells_more_than_the_place(self, index):
        halle = MunicipalityFactory(name="Halle")
        budget = InstrumentFactory(name="Burgerbudget")
        own = practice(index, "Burgerbudget Halle", place=halle, instruments=[budget])
        practice(index, "Iets in Halle", place=halle)
        practice(
            index, "Burgerbudget elders", place=MunicipalityFactory(province=Province.ANTWERPEN), instruments=[budget]
        )
        found = related(Inventory.of(index), own.pk)
        assert titles(found) == ["Burgerbudget elders", "Iets in Halle"]
        assert found[0].reasons[0] == "Zelfde instrument: Burgerbudget"
        assert found[1].reasons == ("Zelfde gemeente: Halle",)

    def test_practices_that_the_page_shows_already_are_left_out(self, index):
        halle = MunicipalityFactory(name="Halle")
        own, known = practice(index, "Zelf", place=halle), practice(index, "Overgenomen", place=halle)
        practice(index, "Iets anders", place=halle)
        assert titles(related(Inventory.of(index), own.pk, beside=[known.pk])) == ["Iets anders"]

    def test_a_rare_value_tells_more_than_a_common_one(self, index):
        common, rare = ThemeFactory(name="Wijk"), ThemeFactory(name="Zorg")
        provinces = iter(Province)
        place = lambda: MunicipalityFactory(province=next(provinces), size_class=None)  # noqa: E731
        own = practice(index, "Zelf", place=place(), themes=[common, rare])
        practice(index, "A wijk", place=place(), themes=[common])
        practice(index, "B wijk", place=place(), themes=[common])
        practice(index, "C zorg", place=place(), themes=[rare])
        found = related(Inventory.of(index), own.pk)
        assert titles(found) == ["C zorg", "A wijk", "B wijk"]
        assert found[0].reasons == ("Zelfde thema: Zorg",)

    def test_place_and_size_are_one_reason(self, index):
        same = {"province": Province.LIMBURG, "size_class": SizeClass.L}
        own = practice(index, "Zelf", place=MunicipalityFactory(**same))
        practice(index, "Ander", place=MunicipalityFactory(**same))
        (found,) = related(Inventory.of(index), own.pk)
        assert found.reasons == ("Zelfde provincie en even groot: 50.000 tot 100.000 inwoners",)

    def test_a_municipality_does_not_count_again_as_its_province_and_size(self, index):
        halle = MunicipalityFactory(name="Halle", province=Province.VLAAMS_BRABANT, size_class=SizeClass.M)
        own = practice(index, "Zelf", place=halle)
        practice(index, "Iets in Halle", place=halle)
        elsewhere = MunicipalityFactory(province=Province.ANTWERPEN, size_class=None)
        about_the_same = practice(index, "Elders over hetzelfde", place=elsewhere)
        for page in [own, about_the_same]:
            page.topics.add("Jongeren")
            page.save()
        assert titles(related(Inventory.of(index), own.pk)) == ["Elders over hetzelfde", "Iets in Halle"]

    def test_an_unknown_size_is_nothing_in_common(self, index):
        own = practice(index, "Zelf", place=MunicipalityFactory(province=Province.LIMBURG, size_class=None))
        practice(index, "Ander", place=MunicipalityFactory(province=Province.ANTWERPEN, size_class=None))
        assert related(Inventory.of(index), own.pk) == []

    def test_at_most_three_and_never_itself(self, index):
        theme = ThemeFactory()
        pages = [practice(index, f"Praktijk {letter}", themes=[theme]) for letter in "abcdef"]
        assert titles(related(Inventory.of(index), pages[0].pk)) == ["Praktijk b", "Praktijk c", "Praktijk d"]

    def test_a_practice_that_is_not_public_has_none(self, index):
        assert related(Inventory.of(index), 0) == []

    def test_asks_the_database_nothing(self, index, django_assert_num_queries):
        theme = ThemeFactory()
        own, *_others = [practice(index, f"Praktijk {letter}", themes=[theme]) for letter in "abc"]
        inventory = Inventory.of(index)
        with django_assert_num_queries(0):
            assert related(inventory, own.pk)

    def test_the_card_says_why_and_leads_to_the_practice(self, index):
        theme = ThemeFactory(name="Groen")
        own = practice(index, "Zelf", themes=[theme])
        other = practice(index, "Ander", themes=[theme])
        context = {"matches": related(Inventory.of(index), own.pk), "index": index}
        markup = render_to_string("practices/components/related.html", context)
        assert f'href="{other.url}"' in markup
        assert "Zelfde thema: Groen" in markup


SIZES = [None, "S", "M"]
PROVINCES = list(Province)[:2]
PLACES = {
    f"{province}-{size}": Place(f"{province}-{size}", f"{province} {size}", province, size, 51.0, 4.0)
    for province in PROVINCES
    for size in SIZES
}
some = st.lists(st.sampled_from("abcd"), max_size=3, unique=True)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "thema": some,
            "instrument": some,
            "onderwerp": some,
            "gemeente": st.lists(st.sampled_from(sorted(PLACES)), max_size=2, unique=True),
            "beweging": st.sampled_from([["burger"], ["bestuur"], ["gebleven"], ["onbekend"]]),
        }
    ),
    min_size=1,
    max_size=12,
)


def have_in_common(inventory, name, one, other):
    facet = inventory.facets[name]
    return {slug for slug in facet.slugs[one] if slug in facet.slugs[other]} - {"onbekend"}


@given(rows)
def test_every_reason_is_true_and_every_match_has_one(rows):
    inventory = inventory_of(rows, PLACES)
    for own in range(len(rows)):
        found = related(inventory, own, limit=100)
        assert len(found) == len({match.entry.pk for match in found})
        alike = {
            other
            for other in range(len(rows))
            if other != own and any(have_in_common(inventory, name, own, other) for name in WEIGHTS)
        }
        assert {match.entry.pk for match in found} == alike
        for match in found:
            assert match.reasons
            for reason in match.reasons:
                assert is_true(reason, inventory, own, match.entry.pk), reason


def is_true(reason, inventory, own, other):
    """Whether what the words say holds, name by name."""
    if "even groot" in reason and "provincie" in reason:
        here, there = ([PLACES[slug] for slug in inventory.facets["gemeente"].slugs[who]] for who in (own, other))
        return any(
            (a.province, a.size_class) == (b.province, b.size_class) and a.size_class for a in here for b in there
        )
    kinds = {
        "instrument": "instrument",
        "thema": "thema",
        "gemeente": "gemeente",
        "onderwerp": "onderwerp",
        "provincie": "provincie",
        "Even groot": "grootte",
        "burger": "beweging",
        "bestuur": "beweging",
        "Bleef": "beweging",
    }
    name = next(facet for word, facet in kinds.items() if word in reason.partition(":")[0])
    shared = have_in_common(inventory, name, own, other)
    if name == "beweging":
        return bool(shared)
    return set(reason.partition(": ")[2].split(", ")) == {f"{name} {slug}" for slug in shared}

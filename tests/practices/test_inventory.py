"""The inventory counts as the database does, whatever is in it and whatever is asked."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.db.models import F, Q
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st

from cms.models import PageTopic, Topic
from practices.explore.facets import UNKNOWN, Terms
from practices.explore.inventory import STATUS_SLUGS, Inventory
from practices.models import (
    Influence,
    Instrument,
    Municipality,
    Partner,
    PracticePage,
    PracticeStatus,
    Province,
    SizeClass,
    Theme,
)
from practices.places.reference import flanders
from tests.factories import InstrumentFactory, MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.tree import grow
from tests.trials import tries

pytestmark = pytest.mark.django_db

STEPS = st.none() | st.integers(1, 5)
YEARS = st.none() | st.integers(1995, 2040)
FACETS = [
    "positie",
    "beweging",
    "thema",
    "instrument",
    "provincie",
    "grootte",
    "gemeente",
    "status",
    "invloed",
    "partners",
    "periode",
    "onderwerp",
]


def some(of, at_least=0):
    return st.lists(st.integers(0, of - 1), min_size=at_least, max_size=2, unique=True)


PRACTICE = st.fixed_dictionaries(
    {
        "continuum_start": STEPS,
        "continuum_now": STEPS,
        "status": st.sampled_from(PracticeStatus.values),
        "influence": st.sampled_from(["", *Influence.values]),
        "partners": st.lists(st.sampled_from(Partner.values), max_size=2, unique=True),
        "years": st.tuples(YEARS, YEARS),
        "places": some(4, at_least=1),
        "themes": some(3),
        "instruments": some(3),
        "topics": some(3),
        "is_live": st.sampled_from([True, True, True, False]),
    }
)


@pytest.fixture
def index():
    """An inventory of six practices, whose facts each example writes anew."""
    pages = [grow(PracticePageFactory, municipalities=[]) for _ in range(6)]
    for number, province in enumerate(list(Province)[:4]):
        size = [SizeClass.XS, SizeClass.XL, None, SizeClass.M][number]
        MunicipalityFactory(name=f"Gemeente {number}", province=province, size_class=size)
    for number in range(3):
        ThemeFactory(name=f"Thema {number}", slug=f"thema-{number}")
        InstrumentFactory(name=f"Instrument {number}", slug=f"instrument-{number}")
        Topic.objects.create(name=f"Onderwerp {number}", slug=f"onderwerp-{number}")
    return pages[0].get_parent().specific


def write(pages, facts):
    """Gives the practices these facts, straight into the database: this runs a hundred times."""
    places = list(Municipality.objects.filter(name__startswith="Gemeente ").order_by("name"))
    themes, instruments = list(Theme.objects.order_by("pk")), list(Instrument.objects.order_by("pk"))
    topics = list(Topic.objects.filter(slug__startswith="onderwerp-").order_by("pk"))
    through = [
        (PracticePage.municipalities.through, "municipality", places, "places"),
        (PracticePage.themes.through, "theme", themes, "themes"),
        (PracticePage.instruments.through, "instrument", instruments, "instruments"),
    ]
    for model, *_rest in through:
        model.objects.all().delete()
    PageTopic.objects.all().delete()
    for page, own in zip(pages, facts, strict=False):
        start, end = own["years"]
        if start and end and start > end:
            start, end = end, start
        names = ["continuum_start", "continuum_now", "status", "influence", "partners"]
        PracticePage.objects.filter(pk=page.pk).update(
            **{name: own[name] for name in names}, start_year=start, end_year=end, live=own["is_live"]
        )
        for model, word, words, key in through:
            model.objects.bulk_create(
                model(**{"practicepage_id": page.pk, f"{word}_id": words[number].pk}) for number in own[key]
            )
        PageTopic.objects.bulk_create(PageTopic(content_object_id=page.pk, tag=topics[n]) for n in own["topics"])
    PracticePage.objects.filter(pk__in=[page.pk for page in pages[len(facts) :]]).update(live=False)


def condition(name, slug):
    """The same question to the database, written without the inventory."""
    unknown = slug == UNKNOWN
    start, now = F("continuum_start"), F("continuum_now")
    both = Q(continuum_start__isnull=False, continuum_now__isnull=False)
    match name:
        case "positie":
            return Q(continuum_now=None if unknown else slug)
        case "beweging":
            moves = {"burger": Q(continuum_now__gt=start), "bestuur": Q(continuum_now__lt=start)}
            return ~both if unknown else both & (moves[slug] if slug in moves else Q(continuum_start=now))
        case "thema" | "instrument":
            return Q(**{f"{'themes' if name == 'thema' else 'instruments'}__slug": slug})
        case "provincie":
            return Q(municipalities__province=slug)
        case "grootte":
            return Q(municipalities__size_class=None if unknown else slug.upper(), municipalities__isnull=False)
        case "gemeente":
            return Q(municipalities__in=[place for place in Municipality.objects.all() if slugify(place.name) == slug])
        case "status":
            return Q(status=next(status for status, own in STATUS_SLUGS.items() if own == slug))
        case "invloed":
            return Q(influence="" if unknown else slug)
        case "partners":
            wanted = [
                pk
                for pk, partners in PracticePage.objects.values_list("pk", "partners")
                if (not partners if unknown else slug in partners)
            ]
            return Q(pk__in=wanted)
        case "periode":
            return _period(slug)
        case "onderwerp":
            return Q(pk__in=PageTopic.objects.filter(tag__slug=slug).values("content_object"))


def _period(slug):
    if slug == UNKNOWN:
        return Q(start_year=None, end_year=None)
    first, last = {"voor-2007": (0, 2006), "vanaf-2031": (2031, 9999)}.get(slug) or map(int, slug.split("-"))
    open_end = Q(end_year=None, status=PracticeStatus.RUNNING, start_year__lte=last)
    if first > 2030:
        open_end &= Q(start_year__gte=first)
    return (
        Q(start_year__lte=last, end_year__gte=first)
        | open_end
        | Q(end_year=None, start_year__range=(first, last))
        | Q(start_year=None, end_year__range=(first, last))
    )


def brute(choice):
    """The keys of the public practices that the database finds for a choice."""
    found = set(PracticePage.objects.live().values_list("pk", flat=True))
    for name, slugs in choice.items():
        if slugs:
            found &= {pk for slug in slugs for pk in keys(condition(name, slug))}
    return found


def keys(question):
    return PracticePage.objects.live().filter(question).values_list("pk", flat=True)


@pytest.mark.parametrize("today", [datetime.date(2026, 5, 1)])
@tries(20)
@given(facts=st.lists(PRACTICE, max_size=6), data=st.data())
def test_matches_and_counts_are_those_of_the_database(index, today, facts, data):
    with time_machine.travel(today, tick=False):
        pages = list(PracticePage.objects.order_by("pk"))
        write(pages, facts)
        inventory = Inventory.of(index)
        assert list(inventory.facets) == FACETS
        choice = {
            name: data.draw(st.lists(st.sampled_from(list(facet.values)), max_size=2, unique=True), label=name)
            for name, facet in inventory.facets.items()
            if facet.values and data.draw(st.booleans(), label=f"{name}?")
        }
        found = {entry.pk for entry in inventory.entries_of(inventory.matching(choice))}
        assert found == brute(choice)
        for name, facet in inventory.facets.items():
            others = brute({other: slugs for other, slugs in choice.items() if other != name})
            for count in inventory.counts(name, choice):
                assert count.number == len(others & set(keys(condition(name, count.slug)))), (name, count.slug)
            assert all(slugs == () or set(slugs) <= facet.values.keys() for slugs in facet.slugs)


def test_no_two_municipalities_have_the_same_address():
    names = [place["name"] for place in flanders()["municipalities"]]
    assert len({slugify(name) for name in names}) == len(names) > 280


@pytest.mark.parametrize(
    ("start", "end", "status", "terms"),
    [
        (None, None, "running", ["onbekend"]),
        (2000, None, "finished", ["voor-2007"]),
        (2000, 2008, "finished", ["voor-2007", "2007-2012"]),
        (2014, None, "running", ["2013-2018", "2019-2024", "2025-2030"]),
        (None, 2014, "stopped", ["2013-2018"]),
        (2031, None, "planned", ["vanaf-2031"]),
        (2033, None, "running", ["vanaf-2031"]),
        (2029, 2040, "planned", ["2025-2030", "vanaf-2031"]),
        (0, 32767, "running", ["voor-2007", "2007-2012", "2013-2018", "2019-2024", "2025-2030", "vanaf-2031"]),
    ],
)
def test_a_practice_belongs_to_the_terms_in_which_it_ran(start, end, status, terms):
    assert Terms(2026).of(start, end, status) == terms


def test_a_word_that_left_the_list_stops_nothing(index):
    page = PracticePage.objects.first()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE practices_practicepage SET partners = '[\"weg\"]' WHERE page_ptr_id = %s", [page.pk])
    inventory = Inventory.of(index)
    assert "weg" not in inventory.facets["partners"].values
    assert inventory.facets["partners"].slugs[inventory.position_of[page.pk]] == ()


def test_only_municipalities_with_public_practices_are_there(index):
    gent = MunicipalityFactory(name="Gent")
    draft = grow(PracticePageFactory, municipalities=[gent])
    draft.unpublish()
    assert "gent" not in Inventory.of(index).places

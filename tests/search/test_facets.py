"""Narrowing results: every number is how many results its link leads to."""

import datetime
import random

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests.factories import (
    EventIndexPageFactory,
    EventPageFactory,
    InstrumentFactory,
    MunicipalityFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    StandardPageFactory,
    ThemeFactory,
)
from tests.search.reading import counts, facets, search, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def inventory(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def site_of_chance(home, inventory):
    """Pages with "wijkraad" in the title and values of facets that fell by lot; by title what each of them has."""
    chance = random.Random(7)
    places = [MunicipalityFactory(name=name) for name in ["Genk", "Gent", "Aalst"]]
    themes = [ThemeFactory(name=name, slug=name.lower()) for name in ["Zorg", "Klimaat"]]
    instruments = [InstrumentFactory(name=name, slug=name.lower()) for name in ["Loting", "Panel"]]
    agenda = EventIndexPageFactory(parent=home)
    has = {}
    for number in range(10):
        title = f"Wijkraad {number:02}"
        own = {
            "Gemeente": chance.sample(places, chance.randrange(3)),
            "Thema": chance.sample(themes, chance.randrange(3)),
            "Instrument": chance.sample(instruments, chance.randrange(2)),
        }
        topics = chance.sample(["water", "buurt", "vrije tijd"], chance.randrange(3))
        if number % 3:
            page = PracticePageFactory(
                parent=inventory,
                title=title,
                municipalities=own["Gemeente"],
                themes=own["Thema"],
                instruments=own["Instrument"],
            )
            page.topics.add(*topics)
            page.save()
        else:
            host = own["Gemeente"][0] if own["Gemeente"] else None
            own = {"Gemeente": [host] if host else [], "Thema": [], "Instrument": []}
            page = EventPageFactory(parent=agenda, title=title, host_municipality=host)
            page.topics.add(*topics)
            page.save()
        kind = "Praktijken" if number % 3 else "Bijeenkomsten"
        has[title] = {name: {value.name for value in values} for name, values in own.items()}
        has[title] |= {"Onderwerp": {topic.capitalize() for topic in topics}, "Soort": {kind}}
    return has


def having(has, **chosen):
    return {title for title, values in has.items() if all(value in values[name] for name, value in chosen.items())}


def expected(has, name, **chosen):
    """By brute force: the number of pages behind each value."""
    others = {facet: value for facet, value in chosen.items() if facet != name}
    values = {value for one in has.values() for value in one[name]}
    found = {value: len(having(has, **others, **{name: value})) for value in values}
    return {"Alles": len(having(has, **others))} | {value: number for value, number in found.items() if number}


def numbers(values):
    return {name: number for name, (number, _address) in values.items()}


def test_every_number_is_true_for_every_pair_of_choices(client, site_of_chance):
    everything = search(client, "wijkraad")
    assert counts(everything) == expected(site_of_chance, "Soort")
    shown = facets(everything)
    assert set(shown) == {"Gemeente", "Thema", "Instrument", "Onderwerp"}
    for name, values in shown.items():
        assert numbers(values) == expected(site_of_chance, name)
        for value, (number, address) in values.items():
            if value == "Alles":
                continue
            narrowed = client.get(f"/zoeken/{address}")
            assert set(titles(narrowed)) == having(site_of_chance, **{name: value})
            assert len(titles(narrowed)) == number
            assert counts(narrowed) == expected(site_of_chance, "Soort", **{name: value})
            for other, others in facets(narrowed).items():
                assert numbers(others) == expected(site_of_chance, other, **{name: value})


def test_a_choice_can_be_taken_away_again(client, site_of_chance):
    response = search(client, "wijkraad", thema="zorg", type="praktijken")
    assert "Verwijder filter Thema:</span> " in " ".join(response.text.split()).replace(": </span>", ":</span> ")
    assert 'href="?q=wijkraad&amp;type=praktijken"' in response.text
    assert 'href="?q=wijkraad&amp;thema=zorg"' in response.text
    assert 'class="clear" href="?q=wijkraad"' in response.text


def test_choices_without_a_common_result_can_be_taken_away(client, inventory):
    PracticePageFactory(parent=inventory, title="Wijkraad een", themes=[ThemeFactory(name="Zorg", slug="zorg")])
    PracticePageFactory(parent=inventory, title="Wijkraad", instruments=[InstrumentFactory(name="Panel", slug="panel")])
    response = search(client, "wijkraad", thema="zorg", instrument="panel")
    assert titles(response) == []
    assert "0 resultaten voor ‘wijkraad’" in response.text
    assert 'class="chip" href="?q=wijkraad&amp;thema=zorg"' in response.text
    assert 'class="chip" href="?q=wijkraad&amp;instrument=panel"' in response.text
    assert "Zoek hetzelfde zonder filters" in response.text


def test_an_unknown_value_chooses_nothing(client, site_of_chance):
    response = search(client, "wijkraad", thema="bestaat-niet", gemeente="Atlantis", type="x")
    assert len(titles(response)) == 10
    assert 'class="chip"' not in response.text


def test_six_values_show_at_once_and_the_rest_behind_a_click(client, inventory):
    for number in range(9):
        PracticePageFactory(
            parent=inventory,
            title=f"Wijkraad {number}",
            municipalities=[MunicipalityFactory(name=f"Gemeente {number}")],
        )
    block = search(client, "wijkraad").text.split("<summary>Gemeente")[1]
    first, rest = block.split('<details class="disclosure">')
    assert first.count("gemeente=Gemeente") == 6
    assert "Nog 3" in rest
    # A choice behind the click shows without one.
    assert '<details class="disclosure" open>' in search(client, "wijkraad", gemeente="Gemeente 8").text


def test_meetings_to_come_stand_before_past_ones_and_leave_other_pages_where_they_are(client, home):
    agenda = EventIndexPageFactory(parent=home)
    for title, days in [("Wijkraad voorbij", -20), ("Wijkraad lang voorbij", -400), ("Over een wijkraad straks", 9)]:
        EventPageFactory(parent=agenda, title=title, start=timezone.now() + datetime.timedelta(days=days))
    StandardPageFactory(parent=home, title="Wijkraad")
    found = titles(search(client, "wijkraad"))
    assert found[:2] == ["Wijkraad", "Over een wijkraad straks"]
    meetings = titles(search(client, "wijkraad", type="bijeenkomsten"))
    assert meetings[0] == "Over een wijkraad straks"
    assert set(meetings[1:]) == {"Wijkraad voorbij", "Wijkraad lang voorbij"}


@pytest.mark.parametrize("hide", ["draft", "expired", "private", "below private"])
def test_no_facet_counts_or_names_what_not_everybody_sees(client, home, inventory, hide):
    StandardPageFactory(parent=home, title="Wijkraad")
    secret = PracticePageFactory(
        parent=inventory,
        title="Wijkraad geheim",
        municipalities=[MunicipalityFactory(name="Zeebrugge")],
        themes=[ThemeFactory(name="Zeewier", slug="zeewier")],
        instruments=[InstrumentFactory(name="Zeester", slug="zeester")],
    )
    secret.topics.add("Zeepaardje")
    secret.save()
    assert "Zee" in search(client, "wijkraad").text
    if hide in ("draft", "expired"):
        Page.objects.filter(pk=secret.pk).update(live=False, expired=hide == "expired")
    else:
        page = inventory if hide == "below private" else secret
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for parameters in [{}, {"thema": "zeewier"}, {"gemeente": "Zeebrugge"}, {"onderwerp": "zeepaardje"}]:
        response = search(client, "wijkraad", **parameters)
        assert titles(response) == ["Wijkraad"]
        assert counts(response) == {"Alles": 1, "Pagina’s": 1}
        assert facets(response) == {}
        assert "Zee" not in response.text


def test_the_total_of_a_filter_counts_topics_that_hold_the_words(client, inventory):
    practice = PracticePageFactory(
        parent=inventory, title="Wijkraad", municipalities=[], themes=[ThemeFactory(name="Zorg", slug="zorg")]
    )
    practice.topics.add("wijkraad")
    practice.save()
    for parameters in [{}, {"thema": "zorg"}, {"type": "praktijken"}, {"thema": "zorg", "type": "praktijken"}]:
        total, address = facets(search(client, "wijkraad", **parameters))["Thema"]["Alles"]
        assert len(titles(client.get(f"/zoeken/{address}"))) == total

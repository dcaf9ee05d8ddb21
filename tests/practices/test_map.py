import datetime
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from practices.explore.filters import Selection
from practices.explore.inventory import Place
from practices.explore.on_map import OnMap
from tests.factories import MunicipalityFactory, PracticeIndexPageFactory, PracticePageFactory, ThemeFactory
from tests.factories.inventories import inventory_of

pytestmark = pytest.mark.any_database

QUERY_BUDGET = 12


@pytest.fixture
def index(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def gent(db):
    return MunicipalityFactory(name="Gent", latitude=51.05, longitude=3.72)


def show(client, index, query=""):
    response = client.get(f"{index.url}kaart/{query}")
    assert response.status_code == 200
    return response.content.decode()


def map_of(html):
    return html[html.index('<svg class="map"') : html.index("<figcaption>")]


def caption(html):
    return html[html.index("<figcaption>") : html.index("</figcaption>")]


def list_of(html):
    return html[html.index('<ul class="places">') :]


def test_a_disc_names_its_municipality_and_leads_to_its_line_in_the_list(client, index, gent):
    practices = [
        PracticePageFactory(parent=index, municipalities=[gent], continuum_now=step) for step in [2, 4, 4, None]
    ]
    html = show(client, index)
    assert "<title>Gent: 4 praktijken</title>" in map_of(html)
    assert 'id="kaart-gent" href="#plaats-gent"' in map_of(html)
    assert [int(step) for step in re.findall(r'class="slice s(\d)"', map_of(html))] == [2, 4, 0]
    for practice in practices:
        assert f'href="{practice.url}"' in list_of(html)
    assert 'id="plaats-gent"' in list_of(html)
    assert 'href="#kaart-gent"' in list_of(html)


def test_below_the_map_stands_how_many_of_its_positions_nobody_confirmed(client, index, gent):
    confirmed = datetime.date(2026, 1, 1)
    for step, confirmed_on in [(2, None), (2, confirmed), (4, None), (None, None)]:
        PracticePageFactory(
            parent=index, municipalities=[gent], continuum_now=step, continuum_confirmed_on=confirmed_on
        )

    def said(query=""):
        html = show(client, index, query)
        return "2 van deze posities zijn" in caption(html), "1 van deze posities is" in caption(html)

    assert said() == (True, False)
    assert said("?positie=2") == (False, True)


def test_a_municipality_leads_to_its_practices_in_the_list_under_the_same_filters(client, index, gent):
    zorg = ThemeFactory(name="Zorg", slug="zorg")
    PracticePageFactory(parent=index, municipalities=[gent], themes=[zorg], title="Zorgraad")
    PracticePageFactory(parent=index, municipalities=[gent], title="Iets anders")
    html = show(client, index, "?thema=zorg")
    assert "Iets anders" not in html
    (address,) = re.findall(rf'<h4><a href="({index.url}[^"]*)"', html)
    listing = client.get(address.replace("&amp;", "&")).content.decode()
    assert "Zorgraad" in listing
    assert "Iets anders" not in listing


def test_every_step_has_its_number_in_the_legend(client, index, gent):
    for step in [4, 4, None]:
        PracticePageFactory(parent=index, municipalities=[gent], continuum_now=step)
    html = show(client, index)
    legend = html[html.index("<figcaption>") : html.index("</figcaption>")]
    assert re.findall(r'class="num">(\d+)<', legend) == ["0", "0", "0", "2", "0", "1"]
    assert "Nog niet bepaald" in legend


def test_a_practice_of_two_municipalities_stands_in_both_and_the_map_says_so(client, index, gent):
    PracticePageFactory(parent=index, municipalities=[gent, MunicipalityFactory(name="Aalst")])
    html = show(client, index)
    assert map_of(html).count('class="pie"') == 2
    assert "1 praktijk van meer gemeenten staat bij elk ervan." in html


def test_who_chose_a_municipality_sees_that_one(client, index, gent):
    PracticePageFactory(parent=index, municipalities=[gent, MunicipalityFactory(name="Aalst")])
    html = show(client, index, "?gemeente=gent")
    assert map_of(html).count('class="pie"') == 1


def test_a_municipality_with_many_practices_names_some_and_counts_their_steps(client, index, gent):
    for step in [1, 2, 2, 3, 3, 3, None]:
        PracticePageFactory(parent=index, municipalities=[gent], continuum_now=step)
    markup = list_of(show(client, index))
    assert "Alle 7 van Gent" in markup
    tally = markup[markup.index('class="tally"') :]
    assert re.findall(r"<span>(\d) ×</span>", tally[: tally.index("</p>")]) == ["1", "2", "3", "1"]


def test_an_empty_inventory_says_so(client, index):
    assert "Er zijn nog geen praktijken." in show(client, index)


def test_words_that_nothing_holds_get_help(client, index, gent):
    PracticePageFactory(parent=index, municipalities=[gent])
    html = show(client, index, "?q=xyzzy")
    assert "Geen praktijk gevonden" in html
    assert 'class="pie"' not in html


def test_htmx_gets_only_what_changes(client, index, gent):
    PracticePageFactory(parent=index, municipalities=[gent])
    response = client.get(f"{index.url}kaart/?gemeente=gent", headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert b'id="aantal"' in response.content
    assert response["HX-Push-Url"] == f"{index.url}kaart/?gemeente=gent"


def test_the_map_has_an_address_a_title_and_a_way_back(client, index):
    html = show(client, index)
    assert f'<link rel="canonical" href="{index.full_url}kaart/">' in html
    assert "<title>Praktijken op de kaart – " in html
    assert f'<li><a href="{index.url}">Praktijken</a></li>' in html


def test_only_looks(client, index):
    assert client.post(f"{index.url}kaart/").status_code == 405


def test_the_number_of_queries_does_not_grow(client, index, shared_cache):
    def count(query):
        for _ in range(2):
            client.get(f"{index.url}kaart/", {"niet-bewaren": query})
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{index.url}kaart/", {"niet-bewaren": query, "thema": "zorg"})
        return len(queries)

    zorg = ThemeFactory(slug="zorg")
    PracticePageFactory(parent=index, themes=[zorg])
    few = count("a")
    for _ in range(5):
        PracticePageFactory(parent=index, themes=[zorg])
    assert count("b") == few <= QUERY_BUDGET


NAMES = ["aalst", "brugge", "gent"]
PLACES = {name: Place(name, name.capitalize(), "oost-vlaanderen", "S", 51.0, 3.5) for name in NAMES}
practices = st.lists(
    st.tuples(st.none() | st.integers(1, 5), st.lists(st.sampled_from(NAMES), max_size=3, unique=True)), max_size=15
)


@given(practices, st.lists(st.sampled_from(NAMES), unique=True), st.none() | st.integers(1, 5))
def test_map_and_legend_count_what_is_there(rows, chosen, step):
    query = "&".join([*(f"gemeente={name}" for name in chosen), *([f"positie={step}"] if step else [])])
    inventory = inventory_of([{"positie": step, "gemeente": places} for step, places in rows], PLACES)
    on_map = OnMap(Selection.of(QueryDict(query), inventory))
    known = [name for name in chosen if any(name in places for _step, places in rows)]
    is_step_known = step and any(now == step for now, _places in rows)
    fits = [
        (now, places)
        for now, places in rows
        if (not known or set(places) & set(known)) and (not is_step_known or now == step)
    ]
    expected = {
        name: tuple(sum((now or 0) == number and name in places for now, places in fits) for number in range(6))
        for name in (known or NAMES)
    }
    drawn = {pie.place.slug: pie.place.counts for pie in on_map.drawing.pies}
    assert drawn == {name: counts for name, counts in expected.items() if sum(counts)}
    assert {line.step: line.number for line in on_map.legend if line.number} == {
        number: count for number in range(6) if (count := sum((now or 0) == number for now, _places in fits))
    }
    assert on_map.nowhere == sum(not places for _now, places in fits)
    for municipality in on_map.municipalities:
        again = Selection.of(QueryDict(municipality.address.lstrip("?")), inventory)
        assert len(again) == municipality.placed.total

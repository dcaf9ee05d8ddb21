import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from practices.explore.inventory import Place
from practices.explore.like_mine import FIRST_SHOWN, NEARBY, LikeMine, kilometres
from practices.models import Province, SizeClass
from tests.factories import MunicipalityFactory, PracticeIndexPageFactory, PracticePageFactory, ThemeFactory
from tests.factories.inventories import inventory_of

pytestmark = pytest.mark.any_database

QUERY_BUDGET = 15

GENT = {"latitude": 51.05, "longitude": 3.72}
ANTWERPEN = {"latitude": 51.22, "longitude": 4.40}


@pytest.fixture
def index(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def halle(db):
    return MunicipalityFactory(
        name="Halle", province=Province.VLAAMS_BRABANT, size_class=SizeClass.M, latitude=50.73, longitude=4.24
    )


def place(**kwargs):
    """A municipality far from Halle, in another province and of another size, unless told otherwise."""
    elsewhere = {"province": Province.WEST_VLAANDEREN, "size_class": SizeClass.XS, "latitude": 51.2, "longitude": 2.9}
    return MunicipalityFactory(**elsewhere | kwargs)


def practice(index, title, *, municipality, **kwargs):
    return PracticePageFactory(parent=index, title=title, municipalities=[municipality], **kwargs)


def show(client, index, query=""):
    response = client.get(f"{index.url}zoals-mijn-gemeente/{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def titles(html):
    return re.findall(r'<h4><a href="[^"]+">([^<]+)</a>', html)


class TestChoosing:
    def test_asks_for_a_municipality_and_offers_all_names(self, client, index):
        MunicipalityFactory(name="Pajottegem", former_names=["Galmaarden", "Gooik", "Herne"])
        html = show(client, index)
        assert '<option value="Pajottegem"></option><option value="Galmaarden">nu Pajottegem</option>' in html
        assert titles(html) == []

    @pytest.mark.parametrize("asked", ["halle", "Halle", "HALLE ", "stad Halle"])
    def test_finds_it_by_address_or_by_name(self, client, index, halle, asked):
        assert "Wat past bij Halle" in show(client, index, f"?gemeente={asked}")

    def test_finds_it_by_the_name_of_before_a_merger(self, client, index):
        MunicipalityFactory(name="Pajottegem", former_names=["Galmaarden", "Gooik", "Herne"])
        html = show(client, index, "?gemeente=Herne")
        assert "Herne hoort nu bij Pajottegem." in html
        assert "Wat past bij Pajottegem" in html

    def test_offers_what_looks_like_an_unknown_name(self, client, index, halle):
        html = show(client, index, "?gemeente=Hale")
        assert "We kennen geen Vlaamse gemeente “Hale”." in html
        assert '<a href="?gemeente=halle">Halle</a>' in html

    def test_says_what_to_do_about_a_name_that_nothing_looks_like(self, client, index, halle):
        html = show(client, index, "?gemeente=<b>xyzzy%00")
        assert "Kijk de spelling na" in html

    def test_says_when_the_size_is_unknown(self, client, index):
        MunicipalityFactory(name="Herk", size_class=None)
        assert "We kennen het aantal inwoners niet." in show(client, index, "?gemeente=herk")


class TestMatches:
    def test_the_best_come_first_each_with_its_reasons(self, client, index, halle):
        practice(index, "A ver weg", municipality=place(province=Province.VLAAMS_BRABANT, **ANTWERPEN))
        practice(index, "B even groot elders", municipality=place(size_class=SizeClass.M))
        practice(index, "C buur", municipality=place(latitude=50.75, longitude=4.35))
        practice(index, "D alles", municipality=place(province=Province.VLAAMS_BRABANT, size_class=SizeClass.M, **GENT))
        practice(index, "E niets", municipality=place())
        html = show(client, index, "?gemeente=halle")
        assert titles(html) == ["D alles", "C buur", "B even groot elders", "A ver weg"]
        assert "Even groot als Halle: 20.000 tot 50.000 inwoners" in html
        assert "Op 8 km van Halle" in html
        assert "In dezelfde provincie: Vlaams-Brabant" in html

    def test_its_own_practices_are_no_answer_but_their_themes_count(self, client, index, halle):
        zorg = ThemeFactory(name="Zorg", slug="zorg")
        own = practice(index, "Van Halle zelf", municipality=halle, themes=[zorg])
        near = {"province": Province.VLAAMS_BRABANT, "size_class": SizeClass.M}
        practice(index, "A iets anders", municipality=place(latitude=50.75, longitude=4.24, **near))
        practice(index, "B over zorg", municipality=place(**near), themes=[zorg])
        practice(index, "C zorg elders", municipality=place(), themes=[zorg])
        html = show(client, index, "?gemeente=halle")
        assert titles(html) == ["B over zorg", "A iets anders", "C zorg elders"]
        assert own.title not in html
        assert "Zelfde thema als een praktijk van Halle: Zorg" in html
        assert f'<a href="{index.url}?gemeente=halle">Zie wat Halle doet</a>' in html

    def test_a_theme_limits_them(self, client, index, halle):
        zorg = ThemeFactory(name="Zorg", slug="zorg")
        practice(index, "Over zorg", municipality=place(size_class=SizeClass.M), themes=[zorg])
        practice(index, "Iets anders", municipality=place(size_class=SizeClass.M))
        assert '?gemeente=halle&thema=zorg">Zorg <span class="num">1</span>' in show(client, index, "?gemeente=halle")
        assert titles(show(client, index, "?gemeente=halle&thema=zorg")) == ["Over zorg"]
        assert len(titles(show(client, index, "?gemeente=halle&thema=bestaat-niet"))) == 2

    def test_every_municipality_has_its_turn_before_one_comes_twice(self, client, index, halle):
        one, other = place(size_class=SizeClass.M), place(size_class=SizeClass.M)
        for title in ["A", "B", "C"]:
            practice(index, title, municipality=one)
        practice(index, "Z", municipality=other)
        assert titles(show(client, index, "?gemeente=halle"))[:2] == ["A", "Z"]

    def test_a_long_group_leads_to_the_list(self, client, index, halle):
        same = {"province": Province.VLAAMS_BRABANT, "size_class": SizeClass.M}
        for number in range(FIRST_SHOWN + 1):
            practice(index, f"Praktijk {number}", municipality=place(**same))
        html = show(client, index, "?gemeente=halle")
        assert len(titles(html)) == FIRST_SHOWN
        assert f'href="{index.url}?grootte=m&provincie=vlaams-brabant"' in html

    def test_nothing_that_fits_is_said(self, client, index, halle):
        assert "Er zijn nog geen praktijken van gemeenten als deze." in show(client, index, "?gemeente=halle")

    def test_the_number_of_queries_does_not_grow(self, client, index, halle, shared_cache):
        def count():
            for _ in range(2):
                show(client, index, "?gemeente=halle")
            with CaptureQueriesContext(connection) as queries:
                show(client, index, "?gemeente=halle")
            return len(queries)

        practice(index, "Een", municipality=place(size_class=SizeClass.M), themes=[ThemeFactory()])
        few = count()
        for number in range(5):
            practice(index, f"Meer {number}", municipality=place(size_class=SizeClass.M), themes=[ThemeFactory()])
        assert count() == few <= QUERY_BUDGET

    def test_only_looks(self, client, index):
        assert client.post(f"{index.url}zoals-mijn-gemeente/").status_code == 405


def test_kilometres_are_those_of_the_map():
    gent = Place("gent", "Gent", "oost-vlaanderen", "XL", **GENT)
    antwerpen = Place("antwerpen", "Antwerpen", "antwerpen", "XL", **ANTWERPEN)
    assert kilometres(gent, antwerpen) == pytest.approx(51, abs=1)
    assert kilometres(gent, gent) == 0


PLACES = {
    f"p{number}": Place(f"p{number}", f"P{number}", province, size, 51.0, longitude)
    for number, (province, size, longitude) in enumerate(
        (province, size, longitude)
        for province in list(Province)[:2]
        for size in [None, "S", "M"]
        for longitude in [4.0, 4.1, 5.5]
    )
}
rows = st.lists(
    st.fixed_dictionaries(
        {
            "thema": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
            "gemeente": st.lists(st.sampled_from(sorted(PLACES)), max_size=2, unique=True),
        }
    ),
    min_size=1,
    max_size=15,
)


@given(rows, st.sampled_from(sorted(PLACES)))
def test_every_reason_is_true_and_no_practice_comes_twice(rows, name):
    home = PLACES[name]
    answer = LikeMine(inventory_of(rows, PLACES), home)
    own_themes = {f"thema {slug}" for row in rows if name in row["gemeente"] for slug in row["thema"]}
    seen = 0
    for group in answer.groups:
        assert not seen & group.bits
        seen |= group.bits
        for match in group.matches:
            row = rows[match.entry.pk]
            assert name not in row["gemeente"]
            assert match.reasons
            here = [PLACES[slug] for slug in row["gemeente"]]
            for reason in match.reasons:
                kind, _colon, value = reason.partition(": ")
                if kind == f"Even groot als {home.name}":
                    assert any(one.size_class == home.size_class for one in here)
                    assert value == SizeClass(home.size_class).label
                elif kind.startswith("In dezelfde provincie"):
                    assert any(one.province == home.province for one in here)
                elif kind.startswith("Zelfde thema"):
                    assert set(value.split(", ")) == own_themes & {f"thema {slug}" for slug in row["thema"]}
                else:
                    stated = int(re.fullmatch(rf"Op (\d+) km van {home.name}", reason)[1])
                    nearest = min(kilometres(home, one) for one in here)
                    assert nearest <= NEARBY
                    assert stated == max(round(nearest), 1)
    expected = {
        position
        for position, row in enumerate(rows)
        if name not in row["gemeente"]
        and (
            {f"thema {slug}" for slug in row["thema"]} & own_themes
            or any(
                PLACES[slug].province == home.province
                or (home.size_class and PLACES[slug].size_class == home.size_class)
                or kilometres(home, PLACES[slug]) <= NEARBY
                for slug in row["gemeente"]
            )
        )
    }
    assert set(answer.inventory.positions(seen)) == expected

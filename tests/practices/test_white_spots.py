import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from practices.explore.inventory import Place
from practices.explore.white_spots import BY_PROVINCE, BY_SIZE, large_cities, matrix
from practices.models import Province, SizeClass
from tests.factories import MunicipalityFactory, PracticeIndexPageFactory, PracticePageFactory, ThemeFactory
from tests.factories.inventories import inventory_of

pytestmark = pytest.mark.any_database

QUERY_BUDGET = 15


@pytest.fixture
def index(home):
    return PracticeIndexPageFactory(parent=home)


def show(client, index, query=""):
    response = client.get(f"{index.url}witte-vlekken/{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def practice(index, size, *themes, province=Province.LIMBURG):
    place = MunicipalityFactory(size_class=size, province=province)
    return PracticePageFactory(parent=index, municipalities=[place], themes=themes)


def row_of(html, theme):
    row = next(row for row in html.split("<tr>") if re.search(rf'<th scope="row">(<a[^>]*>)?{theme}<', row))
    return [re.sub(r"<[^>]+>", " ", cell).split() for cell in re.split("<td[^>]*>", row)[1:]]


class TestPage:
    def test_a_cell_leads_to_its_practices_and_an_empty_one_says_that_there_is_none(self, client, index):
        zorg = ThemeFactory(name="Zorg", slug="zorg")
        own = practice(index, SizeClass.M, zorg)
        other = practice(index, SizeClass.L)
        html = show(client, index)
        assert f'href="{index.url}?thema=zorg&amp;grootte=m"' in html
        assert html.count("<span>nog geen</span>") == 8
        listing = client.get(f"{index.url}?thema=zorg&grootte=m").content.decode()
        assert own.url in listing
        assert other.url not in listing

    def test_a_theme_without_any_practice_is_a_row_of_white_spots(self, client, index):
        ThemeFactory(name="Wonen")
        practice(index, SizeClass.M, ThemeFactory())
        assert "nog geen" in " ".join(row_of(show(client, index), "Wonen")[0])

    def test_practices_without_a_theme_have_a_row(self, client, index):
        practice(index, SizeClass.M)
        assert "zonder thema" in show(client, index)

    def test_says_the_share_of_large_cities_with_what_that_means(self, client, index):
        for size in [SizeClass.XL, SizeClass.L, SizeClass.M, None]:
            practice(index, size)
        html = show(client, index)
        assert "Gemeenten met meer dan 100.000 inwoners hebben een aandeel van 33 %: 1 van 3 praktijken." in html
        assert "Samen met die vanaf 50.000 inwoners is het 67 %: 2 praktijken." in html
        assert "1 praktijk telt hier niet mee" in html

    def test_an_unknown_size_has_a_column_of_its_own(self, client, index):
        practice(index, None)
        html = show(client, index)
        assert "aantal inwoners onbekend" in html
        assert "Van 1 praktijk weten we niet hoe groot de gemeente is." in html

    def test_shows_provinces_too(self, client, index):
        practice(index, SizeClass.M, ThemeFactory(name="Zorg", slug="zorg"))
        html = show(client, index, "?per=provincie")
        assert f'href="{index.url}?thema=zorg&amp;provincie=limburg"' in html
        assert re.findall(r'<th scope="col"><span aria-hidden="true">([^<]+)<', html) == Province.labels

    def test_is_a_table_with_headers_and_totals(self, client, index):
        zorg = ThemeFactory(name="Zorg")
        two = [MunicipalityFactory(size_class=size) for size in [SizeClass.M, SizeClass.L]]
        PracticePageFactory(parent=index, municipalities=two, themes=[zorg])
        html = show(client, index)
        assert row_of(html, "Zorg")[-1][-1] == "1"
        assert 'scope="row">Totaal' in html
        assert "<caption>" in html

    def test_an_empty_inventory_says_so(self, client, index):
        assert "Er zijn nog geen praktijken." in show(client, index)

    def test_sixty_themes_ask_no_more_queries_than_one(self, client, index, shared_cache):
        def count(value):
            for _ in range(2):
                show(client, index, f"?niet-bewaren={value}")
            with CaptureQueriesContext(connection) as queries:
                show(client, index, f"?niet-bewaren={value}")
            return len(queries)

        practice(index, SizeClass.M, ThemeFactory())
        few = count(1)
        practice(index, SizeClass.M, *[ThemeFactory() for _ in range(60)])
        assert count(2) == few <= QUERY_BUDGET

    def test_only_looks(self, client, index):
        assert client.post(f"{index.url}witte-vlekken/").status_code == 405


SIZES = [None, *SizeClass.values]
PLACES = {
    f"{province}-{size}": Place(f"{province}-{size}", f"{province} {size}", province, size, 51.0, 4.0)
    for province in list(Province)[:2]
    for size in SIZES
}
THEMES = list("abc")
rows = st.lists(
    st.fixed_dictionaries(
        {
            "thema": st.lists(st.sampled_from(THEMES), max_size=3, unique=True),
            "gemeente": st.lists(st.sampled_from(sorted(PLACES)), min_size=1, max_size=3, unique=True),
        }
    ),
    max_size=15,
)


def has(row, per, slug):
    places = [PLACES[name] for name in row["gemeente"]]
    if per == BY_PROVINCE:
        return any(place.province == slug for place in places)
    return any((place.size_class or "onbekend").lower() == slug for place in places)


@given(rows, st.sampled_from([BY_SIZE, BY_PROVINCE]))
def test_every_cell_and_total_counts_what_is_there(rows, per):
    table = matrix(inventory_of(rows, PLACES), per=per, themes=[(theme, theme) for theme in [*THEMES, "leeg"]])
    assert {row.slug for row in table.rows} >= {*THEMES, "leeg"}
    for line in table.rows:
        mine = [row for row in rows if (line.slug in row["thema"] if line.slug else not row["thema"])]
        assert line.total == len(mine)
        for cell in line.cells:
            assert cell.number == sum(has(row, per, cell.column.slug) for row in mine)
            assert bool(cell.radius) == bool(cell.number)
    for cell in table.totals:
        assert cell.number == sum(has(row, per, cell.column.slug) for row in rows)
    assert table.total == len(rows)
    assert table.empty_count == sum(cell.number == 0 for line in table.rows for cell in line.cells)


@given(rows)
def test_the_share_of_large_cities_is_that_of_the_practices_whose_size_we_know(rows):
    cities = large_cities(inventory_of(rows, PLACES))
    sizes = [{PLACES[name].size_class for name in row["gemeente"]} - {None} for row in rows]
    assert cities.unknown == sum(not known for known in sizes)
    assert cities.large.known == len(rows) - cities.unknown
    assert cities.large.number == sum("XL" in known for known in sizes)
    assert cities.at_least_fifty_thousand.number == sum(bool(known & {"L", "XL"}) for known in sizes)
    assert sum(part.width for part in cities.strip) == 1000
    assert 0 <= cities.large.percentage <= cities.at_least_fifty_thousand.percentage <= 100

"""The page that explains the open data."""

import re

import pytest

from cms.models import SiteSettings
from practices.exchange.columns import COLUMNS, PUBLIC_COLUMNS
from practices.models import PracticeIndexPage
from tests.factories import PersonFactory, PracticePageFactory, ThemeFactory
from tests.factories.tree import grow

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ADDRESS = "/praktijken/codeboek/"


@pytest.fixture
def index(home):
    grow(PracticePageFactory)
    return PracticeIndexPage.objects.get()


def show(client):
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode()


def test_every_public_column_is_explained_and_no_other(client, index):
    html = show(client)
    shown = re.findall(r'<th scope="row">(.*?)</th>', html)
    assert [name.replace("<wbr>", "").strip("_") for name in shown] != []
    assert [re.sub(r"<wbr>", "_", name).rstrip("_").replace("__", "_") for name in shown] == [
        column.name for column in PUBLIC_COLUMNS
    ]
    assert not [column.name for column in COLUMNS if not column.is_public and column.name in html]


def test_every_value_is_explained(client, index):
    ThemeFactory(name="Wonen", description="Huizen en buren.")
    html = show(client)
    values = [str(meaning.value) for column in PUBLIC_COLUMNS if column.values for meaning in column.values()]
    assert not [value for value in values if value not in html]
    assert "Huizen en buren." in html
    assert "voorlopige inschatting" in html


def test_without_a_licence_it_says_whom_to_ask(client, index):
    assert "Er is nog geen licentie gekozen. Vraag ons" in show(client)
    settings = SiteSettings.load()
    settings.contact = PersonFactory(name="Voorbeeldpersoon", email="vraag@example.org")
    settings.save()
    assert "Er is nog geen licentie gekozen. Vraag aan Voorbeeldpersoon" in show(client)


def test_the_licence_is_linked(client, index):
    index.licence, index.licence_url = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
    index.save_revision().publish()
    assert '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>' in show(client)


def test_it_offers_every_file(client, index):
    html = show(client)
    for file_format in ["csv", "json", "geojson", "xlsx"]:
        assert f'href="/praktijken/data.{file_format}"' in html


def test_it_leads_back_to_the_practices(client, index):
    assert re.search(
        r'aria-label="Kruimelpad".*?href="/praktijken/".*?aria-current="page">Codeboek', show(client), re.S
    )

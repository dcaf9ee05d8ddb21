"""What machines read of a practice: it parses, it is true, and it holds nothing that is not on the page."""

import datetime
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.linked_data import as_script
from practices.models import PracticeIndexPage, PracticePage
from tests.factories import MunicipalityFactory, PersonFactory, PracticePageFactory, ThemeFactory
from tests.factories.full import fill
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def read(client, page):
    """The data of a page: about the practice, and the trail to it."""
    [text] = SCRIPT.findall(client.get(page.url).content.decode())
    practice, trail = json.loads(text)["@graph"]
    return practice, trail


@pytest.fixture
def practice(home):
    return grow(PracticePageFactory, title="Wijkbudget", municipalities=[MunicipalityFactory(name="Genk")])


def test_a_practice_tells_what_where_and_when_it_is(client, practice):
    practice.themes = [ThemeFactory(name="Wonen")]
    practice.topics.add("buurt")
    practice.start_year, practice.end_year = 2019, 2021
    practice.save_revision().publish()
    data, _trail = read(client, practice)
    assert data["@type"] == "Article"
    assert (data["headline"], data["url"], data["inLanguage"]) == ("Wijkbudget", practice.full_url, "nl-BE")
    assert [about["name"] for about in data["about"]] == ["Wonen"]
    assert "buurt" in data["keywords"]
    [place] = data["spatialCoverage"]
    assert (place["name"], place["containedInPlace"]["name"]) == ("Genk", "Limburg")
    assert data["temporalCoverage"] == "2019/2021"
    assert datetime.datetime.fromisoformat(data["dateModified"])
    assert data["publisher"]["name"] == "Labo lokale burgerparticipatie"


def test_a_practice_that_runs_has_no_end(client, practice):
    assert read(client, practice)[0]["temporalCoverage"] == "2019/.."


def test_the_trail_leads_from_the_home_page_to_the_practice(client, practice):
    _data, trail = read(client, practice)
    names = [step["name"] for step in trail["itemListElement"]]
    assert names[1:] == [practice.get_parent().title, "Wijkbudget"]
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]


def test_the_licence_is_the_one_of_the_inventory_and_left_out_until_there_is_one(client, practice):
    assert "license" not in read(client, practice)[0]
    index = PracticeIndexPage.objects.get()
    index.licence, index.licence_url = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
    index.save()
    assert read(client, practice)[0]["license"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("shows_contact", [True, False])
def test_nothing_private_is_in_it(client, home, shows_contact):
    page = fill(grow(PracticePageFactory))
    page.contact = PersonFactory(name="Geheime Naam", email="geheim@example.org", phone="0499 99 99 99")
    page.internal_note, page.shows_contact = "Nog bellen met de burgemeester.", shows_contact
    page.save_revision().publish()
    [text] = SCRIPT.findall(client.get(page.url).content.decode())
    for secret in ["Geheime Naam", "geheim@example.org", "0499", "burgemeester"]:
        assert secret not in text


def test_a_hostile_title_stays_text(client, practice):
    title = "</script><script>alert(1)</script> & <!-- \u2028"
    PracticePage.objects.filter(pk=practice.pk).update(title=title)
    html = client.get(practice.url).content.decode()
    assert "<script>alert" not in html
    assert read(client, practice)[0]["headline"] == title


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text())))
def test_whatever_the_text_no_script_ends_early_and_all_of_it_comes_back(data):
    text = as_script(data)
    assert not set("<>&") & set(text)
    assert json.loads(text) == data

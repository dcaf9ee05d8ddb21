"""The list of practices: what stands on it, what its filters say, and what htmx gets of it."""

import datetime
import re

import pytest

from practices.models import PracticeIndexPage
from tests.factories import MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.tree import grow

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def practices():
    zorg, buurt = ThemeFactory(name="Zorg", slug="zorg"), ThemeFactory(name="Buurt", slug="buurt")
    gent, mol = MunicipalityFactory(name="Gent"), MunicipalityFactory(name="Mol")
    return [
        grow(PracticePageFactory, title="Burgerbudget", municipalities=[gent], themes=[zorg]),
        grow(PracticePageFactory, title="Klimaatraad", municipalities=[mol], themes=[buurt], continuum_now=2),
        grow(PracticePageFactory, title="Wijkraad", municipalities=[mol], themes=[buurt, zorg]),
    ]


@pytest.fixture
def show(client, practices):
    """``show("thema=zorg")``: the page in one line of markup."""

    def show(address="", **headers):
        response = client.get(f"/praktijken/?{address}", headers=headers)
        assert response.status_code == 200
        return re.sub(r"\s+", " ", response.content.decode())

    return show


def titles(html):
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', html)


def value(html, facet, slug):
    """The line of a value: its markup before the number, and the number."""
    return re.search(
        rf'<input type="checkbox" name="{facet}" value="{slug}"([^>]*)>.*?<span class="n">(\d+)<', html
    ).groups()


def found(html):
    return re.sub(r"<[^>]+>", "", re.search(r'id="aantal"[^>]*>(.*?)</h2>', html)[1])


def test_all_practices_are_there_at_first(show):
    html = show()
    assert titles(html) == ["Burgerbudget", "Klimaatraad", "Wijkraad"]
    assert found(html) == "3 praktijken"
    assert "3 lokale praktijken uit 2 gemeenten." in html
    assert "noindex" not in html


def test_beside_the_positions_stands_how_many_of_them_nobody_confirmed(show, practices):
    def said(address=""):
        return re.findall(r"\d+ van deze posities (?:is|zijn) (?:een )?voorlopige inschatting(?:en)?\.", show(address))

    burgerbudget = practices[0]
    burgerbudget.continuum_confirmed_on = datetime.date(2026, 1, 1)
    burgerbudget.save()
    grow(PracticePageFactory, continuum_start=None, continuum_during=None, continuum_now=None)
    assert said() == ["2 van deze posities zijn voorlopige inschattingen."]
    assert said("thema=zorg") == ["1 van deze posities is een voorlopige inschatting."]
    # As the numbers beside the positions themselves, it is not limited by the position that was chosen.
    assert said("positie=2") == ["2 van deze posities zijn voorlopige inschattingen."]


def test_a_card_says_where_what_and_whether_it_is_made_up(client):
    grow(
        PracticePageFactory,
        title="Zorgraad",
        municipalities=[MunicipalityFactory(name="Gent"), MunicipalityFactory(name="Aalst")],
        themes=[ThemeFactory(name="Zorg", slug="zorg")],
        is_example=True,
    )
    html = client.get("/praktijken/").content.decode()
    card = html[html.index('class="card"') : html.index("</ul>", html.index('class="card"'))]
    assert "<b>Aalst, Gent</b>" in card
    assert '<li class="tag">Zorg</li>' in card
    assert "illustratief" in card


def test_every_facet_stands_there_in_the_agreed_order(show):
    labels = re.findall(r'id="facet-(\w+)"', show())
    # The practices of this test have no instrument and no topic.
    assert labels == [
        "positie",
        "beweging",
        "thema",
        "provincie",
        "grootte",
        "gemeente",
        "status",
        "invloed",
        "partners",
        "periode",
    ]


def test_a_choice_narrows_the_list_and_the_counts(show):
    html = show("thema=zorg")
    assert titles(html) == ["Burgerbudget", "Wijkraad"]
    assert found(html) == "2 van 3 praktijken"
    assert " checked" in value(html, "thema", "zorg")[0]
    # Another value of the same facet adds to it, so its count does not suffer from the choice.
    assert value(html, "thema", "buurt")[1] == "2"
    assert value(html, "gemeente", "mol")[1] == "1"


def test_a_value_that_leads_nowhere_cannot_be_chosen_but_can_be_read(show):
    attributes, number = value(show("gemeente=gent"), "positie", "2")
    assert number == "0" and " disabled" in attributes


def test_a_chosen_value_that_leads_nowhere_can_be_taken_away(show):
    attributes, number = value(show("gemeente=gent&positie=2"), "positie", "2")
    assert number == "0" and " checked" in attributes and "disabled" not in attributes


def test_what_was_chosen_can_be_removed_one_by_one_or_all_at_once(show):
    html = show("thema=zorg&gemeente=mol")
    assert 'href="?gemeente=mol"><span class="sr">Verwijder filter Thema: </span>Zorg' in html
    assert 'href="?">Wis alle filters' in html


def test_a_filtered_list_is_no_page_for_search_engines(show):
    html = show("thema=zorg")
    assert '<meta name="robots" content="noindex">' in html
    assert re.search(r'<link rel="canonical" href="[^"?]+/praktijken/">', html)


def test_positions_that_nobody_confirmed_are_counted_with_a_note(show):
    assert "2 van deze posities" in show("thema=zorg")


def test_words_are_looked_for_within_the_filters(show):
    assert titles(show("q=klimaat&thema=zorg")) == []
    assert titles(show("q=raad&thema=zorg")) == ["Wijkraad"]
    assert titles(show("q=klimaatraad")) == ["Klimaatraad"]
    assert "Meest relevant" in show("q=klimaatraad")
    assert "Meest relevant" not in show()


def test_a_visitor_reads_that_no_page_has_all_the_words(show):
    assert "Geen praktijk heeft al uw woorden" in show("q=klimaatraad+gent")


def test_a_search_without_results_helps_on(show):
    html = show("q=klimaatraad+mol&thema=zorg")
    assert "Geen praktijk gevonden voor ‘klimaatraad mol’" in html
    assert 'href="?q=klimaatraad+mol">Zoek hetzelfde zonder filters' in html
    assert 'href="?q=klimaatraad&amp;thema=zorg">Laat ‘mol’ weg' in html
    assert 'href="?thema=zorg">Wis de zoektekst' in html
    assert 'href="/zoeken/?q=klimaatraad%20mol"' in html


def test_other_views_and_downloads_get_the_same_practices(show):
    html = show("thema=zorg&sorteer=nieuwste")
    for path in ["kaart/", "witte-vlekken/", "data.csv", "data.xlsx", "data.json", "data.geojson"]:
        assert f'href="/praktijken/{path}?thema=zorg"' in html
    for path in ["codeboek/", "zoals-mijn-gemeente/", "indienen/", "vergelijken/"]:
        assert f'href="/praktijken/{path}"' in html


class TestChoosingToCompare:
    def test_every_card_offers_it(self, show, practices):
        html = show("thema=zorg")
        assert 'aria-label="Kies ‘Wijkraad’ om te vergelijken"' in html
        assert f'href="?thema=zorg&amp;vergelijk={practices[2].pk}#praktijk-{practices[2].pk}"' in html
        assert "Te vergelijken" not in html

    def test_the_choice_outlives_filters_that_hide_it(self, show, practices):
        html = show(f"vergelijk={practices[1].pk}&thema=zorg")
        assert titles(html) == ["Burgerbudget", "Wijkraad"]
        assert "Niet vergelijken: </span>Klimaatraad" in html
        assert "Kies er nog minstens één." in html
        assert f'<input type="hidden" name="vergelijk" value="{practices[1].pk}">' in html

    def test_two_can_be_compared_and_taken_away(self, show, practices):
        first, second, _third = [page.pk for page in practices]
        html = show(f"vergelijk={first}&vergelijk={second}")
        assert f'href="/praktijken/vergelijken/?p={first}&amp;p={second}">Vergelijk 2 praktijken' in html
        assert f'href="?vergelijk={second}"><span class="sr">Niet vergelijken:' in html
        assert 'aria-label="Gekozen: neem ‘Burgerbudget’ uit de vergelijking"' in html

    def test_a_fifth_is_not_offered(self, show, practices):
        more = [grow(PracticePageFactory).pk for _ in range(2)]
        html = show("&".join(f"vergelijk={pk}" for pk in [practices[0].pk, practices[1].pk, *more]))
        assert "U kunt hoogstens vier praktijken vergelijken." in html
        assert "Kies ‘Wijkraad’" not in html


class TestUpdates:
    def test_htmx_gets_only_what_changes(self, client, show):
        response = client.get("/praktijken/?thema=zorg&weg=1&q=", headers=HTMX)
        html = response.content.decode()
        assert "<html" not in html and 'id="filters"' in html and "Burgerbudget" in html
        assert response["HX-Push-Url"] == "/praktijken/?thema=zorg"

    def test_a_browser_that_goes_back_gets_the_whole_page(self, show):
        assert "<html" in show("thema=zorg", **HTMX, **{"HX-History-Restore-Request": "true"})

    def test_caches_keep_the_two_apart(self, client, practices, shared_cache):
        for headers in [{}, HTMX]:
            assert "HX-Request" in client.get("/praktijken/", headers=headers)["Vary"]
        assert "<html" in client.get("/praktijken/").content.decode()
        assert "<html" not in client.get("/praktijken/", headers=HTMX).content.decode()

    def test_the_plain_list_is_cached(self, client, practices, shared_cache, django_assert_num_queries):
        client.get("/praktijken/")
        with django_assert_num_queries(0):
            client.get("/praktijken/")


def test_the_next_page_is_of_the_same_selection(client):
    gent = MunicipalityFactory(name="Gent")
    for _ in range(26):
        grow(PracticePageFactory, municipalities=[gent])
    html = client.get("/praktijken/?gemeente=gent").content.decode()
    assert 'href="?gemeente=gent&amp;p=2"' in html
    second = client.get("/praktijken/?gemeente=gent&p=2").content.decode()
    assert len(titles(re.sub(r"\s+", " ", second))) == 2
    # Choosing leads back to the same page.
    assert re.search(r'href="\?gemeente=gent&amp;vergelijk=\d+&amp;p=2#praktijk-', second)


def test_a_long_facet_shows_its_most_used_values_first(client):
    often = MunicipalityFactory(name="Zwevegem")
    for number in range(14):
        grow(PracticePageFactory, municipalities=[often, MunicipalityFactory(name=f"Gemeente {number:02}")])
    html = client.get("/praktijken/").content.decode()
    slugs = re.findall(r'name="gemeente" value="([^"]+)"', html)
    assert slugs[0] == "zwevegem" and len(slugs) == 15
    assert "Nog 7" in html
    opened = client.get("/praktijken/?gemeente=gemeente-13").content.decode()
    assert '<details class="disclosure" id="meer-gemeente" open>' in opened


def test_an_empty_inventory_says_so(client, home):
    from tests.factories import PracticeIndexPageFactory

    PracticeIndexPageFactory(parent=home)
    assert PracticeIndexPage.objects.count() == 1
    assert "Er zijn nog geen praktijken." in client.get("/praktijken/").content.decode()


@pytest.mark.parametrize(
    "address", ["p=٣", "p=" + "9" * 5000, "p=-1", "q=%00", "thema=%00&thema=%ff", "vergelijk=%ED%A0%80"]
)
def test_a_hostile_address_is_a_page(show, address):
    assert found(show(address))

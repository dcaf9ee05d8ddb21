import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from practices.explore.chosen import Chosen
from practices.explore.comparison import Cell, Likeness, Row
from practices.models import PracticePage
from tests.factories import InstrumentFactory, MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.full import fill
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database

ADDRESS = "/praktijken/vergelijken/"
#: Few values, so that equal ones are common; the empty ones are not known.
values = st.sampled_from([None, "", (), "a", "b", ("a",), ("a", "b")])
cells = st.builds(Cell, values, st.sampled_from(["", "een opmerking"]))
rows = st.lists(cells, min_size=2, max_size=4)


@pytest.fixture
def pair(home):
    """Two practices of which one thing is the same."""
    theme = ThemeFactory(name="Wonen")
    first = grow(PracticePageFactory, title="Wijkbudget", municipalities=[MunicipalityFactory(name="Gent")])
    second = grow(PracticePageFactory, title="Burgerpanel", municipalities=[MunicipalityFactory(name="Genk")])
    first.themes = second.themes = [theme]
    first.instruments = [InstrumentFactory(name="Loting")]
    first.budget = 6_250_000
    first.save()
    second.save()
    return first, second


def address(*keys, **more):
    query = QueryDict(mutable=True)
    query.setlist("p", keys)
    query.update(more)
    return f"{ADDRESS}?{query.urlencode()}"


def html(client, *keys, **more):
    response = client.get(address(*keys, **more))
    assert response.status_code == 200
    return response.content.decode()


def text(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup.partition("<main")[2].partition("</main")[0]).split())


def row(markup, label):
    """What stands in one row of the table."""
    found = [one for one in re.findall(r"<tr.*?</tr>", markup, re.S) if f'<span class="label">{label}' in one]
    assert len(found) == 1, label
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


# What is the same and what differs


@given(rows)
def test_a_row_is_the_same_exactly_when_all_say_one_known_thing(cells):
    known = [cell.value for cell in cells if cell.value]
    likeness = Likeness.of(cells)
    assert (likeness is Likeness.EQUAL) == (len(known) == len(cells) and len(set(known)) == 1)
    assert (likeness is Likeness.UNKNOWN) == (not known)
    assert (likeness is Likeness.DIFFERENT) == (len(set(known)) > 1)


@given(rows, st.randoms())
def test_the_order_of_the_practices_makes_no_difference(cells, random):
    shuffled = random.sample(cells, len(cells))
    assert Likeness.of(shuffled) is Likeness.of(cells)


@given(rows, cells)
def test_one_more_practice_never_undoes_a_difference(cells, more):
    if Likeness.of(cells) is Likeness.DIFFERENT:
        assert Likeness.of([*cells, more]) is Likeness.DIFFERENT


@given(rows)
def test_what_is_left_out_of_the_differences_holds_no_difference_and_no_gap(cells):
    one = Row("label", "text", tuple(cells), ("",) * len(cells))
    if not one.may_differ:
        assert len({cell.value or None for cell in cells}) == 1


# What an address can hold

texts = st.one_of(st.integers(-3, 12).map(str), st.sampled_from(["", "x", "1e3", "٣", "9" * 5000, " 1"]))


@given(st.lists(texts, max_size=12), st.frozensets(st.integers(1, 9), max_size=9))
def test_every_key_of_an_address_is_followed_or_accounted_for(asked, known):
    chosen = Chosen.of(asked, known)
    assert len(chosen.keys) <= 4
    assert len(set(chosen.keys)) == len(chosen.keys)
    assert set(chosen.keys) <= known
    assert len(chosen.keys) + chosen.unknown + chosen.repeated + chosen.surplus == len(asked)
    assert Chosen.of(QueryDict(chosen.address[1:]).getlist("p"), known).keys == chosen.keys


# The page


def test_practices_stand_beside_each_other_in_the_order_of_the_address(client, pair):
    first, second = pair
    page = html(client, second.pk, first.pk)
    assert "<h1>Vergelijk twee praktijken</h1>" in page
    assert re.findall(r"<h2><a href=\"[^\"]+\">([^<]+)", page) == ["Burgerpanel", "Wijkbudget"]
    assert "Burgerpanel Genk Wijkbudget Gent" in row(page, "Gemeente")
    assert "geen score en geen rangschikking" in page
    assert '<meta name="robots" content="noindex">' in page


def test_each_row_says_whether_it_differs(client, pair):
    page = html(client, *[practice.pk for practice in pair])
    assert "Gemeente (verschilt)" in row(page, "Gemeente")
    assert "Thema (gelijk)" in row(page, "Thema")
    assert "Instrument (deels gekend)" in row(page, "Instrument")


def test_what_is_not_known_is_said(client, pair):
    page = html(client, *[practice.pk for practice in pair])
    assert row(page, "Budget").endswith("Wijkbudget 6.250.000 euro Burgerpanel niet gekend")
    assert "Aanpak, Betrokken partijen" in row(page, "Nergens gekend")


def test_only_the_differences(client, pair):
    keys = [practice.pk for practice in pair]
    assert f'href="?p={keys[0]}&amp;p={keys[1]}&amp;verschillen=1#velden"' in html(client, *keys)
    page = html(client, *keys, verschillen=1)
    labels = re.findall(r'<span class="label">([^<]+)', page)
    assert {"Gemeente", "Instrument", "Budget"} <= set(labels)
    assert not {"Thema", "Aanpak", "Nergens gekend"} & set(labels)
    assert "velden staan er niet bij" in page
    assert f'href="?p={keys[0]}&amp;p={keys[1]}#velden"' in page


def test_an_estimate_is_called_one(client, pair):
    page = html(client, *[practice.pk for practice in pair])
    assert row(page, "Continuüm").count("Voorlopige inschatting") == 2


def test_everything_of_a_full_practice_is_there_and_nothing_private(client, home):
    keys = [fill(grow(PracticePageFactory)).pk for _ in range(2)]
    page = html(client, *keys)
    assert "beslissen" in row(page, "Mate van invloed")
    for words in ["ontwerpen", "Spreek af wie wat doet.", "Modelreglement", "46 voorstellen", "1.310.000 euro"]:
        assert words.lower() in text(page).lower()
    assert "Alleen voor de redactie" not in page
    assert "naam@example.org" not in page


def test_rich_text_with_links_stays_complete(client, pair):
    first, second = pair
    first.approach = f'<p>Zie <a linktype="page" id="{second.pk}">het panel</a> en <b>meer</b>.</p>'
    first.save()
    assert f'Zie <a href="{second.url}">het panel</a> en <b>meer</b>.' in html(client, first.pk, second.pk)


@pytest.mark.parametrize("closed", ["draft", "restricted", "deleted"])
def test_practices_that_are_not_public_are_left_out_with_a_message(client, pair, closed):
    first, second = pair
    secret = grow(PracticePageFactory, title="Geheim plan")
    if closed == "draft":
        secret.unpublish()
    elif closed == "restricted":
        PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    else:
        secret.delete()
    page = html(client, first.pk, secret.pk or 999_999, second.pk)
    assert "Eén gekozen praktijk bestaat niet, of staat niet meer op de site." in page
    assert "Geheim plan" not in page
    assert "Vergelijk twee praktijken" in page


def test_a_fifth_practice_and_a_repeated_one_are_left_out_with_a_message(client, home):
    keys = [grow(PracticePageFactory).pk for _ in range(5)]
    page = html(client, keys[0], *keys)
    assert "Vergelijk vier praktijken" in page
    assert "Er passen vier praktijken naast elkaar." in page
    assert "staat hier één keer" in page


@pytest.mark.parametrize("number", [0, 1])
def test_with_too_few_the_page_helps_to_choose(client, pair, number):
    page = html(client, *[practice.pk for practice in pair[:number]])
    assert "<h1>Vergelijk praktijken</h1>" in page
    assert "<table" not in page
    assert 'name="zoek"' in page


def test_a_practice_is_found_and_added_with_the_others_kept(client, pair):
    first, second = pair
    page = html(client, first.pk, zoek="burgerpanel")
    link = f'href="{ADDRESS}?p={first.pk}&amp;p={second.pk}"'
    assert re.search(rf"{re.escape(link)}>Voeg toe<span class=\"sr\"> Burgerpanel", page)
    assert "Gevonden met ‘burgerpanel’" in page
    assert "Geen praktijk heeft deze woorden." in html(client, first.pk, zoek="xyzzy")


def test_related_practices_are_offered_with_the_reason(client, pair):
    page = html(client, pair[0].pk)
    assert "Zelfde thema: Wonen" in page
    assert "Verwant met uw keuze" in page


def test_nothing_can_be_added_to_four(client, home):
    assert 'name="zoek"' not in html(client, *[grow(PracticePageFactory).pk for _ in range(4)])


def test_one_can_be_removed_and_the_choice_goes_along_to_the_list(client, pair):
    first, second = pair
    page = html(client, first.pk, second.pk, verschillen=1)
    assert re.search(rf'href="\?p={second.pk}&amp;verschillen=1">Verwijderen<span class="sr"> Wijkbudget', page)
    assert f'href="/praktijken/?vergelijk={first.pk}&amp;vergelijk={second.pk}"' in page


def test_nothing_is_kept_of_a_page_with_free_parameters(client, pair, shared_cache):
    keys = [practice.pk for practice in pair]
    html(client, *keys)
    # An update that tells the page cache nothing.
    PracticePage.objects.filter(pk=keys[0]).update(budget=9_000)
    assert "9.000 euro" in html(client, *keys)


def test_four_full_practices_cost_few_queries(client, home, shared_cache):
    linked = grow(PracticePageFactory)
    keys = []
    for _ in range(4):
        practice = fill(grow(PracticePageFactory))
        practice.approach = practice.result = f'<p><a linktype="page" id="{linked.pk}">elders</a></p>'
        practice.save()
        keys.append(practice.pk)
    html(client, *keys[:3], zoek="praktijk")  # what is remembered until something changes
    with CaptureQueriesContext(connection) as queries:
        html(client, *keys)
    assert len(queries) <= 15, "\n".join(query["sql"] for query in queries)
    with CaptureQueriesContext(connection) as queries:
        html(client, *keys[:3], zoek="praktijk")
    assert len(queries) <= 15, "\n".join(query["sql"] for query in queries)


def test_other_methods_are_refused(client, pair):
    assert client.post(address(pair[0].pk)).status_code == 405

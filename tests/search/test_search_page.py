"""Everything around the rows of results: recommendations of editors, other spellings, notices."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from cms.serve import REQUEST_LINE
from home.models import StandardPage
from search.engine.backends.two_step import TwoStepCompiler
from search.engine.corrections import corrected
from search.engine.models import Word
from search.engine.query import Query
from search.engine.vocabulary import MOST_MISTAKEN, Vocabulary, gather
from tests.factories import (
    MunicipalityFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    StandardPageFactory,
    VideoIndexPageFactory,
    VideoPageFactory,
)
from tests.search.reading import search, titles
from tests.search.test_promotions import promote
from tests.trials import tries

pytestmark = pytest.mark.django_db


def recommended(response):
    section = re.search(r'<section class="promoted".*?</section>', response.text, re.DOTALL)
    return re.findall(r"<h3><a[^>]*>(.*?)</a></h3>", section[0]) if section else []


def offered(response):
    """The other spelling in "Bedoelde je …?"."""
    found = re.search(r'class="meant">Bedoelde je <a href="\?q=([^"]*)">([^<]*)</a>\?', response.text)
    return found and found[2]


@pytest.fixture
def vocabulary(home):
    """Two pages, and the worker has gathered their words."""
    StandardPageFactory(parent=home, title="Wijkraad Gent")
    StandardPageFactory(parent=home, title="Fietszones")
    gather()


def test_what_editors_recommend_stands_above_the_results_and_is_not_repeated(client, home):
    page = StandardPageFactory(parent=home, title="Wijkraad uitgelegd")
    StandardPageFactory(parent=home, title="Wijkraad Gent")
    promote("wijkraad", page, description="Begin hier")
    promote("wijkraad", external_link_url="https://www.vvsg.be/", external_link_text="VVSG", sort_order=1)
    response = search(client, "Wijkraad")
    assert recommended(response) == ["Wijkraad uitgelegd", "VVSG"]
    assert "Begin hier" in response.text
    assert titles(response) == ["Wijkraad Gent"]
    assert "2 resultaten voor" in response.text
    assert response.text.index("Aanbevolen") < response.text.index('<ol class="hits"')


def test_only_the_first_page_of_an_unnarrowed_search_recommends(client, home):
    pages = [StandardPageFactory(parent=home, title=f"Wijkraad {number}") for number in range(13)]
    promote("wijkraad", pages[0])
    assert recommended(search(client, "wijkraad")) == ["Wijkraad 0"]
    assert recommended(search(client, "wijkraad", p=2)) == []
    narrowed = search(client, "wijkraad", type="paginas")
    assert recommended(narrowed) == []
    # On narrowed and further pages it stands among the others.
    assert "Wijkraad 0" in [*titles(narrowed), *titles(search(client, "wijkraad", type="paginas", p=2))]


def test_a_search_that_finds_nothing_still_recommends(client, home):
    promote("zeepaardje", StandardPageFactory(parent=home, title="Dieren in de stad"))
    response = search(client, "zeepaardje")
    assert "Niets gevonden voor ‘zeepaardje’" in response.text
    assert recommended(response) == ["Dieren in de stad"]


def test_a_mistyped_word_gives_way_and_the_page_says_so(client, vocabulary):
    promote("fietszones", external_link_url="https://www.vvsg.be/", external_link_text="VVSG")
    response = search(client, "fietzsones")
    assert titles(response) == ["Fietszones"]
    assert "Dit zijn de resultaten voor ‘fietszones’" in response.text
    assert "Op geen enkele pagina staat ‘fietzsones’." in response.text
    assert 'href="?q=fietzsones&amp;letterlijk=1"' in response.text
    # The box holds what was searched; a click is told with what was typed.
    assert 'value="fietszones"' in response.text
    assert 'data-query="fietzsones"' in response.text
    assert recommended(response) == ["VVSG"]


def test_a_literal_search_gets_no_other_results_but_the_offer(client, vocabulary):
    response = search(client, "fietzsones", letterlijk=1)
    assert "Niets gevonden voor ‘fietzsones’" in response.text
    assert offered(response) == "fietszones"


def test_a_word_that_takes_the_place_of_another_is_offered_once_it_was_gathered(client, vocabulary):
    """As many words on as many pages as before: only what they are differs."""
    assert offered(search(client, "fietzsones", letterlijk=1)) == "fietszones"
    page = StandardPage.objects.get(title="Fietszones")
    page.title = "Zeepaardjes"
    page.save()
    gather()
    assert offered(search(client, "zeepaardjse", letterlijk=1)) == "zeepaardjes"
    assert offered(search(client, "fietzsones", letterlijk=1)) is None


def test_few_results_come_with_another_spelling(client, home, vocabulary):
    StandardPageFactory(parent=home, title="Wijkraat")
    response = search(client, "wijkraat")
    assert titles(response) == ["Wijkraat"]
    assert offered(response) == "wijkraad"


def test_no_word_is_offered_that_not_everybody_may_read(client, home):
    secret = StandardPageFactory(parent=home, title="Zeepaardjes")
    StandardPageFactory(parent=home, title="Walvissen", live=False)
    gather()
    assert offered(search(client, "zeepaardjse", letterlijk=1)) == "zeepaardjes"
    assert offered(search(client, "walvisssen")) is None
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    for gathered_again in [False, True]:
        if gathered_again:
            gather()
        for typed in ["zeepaardjse", "walvisssen"]:
            response = search(client, typed)
            assert offered(response) is None
            assert titles(response) == []
    assert not Word.objects.filter(word__in=["zeepaardjes", "walvissen"]).exists()


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Komen", "bomen"),
        ("Schoof", "school"),
        ("Zwembaden", "zwembad"),
        ("Halle", "Halen"),
        ("Vilvoorden", "Vilvoorde"),
        ("Geveltuig", "geveltuin"),
        ("Compose", "compost"),
        ("Wijkbudget", "uitdaagrecht"),
    ],
)
def test_a_word_that_is_spelled_right_does_not_give_way(client, home, title, typed):
    for name in ["Halen", "Halle", "Vilvoorde"]:
        MunicipalityFactory(name=name)
    StandardPageFactory(parent=home, title=title)
    gather()
    response = search(client, typed)
    assert "Dit zijn de resultaten voor" not in response.text
    assert offered(response) is None


def test_a_short_word_or_a_word_with_two_mistakes_gets_only_an_offer(client, home):
    StandardPageFactory(parent=home, title="Gezwam over participatie")
    gather()
    for typed, right in [("gezwm", "gezwam"), ("partizipatei", "participatie")]:
        response = search(client, typed)
        assert offered(response) == right
        assert titles(response) == []


def test_another_spelling_of_one_word_finds_more_of_the_words(client, home, vocabulary):
    """Nothing holds them all, with or without the mistake."""
    response = search(client, "fietzsones zeepaardje")
    assert titles(response) == ["Fietszones"]
    assert "Dit zijn de resultaten voor ‘fietszones zeepaardje’" in response.text


def test_a_compound_that_is_nowhere_leads_to_the_words_it_is_made_of(client, home):
    StandardPageFactory(parent=home, title="Een budget voor de wijk")
    response = search(client, "wijkbudget")
    assert titles(response) == ["Een budget voor de wijk"]
    assert "Op geen enkele pagina staat het woord ‘wijkbudget’" in response.text


def test_more_than_is_counted_is_said(client, home, monkeypatch):
    monkeypatch.setattr(TwoStepCompiler, "MOST_HITS", 3)
    for number in range(4):
        StandardPageFactory(parent=home, title=f"Wijkraad {number}")
    assert "Je woorden staan op heel veel pagina’s" in search(client, "wijkraad").text
    assert "Je woorden staan op heel veel pagina’s" not in search(client, "wijkraad 2").text


def test_more_words_than_count_are_left_out_and_the_page_says_so(client, home):
    words = [f"woord{number}" for number in range(40)]
    page = StandardPageFactory(parent=home, title=" ".join(words[:32]))
    response = search(client, " ".join(words))
    assert "We lieten enkele woorden weg" in response.text
    assert titles(response) == [page.title]
    assert "woord31" in response.text and "woord32" not in response.text


def test_rows_tell_which_page_they_are_and_where_they_stand(client, home):
    pages = [StandardPageFactory(parent=home, title=f"Wijkraad {number}") for number in range(14)]
    promote("wijkraad", pages[3])
    first, second = search(client, "wijkraad"), search(client, "wijkraad", p=2)
    assert f'data-clicks="{reverse("search_click")}" data-query="wijkraad"' in first.text
    assert f'<li data-page="{pages[3].pk}" data-place="1">' in first.text
    places = re.findall(r'data-page="(\d+)" data-place="(\d+)"', second.text)
    assert [place for _page, place in places] == ["13", "14"]
    assert {int(page) for page, _place in places} <= {page.pk for page in pages}


def test_recommendations_and_passages_stay_within_the_number_of_queries(client, home, shared_cache):
    inventory, videos = PracticeIndexPageFactory(parent=home), VideoIndexPageFactory(parent=home)
    for number in range(3):
        PracticePageFactory(parent=inventory, title=f"Praktijk met een zeepaardje {number}")
        VideoPageFactory(parent=videos, title=f"Film {number}", transcript="<p>Hier zwemt een zeepaardje.</p>")
    promote("zeepaardje", StandardPageFactory(parent=home, title="Dieren"))
    search(client, "zeepaardje")  # what is remembered until something changes
    page_types_shown = 2
    with CaptureQueriesContext(connection) as queries:
        response = search(client, "zeepaardje")
    assert recommended(response) and 'class="passage"' in response.text
    assert len(queries) <= 12 + page_types_shown
    assert {query["sql"].lstrip("(").split()[0] for query in queries} == {"SELECT"}


@given(words=st.lists(st.text(min_size=1, max_size=12), min_size=40, max_size=800, unique=True))
@tries(15)
def test_many_different_words_cost_as_many_steps_as_a_few(client, vocabulary, shared_cache, words):
    text = " ".join(words)[:10_000]
    search(client, "wijk")  # what is remembered until something changes
    with CaptureQueriesContext(connection) as queries:
        response = search(client, f"wijkraab {text}")
    assert response.status_code == 200
    # Two searches for what was asked and two for what may be meant; what one row shows; nothing for each word.
    assert len(queries) <= 20


def test_of_many_mistaken_words_only_the_first_are_compared_with_all_others(vocabulary, monkeypatch):
    compared = []
    nearest = Vocabulary.nearest
    monkeypatch.setattr(Vocabulary, "nearest", lambda known, word: compared.append(word) or nearest(known, word))
    mistaken = [f"wijkraa{letter}" for letter in "bcefghijklm"]
    assert corrected(Query.parse(" ".join(mistaken)), Page.objects.live().public()).query.text.startswith("wijkraad")
    assert len(compared) == MOST_MISTAKEN


def test_whatever_the_box_takes_fits_in_an_address(client):
    longest = int(re.search(r'id="q"[^>]*maxlength="(\d+)"', search(client).text)[1])
    # A browser counts halves of pairs; of all that is one half, these take most bytes.
    asked = urlencode({"q": "中" * longest, "type": "experimentlijnen", "sort": "nieuwste"})
    assert len(f"GET {reverse('search')}?{asked} HTTP/1.1\r\n") <= REQUEST_LINE


@tries(15)
@given(piece=st.text(min_size=1, max_size=40), length=st.integers(1, 10_000))
def test_no_text_of_any_length_breaks_the_page(client, vocabulary, piece, length):
    """Ten thousand characters, made of a piece that repeats: words, signs, or both."""
    typed = (piece * (length // len(piece) + 1))[:length]
    for name in ["search", "search_suggestions"]:
        assert client.get(reverse(name), {"q": typed}).status_code == 200

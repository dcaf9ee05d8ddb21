import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from search.engine import vocabulary
from tests.factories import (
    CallIndexPageFactory,
    CallPageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ExperimentLineIndexPageFactory,
    ExperimentLinePageFactory,
    InstrumentFactory,
    MunicipalityFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    StandardPageFactory,
    ThemeFactory,
    VideoIndexPageFactory,
    VideoPageFactory,
)
from tests.search.reading import counts, search, titles
from tests.trials import tries

pytestmark = pytest.mark.django_db


@pytest.fixture
def inventory(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def one_of_each_type(home, inventory):
    """A page of every type below an index page, all with "wijkraad" in the title."""
    return [
        StandardPageFactory(parent=home, title="Wijkraad in het kort"),
        PracticePageFactory(parent=inventory, title="Wijkraad Gent"),
        ExperimentLinePageFactory(parent=ExperimentLineIndexPageFactory(parent=home), title="Wijkraad op de proef"),
        EventPageFactory(parent=EventIndexPageFactory(parent=home), title="Werkbezoek wijkraad"),
        VideoPageFactory(parent=VideoIndexPageFactory(parent=home), title="De wijkraad in beeld"),
        CallPageFactory(parent=CallIndexPageFactory(parent=home), title="Oproep wijkraad"),
    ]


def test_every_type_of_page_is_found_and_counted(client, one_of_each_type):
    response = search(client, "wijkraad")
    assert sorted(titles(response)) == sorted(page.title for page in one_of_each_type)
    assert counts(response) == {
        "Alles": 6,
        "Pagina’s": 1,
        "Praktijken": 1,
        "Experimentlijnen": 1,
        "Bijeenkomsten": 1,
        "Video’s": 1,
        "Oproepen": 1,
    }
    assert "6 resultaten voor ‘wijkraad’" in response.text


def test_results_can_be_narrowed_to_one_kind_while_all_counts_stay(client, one_of_each_type):
    everything = search(client, "wijkraad")
    practices = search(client, "wijkraad", type="praktijken")
    assert titles(practices) == ["Wijkraad Gent"]
    assert counts(practices) == counts(everything)
    assert "1 resultaat voor ‘wijkraad’" in practices.text
    assert len(titles(search(client, "wijkraad", type="bestaat-niet"))) == 6


def test_a_practice_shows_where_when_and_its_place_on_the_continuum(client, inventory):
    gent = MunicipalityFactory(name="Gent")
    PracticePageFactory(
        parent=inventory, title="Wijkbudget", municipalities=[gent], start_year=2020, end_year=2025, continuum_now=3
    )
    row = search(client, "wijkbudget").text
    assert "Praktijk · Gent · 2020–2025" in row
    assert "Nu: gelijkwaardig partnerschap" in row
    assert '<svg class="mark' in row


def test_the_hit_is_marked_in_title_facts_and_text(client, inventory):
    PracticePageFactory(
        parent=inventory,
        title="Idéeën voor Gent",
        municipalities=[MunicipalityFactory(name="Gent")],
        summary="Bewoners van Gent & rand.",
    )
    page = search(client, "gent").text
    assert "Idéeën voor <mark>Gent</mark>" in page
    assert "Praktijk · <mark>Gent</mark>" in page
    assert "Bewoners van <mark>Gent</mark> &amp; rand." in page


def test_an_event_shows_its_kind_day_and_place(client, home):
    EventPageFactory(
        parent=EventIndexPageFactory(parent=home),
        title="Leren van elkaar",
        kind_of_event="werkbezoek",
        start=datetime.datetime(2020, 3, 9, 13, tzinfo=datetime.UTC),
        end=None,
        venue="Vormingscentrum",
    )
    assert "Bijeenkomst · werkbezoek · 9 maart 2020 · Vormingscentrum" in search(client, "leren").text


def test_drafts_private_and_expired_pages_are_never_found_or_counted(client, home, inventory):
    StandardPageFactory(parent=home, title="Wijkraad klad", live=False)
    StandardPageFactory(parent=home, title="Wijkraad voorbij", live=False, expired=True)
    private = StandardPageFactory(parent=home, title="Wijkraad privé")
    StandardPageFactory(parent=private, title="Wijkraad onder privé")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    page = StandardPageFactory(parent=home, title="Wijkraad gepubliceerd")
    page.title = "Wijkraad zeepaardje"
    page.save_revision()

    response = search(client, "wijkraad")
    assert titles(response) == ["Wijkraad gepubliceerd"]
    assert counts(response) == {"Alles": 1, "Pagina’s": 1}
    assert titles(search(client, "zeepaardje")) == []


def test_a_topic_that_holds_the_words_is_a_row_of_its_own(client, inventory):
    practice = PracticePageFactory(parent=inventory, title="Kom erbij", municipalities=[])
    practice.topics.add("Digitale wijkraad")
    practice.save()
    response = search(client, "wijk")
    assert titles(response) == ["Kom erbij", "Digitale wijkraad"]
    assert counts(response) == {"Alles": 2, "Onderwerpen": 1, "Praktijken": 1}
    assert 'href="/onderwerpen/digitale-wijkraad/"' in response.text
    assert titles(search(client, "wijk", type="onderwerpen")) == ["Digitale wijkraad"]


def test_a_page_is_found_by_its_topic(client, inventory):
    practice = PracticePageFactory(parent=inventory, title="Kom erbij")
    practice.topics.add("Zeepaardjes")
    practice.save()
    assert titles(search(client, "zeepaardjes")) == ["Kom erbij", "Zeepaardjes"]


def test_pages_of_every_type_are_found_by_a_former_name_of_their_municipality_and_say_so(client, home, inventory):
    place = MunicipalityFactory(name="Pajottegem", former_names=["Herne", "Sint-Pieters-Kapelle"])
    PracticePageFactory(parent=inventory, title="Dorpsraad", municipalities=[place])
    EventPageFactory(parent=EventIndexPageFactory(parent=home), title="Werkbezoek", host_municipality=place)
    line = ExperimentLinePageFactory(parent=ExperimentLineIndexPageFactory(parent=home), title="Op de proef")
    line.participants.create(municipality=place)
    line.save()
    for typed in ["herne", "Sint-Pieters-Kapelle"]:
        assert set(titles(search(client, typed))) == {"Dorpsraad", "Werkbezoek", "Op de proef"}
    assert "Praktijk · Pajottegem · sinds 2019 · <mark>Herne</mark></p>" in search(client, "herne").text


def test_an_adjective_of_a_municipality_finds_it_and_marks_its_name(client, inventory):
    PracticePageFactory(parent=inventory, title="Dorpsraad", municipalities=[MunicipalityFactory(name="Mechelen")])
    assert "Praktijk · <mark>Mechelen</mark> · sinds 2019</p>" in search(client, "Mechelse").text


def test_a_row_names_the_topic_or_instrument_it_was_found_by(client, inventory, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        practice = PracticePageFactory(parent=inventory, title="Kom erbij", municipalities=[])
        practice.topics.add("zeepaardjes", "water")
        practice.instruments = [InstrumentFactory(name="Dorpsraad")]
        practice.save()
    assert "Praktijk · sinds 2019 · <mark>zeepaardjes</mark></p>" in search(client, "zeepaardjes").text
    assert "Praktijk · sinds 2019 · <mark>Dorpsraad</mark></p>" in search(client, "dorpsraad").text


def test_topics_of_drafts_are_not_suggested(client, inventory):
    practice = PracticePageFactory(parent=inventory, live=False)
    practice.topics.add("Zeepaardjes")
    practice.save()
    assert titles(search(client, "zeepaardjes")) == []
    assert "Zeepaardjes" not in search(client).text


def test_results_come_twelve_at_a_time_and_keep_the_search(client, home):
    for number in range(14):
        StandardPageFactory(parent=home, title=f"Wijkraad {number}")
    first, second = search(client, "wijkraad", type="paginas"), search(client, "wijkraad", type="paginas", p=2)
    assert len(titles(first)) == 12
    assert len(titles(second)) == 2
    assert not set(titles(first)) & set(titles(second))
    assert 'href="?q=wijkraad&amp;type=paginas&amp;p=2"' in first.text


def test_topics_stand_behind_the_last_page(client, home):
    for number in range(13):
        page = StandardPageFactory(parent=home, title=f"Wijkraad {number}")
    page.topics.add("Wijkraad als onderwerp")
    page.save()
    assert len(titles(search(client, "wijkraad"))) == 12
    assert titles(search(client, "wijkraad", p=2))[-1] == "Wijkraad als onderwerp"


def test_newest_first(client, home):
    for days_ago, title in [(3, "Wijkraad oud"), (1, "Wijkraad nieuw"), (2, "Wijkraad midden")]:
        StandardPageFactory(
            parent=home, title=title, first_published_at=timezone.now() - datetime.timedelta(days=days_ago)
        )
    response = search(client, "wijkraad", sort="nieuwste")
    assert titles(response) == ["Wijkraad nieuw", "Wijkraad midden", "Wijkraad oud"]


def test_without_a_page_that_holds_all_words_those_with_any_are_shown_and_said_so(client, home):
    StandardPageFactory(parent=home, title="Wijkraad Gent")
    StandardPageFactory(parent=home, title="Klimaatpanel")
    response = search(client, "wijkraad klimaatpanel")
    assert sorted(titles(response)) == ["Klimaatpanel", "Wijkraad Gent"]
    assert "Geen enkele pagina heeft al je woorden" in response.text


def test_nothing_found_gives_tips_popular_topics_and_ways_in(client, inventory):
    practice = PracticePageFactory(parent=inventory)
    practice.topics.add("Wijkbudget")
    practice.save()
    response = search(client, "zeepaardje")
    assert response.status_code == 200
    assert "Niets gevonden voor ‘zeepaardje’" in response.text
    assert "Populaire onderwerpen" in response.text
    assert 'href="/onderwerpen/wijkbudget/"' in response.text


@pytest.mark.parametrize("query", ["", "   ", '"', "🎉"])
def test_without_words_the_page_helps_and_shows_no_results(client, inventory, query):
    response = search(client, query)
    assert titles(response) == []
    assert "Zoek in de hele site" in response.text
    assert "Niets gevonden" not in response.text


def test_what_was_typed_is_shown_escaped(client, home):
    response = search(client, '<script>alert("x")</script>')
    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert(&quot;x&quot;)" in response.text


def test_the_page_is_not_cached_and_not_indexed_by_others(client, home):
    response = search(client, "wijkraad")
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text
    assert client.head(reverse("search")).status_code == 200
    assert client.post(reverse("search")).status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_results(
    client, home, inventory, one_of_each_type, shared_cache, django_assert_max_num_queries
):
    search(client, "wijkraad")  # what is remembered until something changes
    page_types_shown = 6
    with django_assert_max_num_queries(12 + page_types_shown) as before:
        search(client, "wijkraad")
        number_before = len(before)
    for number in range(5):
        practice = PracticePageFactory(parent=inventory, title=f"Wijkraad {number}")
        practice.topics.add(f"wijkraad {number}")
        practice.save()
    search(client, "wijkraad")
    with django_assert_max_num_queries(number_before):
        search(client, "wijkraad")


@pytest.mark.parametrize(
    ("asked", "page_types_shown"),
    [
        ({"q": "wijkraab"}, 6),  # corrected
        ({"q": "wijkraad zeepaardje"}, 6),  # loose
        ({"q": "wijkraab dorpsraab"}, 6),  # loose, with two mistakes
        ({"q": " ".join(f"wijkraa{letter}" for letter in "bcefghijklmnopqrstuvwxyz")}, 6),
        ({"q": "wijkraad", "type": "praktijken", "thema": "mobiliteit", "gemeente": "Gent"}, 1),
    ],
)
def test_no_search_asks_more_than_the_budget(
    client, home, inventory, one_of_each_type, shared_cache, django_assert_max_num_queries, asked, page_types_shown
):
    PracticePageFactory(
        parent=inventory,
        title="Wijkraad",
        municipalities=[MunicipalityFactory(name="Gent")],
        themes=[ThemeFactory(name="Mobiliteit", slug="mobiliteit")],
    )
    vocabulary.gather()
    search(client, **asked)
    with django_assert_max_num_queries(12 + page_types_shown):
        response = client.get(reverse("search"), asked)
    assert titles(response)


FACETS = ["thema", "instrument", "onderwerp", "gemeente"]

any_text = st.text(st.characters(codec="utf-8"), max_size=60)


@tries(20)
@given(q=any_text, p=any_text, kind=any_text, sort=any_text, name=st.sampled_from(FACETS) | any_text, value=any_text)
def test_no_query_string_breaks_the_search_page(client, one_of_each_type, q, p, kind, sort, name, value):
    for query in [q, f"wijkraad {q}"]:
        response = client.get(reverse("search"), {name: value, "q": query, "p": p, "type": kind, "sort": sort})
        assert response.status_code == 200


@pytest.mark.parametrize(
    "query", ['"', '" "', "a - b", "NOT", "wijkraad*", "title:x", "NEAR(a b)", "'; --", "\\", "%s %"]
)
def test_signs_with_a_meaning_to_a_database_are_harmless(client, one_of_each_type, query):
    assert search(client, query).status_code == 200


@pytest.mark.parametrize("raw", ["%00", "%ED%A0%80", "%FF%FE", "wijkraad%00", "%22%00%22"])
def test_bytes_that_are_not_text_are_harmless(client, one_of_each_type, raw):
    for q in [raw, "wijkraad"]:
        chosen = "&".join(f"{name}={raw}" for name in ["p", "type", "sort", *FACETS])
        assert client.get(f"{reverse('search')}?q={q}&{chosen}").status_code == 200

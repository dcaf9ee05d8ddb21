"""Suggestions while somebody types: the fragment under the search box."""

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from search.engine.models import SynonymGroup
from search.site.suggestions import MOST
from tests.factories import (
    EventIndexPageFactory,
    EventPageFactory,
    MunicipalityFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    StandardPageFactory,
)
from tests.trials import tries

pytestmark = pytest.mark.django_db

ROW = re.compile(r'role="presentation">([^<]*)</p>|href="([^"]*)"><span>([^<]*)</span>')


@pytest.fixture
def inventory(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def agenda(home):
    return EventIndexPageFactory(parent=home)


def ask(client, text, **parameters):
    return client.get(reverse("search_suggestions"), {"q": text, **parameters})


def suggested(client, text, **parameters):
    """The titles by kind, as a visitor sees them."""
    found = {}
    for kind, _url, title in ROW.findall(unescape(ask(client, text, **parameters).text)):
        if kind:
            rows = found[kind] = []
        else:
            rows.append(title)
    return found


def address_of(client, text, title):
    rows = ROW.findall(unescape(ask(client, text).text))
    return next(url for _kind, url, found in rows if found == title)


def with_topic(page, *names):
    page.topics.add(*names)
    page.save()
    return page


def test_practices_topics_municipalities_meetings_and_pages_are_offered_by_kind(client, home, inventory, agenda):
    with_topic(
        PracticePageFactory(parent=inventory, title="Gentse wijken", municipalities=[MunicipalityFactory(name="Gent")]),
        "gentrificatie",
    )
    EventPageFactory(parent=agenda, title="Naar Gent")
    StandardPageFactory(parent=home, title="Gent in het kort")
    assert suggested(client, "gen") == {
        "Gemeenten": ["Gent"],
        "Onderwerpen": ["Gentrificatie"],
        "Praktijken": ["Gentse wijken"],
        "Bijeenkomsten": ["Naar Gent"],
        "Pagina’s": ["Gent in het kort"],
    }


@pytest.mark.parametrize("typed", ["budget", "BUDG", "wijkb", "gent wijkb", "wijkbudget van ge", "búdget"])
def test_inner_words_capitals_accents_and_order_do_not_matter(client, inventory, typed):
    PracticePageFactory(parent=inventory, title="Wijkbudget Gent", municipalities=[])
    assert suggested(client, typed) == {"Praktijken": ["Wijkbudget Gent"]}


def test_accents_in_titles_and_topics_need_not_be_typed(client, inventory):
    with_topic(PracticePageFactory(parent=inventory, title="Ideeën voor de wijk", municipalities=[]), "coördinatie")
    assert suggested(client, "ideeen") == {"Praktijken": ["Ideeën voor de wijk"]}
    assert suggested(client, "coordin")["Onderwerpen"] == ["Coördinatie"]


@pytest.mark.parametrize("typed", ["wijkbudget antwerpen", "dget", "w", "", " ", "?", "🎉"])
def test_what_begins_nothing_or_says_too_little_gives_nothing(client, inventory, typed):
    PracticePageFactory(parent=inventory, title="Wijkbudget Gent", municipalities=[])
    response = ask(client, typed)
    assert suggested(client, typed) == {}
    assert "Geen voorstellen" in response.text


def test_a_municipality_leads_to_its_practices_also_by_a_former_name(client, inventory):
    place = MunicipalityFactory(name="Pajottegem", former_names=["Herne", "Galmaarden"])
    PracticePageFactory(parent=inventory, title="Dorpsraad", municipalities=[place])
    MunicipalityFactory(name="Herent")
    assert suggested(client, "her") == {"Gemeenten": ["Pajottegem"], "Praktijken": ["Dorpsraad"]}
    assert "1 praktijk<" in ask(client, "her").text
    address = address_of(client, "her", "Pajottegem")
    assert address == "/praktijken/?gemeente=pajottegem"
    assert "Dorpsraad" in client.get(address).text


def test_an_adjective_of_a_municipality_leads_to_it(client, inventory):
    PracticePageFactory(parent=inventory, title="Dorpsraad", municipalities=[MunicipalityFactory(name="Mechelen")])
    assert suggested(client, "mechelse") == {"Gemeenten": ["Mechelen"], "Praktijken": ["Dorpsraad"]}


def test_a_municipality_with_meetings_only_leads_to_these(client, inventory, agenda, committed):
    with committed():
        EventPageFactory(parent=agenda, title="Op bezoek", host_municipality=MunicipalityFactory(name="Genk"))
    assert suggested(client, "genk")["Gemeenten"] == ["Genk"]
    assert "1 bijeenkomst<" in ask(client, "genk").text
    assert "Op bezoek" in client.get(address_of(client, "genk", "Genk")).text


def test_a_municipality_with_practices_and_meetings_is_offered_once(client, inventory, agenda):
    genk = MunicipalityFactory(name="Genk")
    PracticePageFactory(parent=inventory, title="Wijkbudget", municipalities=[genk])
    EventPageFactory(parent=agenda, title="Op bezoek", host_municipality=genk)
    assert suggested(client, "genk")["Gemeenten"] == ["Genk"]


def test_other_words_of_editors_are_offered_too(client, home, inventory):
    SynonymGroup.objects.create(phrases="r2c\nright to challenge\nburgerbudget", leads_to="")
    StandardPageFactory(parent=home, title="Right to Challenge")
    with_topic(PracticePageFactory(parent=inventory, title="Groenonderhoud", municipalities=[]), "right to challenge")
    for typed in ["r2c", "burgerbudget"]:
        assert suggested(client, typed) == {
            "Onderwerpen": ["Right to challenge"],
            "Pagina’s": ["Right to Challenge"],
            "Praktijken": ["Groenonderhoud"],
        }


def test_a_title_that_begins_so_comes_first(client, home):
    for title in ["Wat een wijkraad doet", "De wijkraad", "Wijkraad: hoe dan?"]:
        StandardPageFactory(parent=home, title=title)
    assert suggested(client, "wijkr")["Pagina’s"][0] == "Wijkraad: hoe dan?"


def test_meetings_to_come_are_offered_before_past_ones(client, agenda):
    for title, days in [("Werkbezoek lang geleden", -300), ("Werkbezoek straks", 30), ("Werkbezoek voorbij", -3)]:
        EventPageFactory(parent=agenda, title=title, start=timezone.now() + datetime.timedelta(days=days))
    assert suggested(client, "werkb")["Bijeenkomsten"][0] == "Werkbezoek straks"


def test_at_most_eight_rows_and_each_kind_has_some(client, home, inventory, agenda):
    for number in range(6):
        place = MunicipalityFactory(name=f"Wijkgem {number}")
        with_topic(
            PracticePageFactory(parent=inventory, title=f"Wijk {number}", municipalities=[place]), f"wijk {number}"
        )
        EventPageFactory(parent=agenda, title=f"Wijkbezoek {number}")
    found = suggested(client, "wijk")
    assert {kind: len(rows) for kind, rows in found.items()} == {
        "Gemeenten": 2,
        "Onderwerpen": 2,
        "Praktijken": 2,
        "Bijeenkomsten": 2,
    }
    assert "8 voorstellen" in ask(client, "wijk").text
    for number in range(12):
        StandardPageFactory(parent=home, title=f"Zeepaardje {number}")
    assert len(suggested(client, "zeep")["Pagina’s"]) == MOST


def test_a_box_that_searches_one_kind_suggests_no_other_pages(client, home, inventory):
    PracticePageFactory(parent=inventory, title="Wijkraad Gent")
    StandardPageFactory(parent=home, title="Wijkraad uitgelegd")
    assert suggested(client, "wijkraad", type="praktijken") == {"Praktijken": ["Wijkraad Gent"]}
    assert len(suggested(client, "wijkraad", type="bestaat-niet")) == 2


def test_nothing_is_offered_that_is_not_for_everybody(client, home, inventory, agenda):
    place, host = MunicipalityFactory(name="Zeegem"), MunicipalityFactory(name="Zeebrugge")
    private = StandardPageFactory(parent=home, title="Zeepaardje privé")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    StandardPageFactory(parent=private, title="Zeepaardje onder privé")
    StandardPageFactory(parent=home, title="Zeepaardje voorbij", live=False, expired=True)
    with_topic(
        PracticePageFactory(parent=inventory, title="Zeepaardje klad", live=False, municipalities=[place]), "zeedier"
    )
    hidden = EventIndexPageFactory(parent=private)
    EventPageFactory(parent=hidden, title="Zeepaardjesdag", host_municipality=host)
    page = StandardPageFactory(parent=home, title="Gewoon")
    page.title = "Zeepaardje binnenkort"
    page.save_revision()
    assert suggested(client, "zee") == {}

    PageViewRestriction.objects.all().delete()
    assert suggested(client, "zee") == {
        "Gemeenten": ["Zeebrugge"],
        "Pagina’s": ["Zeepaardje privé", "Zeepaardje onder privé"],
        "Bijeenkomsten": ["Zeepaardjesdag"],
    }


def test_titles_are_escaped(client, inventory):
    with_topic(PracticePageFactory(parent=inventory, title="<b>Wijk</b> & raad", municipalities=[]), "<i>wijk</i>")
    text = ask(client, "wijk").text
    assert "&lt;b&gt;Wijk&lt;/b&gt; &amp; raad" in text
    assert "<b>" not in text and "<i>" not in text


def test_it_asks_at_most_four_questions_and_writes_nothing(client, home, inventory, agenda, shared_cache):
    for number in range(3):
        with_topic(PracticePageFactory(parent=inventory, title=f"Wijk {number}"), "wijk")
        EventPageFactory(parent=agenda, title=f"Wijkbezoek {number}")
    ask(client, "wijk")  # what is remembered until something changes
    with CaptureQueriesContext(connection) as queries:
        assert len(suggested(client, "wij")) == 3
    assert len(queries) <= 4
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_the_answer_is_cached_nowhere_and_sets_no_cookie(client, home):
    response = ask(client, "wijk")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert client.post(reverse("search_suggestions")).status_code == 405


@tries(30)
@given(typed=st.text(max_size=80), kind=st.text(max_size=10))
def test_no_text_breaks_it(client, inventory, typed, kind):
    assert ask(client, typed, type=kind).status_code == 200
    assert ask(client, f"wijkraad {typed}").status_code == 200


@pytest.mark.parametrize("raw", ["%00", "%ED%A0%80", "%FF%FE", "wi%00jk", "%22%00%22", "a" * 10_000, "wijk+" * 2_000])
def test_bytes_that_are_not_text_and_long_texts_are_harmless(client, inventory, raw):
    assert client.get(f"{reverse('search_suggestions')}?q={raw}&type={raw}").status_code == 200

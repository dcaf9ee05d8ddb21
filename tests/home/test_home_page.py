import datetime
import re

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import FeaturedPractice
from tests.factories import (
    CallPageFactory,
    EventPageFactory,
    ExperimentLinePageFactory,
    PracticePageFactory,
    StandardPageFactory,
    VideoPageFactory,
)
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database


@pytest.fixture
def show(client, home):
    """``show(field=value)`` publishes the home page with these values and gives what visitors get."""

    def show(**values):
        for name, value in values.items():
            setattr(home, name, value)
        home.refresh_from_db(fields=["numchild"])
        home.save()
        return client.get("/").content.decode()

    return show


def test_a_word_of_the_title_gets_the_marker(show):
    html = show(hero_title="Beleid via coproductie en meer", hero_highlight="coproductie")
    assert "<h1>Beleid via <mark>coproductie</mark> en meer</h1>" in html


def test_without_a_large_title_the_name_of_the_site_stands_there(show):
    assert "<h1>Labo lokale burgerparticipatie</h1>" in show(hero_title="", hero_highlight="")


def test_all_practices_are_drawn_and_counted_in_a_table(show):
    for _ in range(3):
        grow(PracticePageFactory)
    html = show()
    assert 'class="field plate"' in html
    assert re.search(r"<tfoot>.*<b>3</b>.*</tfoot>", html, re.S)


def test_the_drawing_says_that_positions_are_our_estimate_until_all_are_confirmed(show):
    practice = grow(PracticePageFactory)
    note = "De posities zijn een voorlopige inschatting van de redactie."
    assert note in show()
    practice.continuum_confirmed_on = datetime.date(2026, 1, 1)
    practice.save()
    assert note not in show()
    # What is not known is no estimate.
    grow(PracticePageFactory, continuum_start=None, continuum_during=None, continuum_now=None)
    assert note not in show()
    # Another one with the same positions.
    grow(PracticePageFactory)
    assert note in show()


def test_chosen_practices_stand_in_their_order_and_only_public_ones(show, home):
    first, second, draft, closed = [
        grow(PracticePageFactory, title=title) for title in ["Bomen", "Aarde", "Kladje", "Intern"]
    ]
    home.featured_practices = [FeaturedPractice(practice=page) for page in [first, second, draft, closed]]
    draft.unpublish()
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    html = show()
    assert html.index("Bomen") < html.index("Aarde")
    assert "Kladje" not in html
    assert "Intern" not in html


def test_the_nearest_event_stands_large_and_the_next_ones_below_it(show):
    grow(EventPageFactory, title="Later", start=timezone.now() + datetime.timedelta(days=60), end=None)
    grow(EventPageFactory, title="Eerst", start=timezone.now() + datetime.timedelta(days=2), end=None)
    grow(EventPageFactory, title="Ooit", start=None, end=None)
    grow(EventPageFactory, title="Voorbij", start=timezone.now() - datetime.timedelta(days=2), end=None)
    html = show()
    assert html.index(">Eerst</a>") < html.index("Daarna") < html.index(">Later</a>") < html.index(">Ooit</a>")
    assert "Voorbij" not in html


def test_without_events_the_page_says_that_none_is_planned(show):
    assert "De volgende bijeenkomst staat nog niet vast." in show()


def test_the_date_decides_whether_the_call_is_open(show):
    call = grow(CallPageFactory, deadline=datetime.date(2030, 3, 1))
    with time_machine.travel("2030-03-01 12:00+01:00"):
        assert "Je kan je kandidaat stellen tot en met 1 maart 2030." in show(call=call)
    with time_machine.travel("2030-03-02 00:30+01:00"):
        assert "Deze oproep liep tot 1 maart 2030." in show()


def test_pages_that_are_not_public_are_not_spoken_of(show):
    pages = {
        "story_page": grow(StandardPageFactory, title="Verhaal"),
        "experiment_line": grow(ExperimentLinePageFactory, title="Experiment"),
        "call": grow(CallPageFactory, title="Roep"),
        "video": grow(VideoPageFactory, title="Film"),
    }
    html = show(**pages)
    assert all(page.title in html for page in pages.values())
    for page in pages.values():
        page.unpublish()
    html = show()
    assert not any(page.title in html for page in pages.values())


def test_the_search_box_among_the_ways_in_searches_the_practices(show):
    assert '<input type="hidden" name="type" value="praktijken">' in show()

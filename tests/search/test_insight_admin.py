"""The screens of editors: synonyms, promoted results, and what visitors search for."""

import csv
import io
import re

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from home import roles
from search.engine.models import SynonymGroup
from search.site.insight.models import SearchTerm
from tests.factories import StandardPageFactory
from tests.search.visitors import click_on, search_on

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

REPORT = "/beheer/zoekinzicht/"


def synonyms(name):
    return reverse(SynonymGroup.snippet_viewset.get_url_name(name))


@pytest.fixture
def chief(log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


@pytest.fixture
def searched(home):
    """What visitors did in the first week of November 2026; today is the tenth."""
    page = StandardPageFactory(parent=home, title="Draaiboek")
    for day in [2, 3, 4]:
        search_on(day, "fiets", found=3, times=2)
        search_on(day, "zeppelin", found=0)
        search_on(day, "vergunning", found=1)
    click_on(4, "fiets", page.pk, 2)
    click_on(4, "fiets", page.pk, 5)
    search_on(5, "een zoektocht van een dag")
    with time_machine.travel("2026-11-10 12:00Z", tick=False):
        yield page


def rows(client, **choice):
    return {term.text: term for term in client.get(REPORT, choice).context["object_list"]}


def test_the_report_shows_what_is_searched_most_first(chief, searched):
    terms = list(rows(chief).values())
    assert (terms[0].text, terms[0].times, terms[0].without, terms[0].clicked) == ("fiets", 6, 0, 2)
    assert {term.text for term in terms} == {"fiets", "zeppelin", "vergunning"}
    assert (terms[0].place, terms[0].favourite) == (3.5, "Draaiboek")


def test_the_report_shows_what_finds_nothing_and_what_is_never_opened(chief, searched):
    assert rows(chief, show="niets").keys() == {"zeppelin"}
    assert rows(chief, show="ongeopend").keys() == {"vergunning"}
    assert rows(chief, q="zep").keys() == {"zeppelin"}


def test_the_report_looks_back_as_far_as_asked(log_in_as, searched):
    with time_machine.travel("2026-12-20 12:00Z", tick=False):
        chief = log_in_as(roles.CHIEF_EDITOR)
        assert not rows(chief)
        assert rows(chief, period="90")["fiets"].times == 6
        assert not rows(chief, period="onzin")


def test_a_search_of_one_day_is_not_in_the_report(chief, searched):
    assert SearchTerm.objects.filter(text="").count() == 1
    assert "zoektocht" not in chief.get(REPORT).content.decode()


def test_each_row_leads_to_a_synonym_and_a_promoted_result(chief, searched):
    page = chief.get(REPORT).content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*=zeppelin)"', page)]
    assert len(links) == 2
    for link in links:
        assert "zeppelin" in chief.get(link).context["form"].as_p()


def test_the_report_is_exported_without_formulas(chief, searched):
    for day in [2, 3, 4]:
        search_on(day, '=HYPERLINK("x")')
        search_on(day, "+32 +1 @SOM")
    text = b"".join(chief.get(REPORT, {"export": "csv"}).streaming_content).decode()
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "hyperlink x" in cells
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(chief.get(REPORT, {"export": "xlsx"}).streaming_content))).active
    cells += [str(cell.value) for row in sheet.rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_report_asks_the_same_number_of_queries_for_more_rows(chief, searched, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    chief.get(REPORT)
    with CaptureQueriesContext(connection) as few:
        chief.get(REPORT)
    for number in range(10):
        for day in [2, 3, 4]:
            search_on(day, f"nummer {number}")
    with django_assert_num_queries(len(few)):
        chief.get(REPORT)


@pytest.mark.parametrize("role", [roles.EDITOR, roles.AGENDA_MANAGER])
def test_others_do_not_see_the_screens(log_in_as, role):
    client = log_in_as(role)
    addresses = [
        REPORT,
        "/beheer/zoekinzicht/results/",
        f"{REPORT}?export=csv",
        synonyms("list"),
        synonyms("add"),
        reverse("wagtailsearchpromotions:index"),
        reverse("wagtailsearchpromotions:add"),
    ]
    for address in addresses:
        assert client.get(address).status_code == 302
    assert "Zoekfunctie" not in client.get("/beheer/").content.decode()


@pytest.mark.parametrize("address", [REPORT, "/beheer/searchpicks/", "/beheer/searchpicks/add/"])
def test_strangers_are_sent_to_the_login(client, address):
    assert client.get(address).headers["Location"].startswith("/beheer/login/")


def test_a_chief_editor_finds_the_three_screens_in_the_menu(chief):
    page = chief.get("/beheer/").content.decode()
    for label in ["Zoekfunctie", "Zoekinzicht", "Synoniemen", "Uitgelichte resultaten"]:
        assert label in page


def test_the_log_of_wagtail_itself_is_not_offered(admin_client):
    page = admin_client.get("/beheer/").content.decode()
    assert "reports/search-terms" not in page
    assert page.count("/beheer/searchpicks/") == 1
    assert "searchpicks/queries/chooser" not in admin_client.get("/beheer/searchpicks/add/").content.decode()


def test_a_synonym_is_made_changed_found_and_deleted(chief):
    made = chief.post(synonyms("add"), {"phrases": "bromfiets\nbrommer", "leads_to": ""}, follow=True)
    assert "bromfiets = brommer" in made.content.decode()
    found = chief.get(synonyms("list"), {"q": "bromm"}).context["object_list"]
    assert [str(group) for group in found] == ["bromfiets = brommer"]
    address = reverse(SynonymGroup.snippet_viewset.get_url_name("delete"), args=[found[0].pk])
    chief.post(address)
    assert not SynonymGroup.objects.filter(phrases__contains="brommer").exists()


def test_a_group_of_one_word_is_refused_in_dutch(chief):
    page = chief.post(synonyms("add"), {"phrases": "bromfiets", "leads_to": ""}).content.decode()
    assert "Geef minstens twee woorden" in page
    assert not SynonymGroup.objects.filter(phrases="bromfiets").exists()


def test_a_result_is_put_on_top_and_taken_away(chief, home):
    page = StandardPageFactory(parent=home)
    promotion = {"editors_picks-0-page": page.pk, "editors_picks-0-ORDER": 1}
    form = {
        "query_string": "Fiets",
        "editors_picks-TOTAL_FORMS": 1,
        "editors_picks-INITIAL_FORMS": 0,
        **promotion,
    }
    assert chief.post("/beheer/searchpicks/add/", form).status_code == 302
    assert SearchPromotion.objects.get().query.query_string == "fiets"
    query = Query.objects.get()
    assert "Fiets" in chief.get("/beheer/searchpicks/").content.decode().title()
    assert chief.get(f"/beheer/searchpicks/{query.pk}/").status_code == 200
    chief.post(f"/beheer/searchpicks/{query.pk}/delete/")
    assert not SearchPromotion.objects.exists()

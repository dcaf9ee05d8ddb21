import datetime
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction

from events.models import AgendaItem, EventIndexPage, EventPage, EventState
from tests.factories import (
    EventPageFactory,
    ExperimentLinePageFactory,
    MunicipalityFactory,
    PersonFactory,
    PracticePageFactory,
)
from tests.factories.tree import grow

NOW = "2026-05-10 10:00+02:00"

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def moment(*parts):
    return datetime.datetime(*parts, tzinfo=ZoneInfo("Europe/Brussels"))


def event(title, *start, hours=4, **kwargs):
    starts = moment(*start) if start else None
    ends = starts + datetime.timedelta(hours=hours) if start and hours else None
    return grow(EventPageFactory, title=title, start=starts, end=ends, **kwargs)


def text(client, page):
    html = client.get(page.url).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split())


def test_upcoming_events_are_in_order_of_their_day_those_without_one_last():
    event("Zonder datum")
    event("Juni", 2026, 6, 2, 14)
    event("Ergens in mei", expected_month=datetime.date(2026, 5, 1))
    event("Morgen", 2026, 5, 11, 14)
    event("Nu bezig", 2026, 5, 10, 8)
    event("Gisteren", 2026, 5, 9, 14)
    event("April", expected_month=datetime.date(2026, 4, 1))
    assert [page.title for page in EventPage.objects.upcoming()] == [
        "Ergens in mei",
        "Nu bezig",
        "Morgen",
        "Juni",
        "Zonder datum",
    ]
    assert [page.title for page in EventPage.objects.past()] == ["Gisteren", "April"]


@pytest.mark.parametrize("start", [(2026, 5, 9, 14), (2026, 5, 10, 5), (2026, 5, 10, 8), (2026, 5, 11, 8), ()])
@pytest.mark.parametrize("hours", [4, None])
def test_a_page_and_the_list_agree_on_what_is_over(start, hours):
    page = event("Bijeenkomst", *start, hours=hours)
    assert page.is_past == EventPage.objects.past().filter(pk=page.pk).exists()
    assert page.is_past != EventPage.objects.upcoming().filter(pk=page.pk).exists()


def test_the_agenda_shows_what_comes_and_an_archive_by_year(client):
    agenda = event("Juni", 2026, 6, 2, 14).get_parent()
    event("Later", expected_month=datetime.date(2026, 12, 1))
    event("Vorig jaar", 2025, 3, 1, 14)
    event("Lang geleden", 2020, 10, 19, 14)
    event("December", expected_month=datetime.date(2020, 12, 1))
    read = text(client, agenda)
    parts = ["Binnenkort", "Juni", "Daarna", "december 2026", "Archief", "2025", "Vorig", "2020", "december", "Lang"]
    place = -1
    for part in parts:
        place = read.index(part, place + 1)


def test_a_long_archive_has_pages(client, monkeypatch):
    monkeypatch.setattr(EventIndexPage, "page_size", 1)
    agenda = event("Vorig jaar", 2025, 3, 1, 14).get_parent()
    event("Lang geleden", 2020, 10, 19, 14)
    assert "Lang geleden" not in text(client, agenda)
    second = client.get(agenda.url, {"p": "2"}).content.decode()
    assert "Lang geleden" in second
    assert "Binnenkort" not in second


def test_a_meeting_tells_when_where_and_for_whom(client):
    page = event(
        "Labo in Kortrijk",
        2026,
        10,
        19,
        14,
        venue="Stadhuis",
        host_municipality=MunicipalityFactory(name="Kortrijk"),
        address="Grote Markt 54",
        audience="leden van het Labo",
        contact=PersonFactory(name="An Voorbeeld"),
        agenda_items=[AgendaItem(time=datetime.time(14, 30), title="Intervisie")],
    )
    read = text(client, page)
    for words in [
        "19 maandag, 14u–18u oktober 2026",
        "Wanneer maandag 19 oktober 2026, 14u–18u",
        "Waar Stadhuis, Kortrijk Grote Markt 54",
        "Gastgemeente Kortrijk",
        "Voor wie leden van het Labo",
        "An Voorbeeld",
        "14u30 Intervisie",
    ]:
        assert words in read


def test_a_meeting_of_two_days_tells_both(client):
    page = event("Studiebezoek", 2026, 10, 19, 9, hours=32)
    assert "maandag 19 oktober 2026, 9u – dinsdag 20 oktober 2026, 17u" in text(client, page)


def test_a_day_that_is_not_known_is_said(client):
    page = event("December", expected_month=datetime.date(2026, 12, 1), time_note="10u–16u")
    read = text(client, page)
    assert "De dag is niet bekend, 10u–16u december 2026" in read
    assert "Wanneer december 2026, 10u–16u" in read
    assert "datum volgt" in text(client, event("Ooit"))


@pytest.mark.parametrize(
    ("state", "word"), [(EventState.POSTPONED, "uitgesteld"), (EventState.CANCELLED, "geannuleerd")]
)
def test_a_meeting_that_does_not_go_ahead_says_so_everywhere(client, state, word):
    page = event("Workshop", 2026, 6, 2, 14)
    page.ledger.state, page.ledger.note = state, "De begeleider is ziek."
    page.ledger.save()
    read = text(client, page)
    assert f"Deze bijeenkomst is {word}." in read
    assert "De begeleider is ziek." in read
    assert word in text(client, page.get_parent())
    assert word in client.get("/").content.decode()


def test_the_link_of_an_online_meeting_is_nowhere(client):
    practice, line = grow(PracticePageFactory), grow(ExperimentLinePageFactory)
    page = event(
        "Webinar",
        2026,
        6,
        2,
        14,
        online_url="https://meet.example.org/geheim",
        practices=[practice],
        experiment_lines=[line],
    )
    event("Andere", 2026, 6, 3, 14)
    assert "Waar online" in text(client, page)
    for url in [page.url, page.get_parent().url, "/", practice.url, line.url, "/zoeken/?q=webinar", "/sitemap.xml"]:
        assert "meet.example.org" not in client.get(url).content.decode(), url


def test_a_meeting_links_the_practices_and_lines_it_is_about(client):
    practice = grow(PracticePageFactory, title="Wijkbudget")
    hidden = grow(PracticePageFactory, title="Kladje", live=False)
    line = grow(ExperimentLinePageFactory, title="Uitdaagrecht")
    read = text(client, event("Labo", 2026, 6, 2, 14, practices=[practice, hidden], experiment_lines=[line]))
    assert "Wijkbudget" in read
    assert "Uitdaagrecht" in read
    assert "Kladje" not in read


def test_beside_a_meeting_stand_the_others_that_come(client):
    page = event("Deze", 2026, 6, 2, 14)
    event("Volgende", 2026, 7, 2, 14)
    event("Voorbij", 2026, 1, 2, 14)
    read = text(client, page)
    assert "Volgende" in read
    assert "Voorbij" not in read


def test_beside_a_meeting_of_the_archive_stand_those_of_its_year(client):
    page = event("Oktober", 2020, 10, 19, 14)
    event("Juni", 2020, 6, 16, 12)
    event("December", expected_month=datetime.date(2020, 12, 1))
    event("Ander jaar", 2021, 1, 2, 14)
    read = text(client, page)
    assert read.index("Juni") < read.index("december 2020")
    assert "Ander jaar" not in read


def test_nothing_ends_that_does_not_start(home):
    pages = EventPage.objects.filter(pk=event("Bezoek").pk)
    with pytest.raises(IntegrityError, match="event_ends_after_start"), transaction.atomic():
        pages.update(start=None, end=moment(2026, 6, 1, 18))

import datetime
import re

import pytest
from wagtail.models import PageViewRestriction

from practices.models import PracticeFigure, PracticePage, PracticeSource
from practices.models.experiments import ExperimentPractice
from tests.factories import (
    EventPageFactory,
    ExperimentLinePageFactory,
    InstrumentFactory,
    MunicipalityFactory,
    PracticePageFactory,
    ThemeFactory,
)
from tests.factories.tree import grow


@pytest.fixture
def practice(home):
    return grow(PracticePageFactory, title="Wijkbudget", municipalities=[MunicipalityFactory(name="Genk")])


def text(client, page):
    """What a visitor reads: no markup, single spaces."""
    html = client.get(page.url).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2]).split()).replace(" ,", ",")


def test_the_six_headings_stand_in_vvsgs_order_also_when_nothing_is_known(client, practice):
    practice.result = "<p>Acht projecten.</p>"
    practice.save()
    read = text(client, practice)
    headings = ["Doelstelling", "Aanpak", "Betrokken partijen", "Resultaat", "Aanpassingen", "Bereik"]
    places = [read.index(heading) for heading in headings]
    assert places == sorted(places)
    assert "Resultaat Acht projecten." in read
    assert read.count("Niet bekend in de bronnen.") == 5


def test_figures_stand_under_the_reach(client, practice):
    practice.figures = [PracticeFigure(value="46", label="voorstellen")]
    practice.save()
    assert "Bereik voorstellen 46" in text(client, practice)


def test_the_panel_holds_the_key_facts(client, practice):
    practice.instruments = [InstrumentFactory(name="Burgerbudget")]
    practice.themes = [ThemeFactory(name="Wonen"), ThemeFactory(name="Buurt")]
    practice.budget, practice.budget_note = 1_310_000, "Voor alle wijken."
    practice.participants = 12_306
    practice.sources = [PracticeSource(reference="genk.be", url="https://genk.be/"), PracticeSource(reference="Boek")]
    practice.save()
    read = text(client, practice)
    panel = read[read.index("Kerngegevens") :]
    for line in [
        "Gemeente Genk Limburg",
        "Grootte 10.000 tot 20.000 inwoners",
        "Instrument Burgerbudget",
        "Thema Buurt, Wonen",
        "Status lopend",
        "Periode sinds 2019",
        "Budget 1.310.000 euro Voor alle wijken.",
        "Deelnemers 12.306",
        "Bronnen genk.be Boek",
    ]:
        assert line in panel
    assert '<a href="https://genk.be/">genk.be</a>' in client.get(practice.url).content.decode()


def test_an_unknown_size_is_said_and_an_unknown_budget_left_out(client, practice):
    practice.municipalities = [MunicipalityFactory(size_class=None)]
    practice.save()
    read = text(client, practice)
    assert "aantal inwoners onbekend" in read
    assert "Budget" not in read


def test_a_position_is_an_estimate_until_the_municipality_confirms_it(client, practice):
    note = "De plaats op het continuüm is een voorlopige inschatting van de redactie."
    label = "Nu: burgerinitiatief met steun (voorlopige inschatting)"
    assert note in text(client, practice)
    assert label in text(client, practice.get_parent())
    practice.continuum_confirmed_on = datetime.date(2026, 1, 1)
    practice.save()
    assert note not in text(client, practice)
    assert label not in text(client, practice.get_parent())


def test_the_moments_are_told_in_words(client, practice):
    practice.continuum_during = None
    practice.save()
    read = text(client, practice)
    assert "Bij de start 2 Overheid met inbreng van burgers" in read
    assert "Tijdens de uitvoering ? niet bekend" in read
    assert "Nu 4 Burgerinitiatief met steun van het bestuur" in read


def test_a_practice_shows_its_public_meetings_and_experiment_lines(client, practice):
    grow(EventPageFactory, title="Werkbezoek in Genk", practices=[practice])
    grow(EventPageFactory, title="Nog geheim", practices=[practice], live=False)
    grow(EventPageFactory, title="Iets anders")
    grow(ExperimentLinePageFactory, title="Uitdaagrecht", related_practices=[ExperimentPractice(practice=practice)])
    grow(ExperimentLinePageFactory, title="Andere lijn")
    read = text(client, practice)
    assert "Werkbezoek in Genk" in read
    assert "Uitdaagrecht" in read
    assert not any(title in read for title in ["Nog geheim", "Iets anders", "Andere lijn"])


def test_topics_lead_to_everything_about_them(client, practice):
    practice.topics.add("Loting")
    practice.save()
    assert '<a class="tag" href="/onderwerpen/loting/">Loting</a>' in client.get(practice.url).content.decode()


def test_the_inventory_counts_practices_and_municipalities(client, practice):
    grow(PracticePageFactory, municipalities=[*practice.municipalities.all(), MunicipalityFactory(name="Halle")])
    read = text(client, practice.get_parent())
    assert "2 lokale praktijken uit 2 gemeenten." in read
    assert "Alle praktijken" in read


def test_the_inventory_searches_among_practices(client, practice):
    html = client.get(practice.get_parent().url).content.decode()
    form = html[html.index('action="/zoeken/"') :]
    assert '<input type="hidden" name="type" value="praktijken">' in form


def test_a_long_inventory_has_pages(client, practice, monkeypatch):
    monkeypatch.setattr("practices.views.listing.PAGE_SIZE", 2)
    for title in ["Aarde", "Bomen", "Dieren"]:
        grow(PracticePageFactory, title=title)
    overview = practice.get_parent()
    first = client.get(overview.url).content.decode()
    assert "Praktijken 1 tot 2 van 4" in first
    assert ">Aarde</a>" in first
    assert ">Dieren</a>" not in first
    second = client.get(overview.url, {"p": "2"}).content.decode()
    assert ">Dieren</a>" in second
    assert 'aria-current="page"' in second
    for nonsense in ["0", "99", "x", "-1"]:
        assert client.get(overview.url, {"p": nonsense}).status_code == 200


def test_a_restricted_practice_is_neither_listed_nor_drawn(client, practice):
    PageViewRestriction.objects.create(page=practice, restriction_type=PageViewRestriction.LOGIN)
    overview = client.get(practice.get_parent().url).content.decode()
    assert "Wijkbudget" not in overview
    assert "Genk" not in overview
    assert 'class="field' not in client.get("/").content.decode()


@pytest.mark.parametrize("factory, field", [(ThemeFactory, "themes"), (InstrumentFactory, "instruments")])
def test_a_practice_is_found_by_the_new_name_of_a_word(practice, factory, field, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        word = factory(name="Mobiliteit")
        setattr(practice, field, [word])
        practice.save()
    assert list(PracticePage.objects.search("mobiliteit")) == [practice]
    with django_capture_on_commit_callbacks(execute=True):
        word.name = "Verkeer"
        word.save()
    assert not PracticePage.objects.search("mobiliteit")
    assert list(PracticePage.objects.search("verkeer")) == [practice]


@pytest.mark.parametrize("factory, field", [(ThemeFactory, "themes"), (InstrumentFactory, "instruments")])
def test_a_practice_is_not_found_by_a_word_that_is_gone(practice, factory, field, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        word = factory(name="Mobiliteit")
        setattr(practice, field, [word])
        practice.save()
    with django_capture_on_commit_callbacks(execute=True):
        word.delete()
    assert not PracticePage.objects.search("mobiliteit")

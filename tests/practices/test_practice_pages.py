import datetime
import re

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home import roles
from practices.models import (
    LessonKind,
    PracticeAdoption,
    PracticeDocument,
    PracticeFigure,
    PracticeLesson,
    PracticePage,
    PracticeSource,
)
from practices.models.experiments import ExperimentPractice
from tests.factories import (
    EventPageFactory,
    ExperimentLinePageFactory,
    InstrumentFactory,
    MunicipalityFactory,
    PersonFactory,
    PracticePageFactory,
    ThemeFactory,
    VideoPageFactory,
)
from tests.factories.full import document
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database


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


def test_lessons_stand_by_kind_with_the_first_sentence_apart(client, practice):
    practice.lessons = [
        PracticeLesson(kind=LessonKind.TIP, text="Begin klein. Een straat is genoeg."),
        PracticeLesson(kind=LessonKind.PITFALL, text="Te grote percelen"),
        PracticeLesson(kind=LessonKind.TIP, text="Vier wat lukt."),
    ]
    practice.save()
    read = text(client, practice)
    assert "Lessen Valkuilen Te grote percelen Tips Begin klein. Een straat is genoeg. Vier wat lukt." in read
    assert "Succesfactoren" not in read
    assert "<strong>Begin klein.</strong> Een straat is genoeg." in client.get(practice.url).content.decode()


def test_documents_say_what_they_are(client, practice):
    practice.documents = [
        PracticeDocument(title="Modelreglement", document=document()),
        PracticeDocument(title="Een gids", url="https://example.org/gids"),
    ]
    practice.save()
    read = text(client, practice)
    assert "Modelreglement pdf, 5 bytes" in read
    assert "Een gids website" in read
    assert 'href="https://example.org/gids"' in client.get(practice.url).content.decode()


def test_the_profile_shows_what_is_known_and_names_what_is_not(client, practice):
    assert "Nog niet bepaald: mate van invloed, fasen van coproductie, niveau," in text(client, practice)
    practice.influence, practice.recruitment = "meebeslissen", "loting"
    practice.phases, practice.partners = ["uitvoeren", "ontwerpen"], ["middenveld"]
    practice.save()
    read = text(client, practice)
    assert "Mate van invloed (mee)beslissen Fasen van coproductie samen ontwerpen, samen uitvoeren" in read
    assert "Wie neemt deel loting" in read
    assert "Nog niet bepaald: niveau, manier van werken, rol van het lokaal bestuur." in read
    assert "Betrokken partijen verenigingen en middenveld" in read


def test_facts_lead_to_the_practices_that_share_them(client, practice):
    practice.themes, practice.instruments = [ThemeFactory(slug="wonen")], [InstrumentFactory(slug="wijkbudget")]
    practice.influence, practice.partners = "meebeslissen", ["inwoners"]
    practice.save()
    html = client.get(practice.url).content.decode()
    inventory = practice.get_parent().url
    for choice in [
        "gemeente=genk",
        "thema=wonen",
        "instrument=wijkbudget",
        "invloed=meebeslissen",
        "partners=inwoners",
    ]:
        assert f'href="{inventory}?{choice}"' in html


def test_the_contact_shows_only_after_agreeing(client, practice):
    practice.contact = PersonFactory(name="An Voorbeeld", email="an@example.org")
    practice.internal_note = "Wil niet gebeld worden."
    practice.save()
    read = text(client, practice)
    assert "An Voorbeeld" not in read and "an@example.org" not in read
    practice.shows_contact = True
    practice.save()
    read = text(client, practice)
    assert "An Voorbeeld" in read and "an@example.org" in read
    assert "Wil niet gebeld worden" not in read


def test_adoptions_show_in_both_directions_as_far_as_everybody_may_see_them(client, practice):
    origin = grow(PracticePageFactory, title="Het voorbeeld", municipalities=[MunicipalityFactory(name="Halle")])
    secret = grow(PracticePageFactory, title="Nog geheim", live=False)
    practice.adoptions = [PracticeAdoption(origin=origin), PracticeAdoption(origin=secret)]
    practice.adopted_from_note = "Ook naar een voorbeeld uit Porto Alegre."
    practice.save()
    grow(PracticePageFactory, title="Verborgen navolger", live=False, adoptions=[PracticeAdoption(origin=origin)])
    read = text(client, practice)
    assert "Overgenomen van Halle Het voorbeeld" in read
    assert "Ook naar een voorbeeld uit Porto Alegre." in read
    assert "Nog geheim" not in read
    assert "Overgenomen door Genk Wijkbudget" in text(client, origin)
    assert "Verborgen navolger" not in text(client, origin)


def test_videos_play_on_the_page_unless_they_are_not_for_everybody(client, practice):
    practice.videos = [grow(VideoPageFactory, title="Aan het werk"), grow(VideoPageFactory, title="Kladje", live=False)]
    practice.save()
    html = client.get(practice.url).content.decode()
    assert 'data-title="Aan het werk"' in html
    assert "Kladje" not in html


def test_a_practice_can_be_compared_with_others(client, practice):
    address = f'href="{practice.get_parent().url}vergelijken/?p={practice.pk}"'
    assert address in client.get(practice.url).content.decode()
    PageViewRestriction.objects.create(page=practice, restriction_type=PageViewRestriction.LOGIN)
    assert address not in client.get(practice.url).content.decode()


def test_a_practice_shows_related_ones_with_the_reason(client, practice):
    theme = ThemeFactory(name="Wonen")
    other = grow(PracticePageFactory, title="Samen bouwen")
    for page in [practice, other]:
        page.themes = [theme]
        page.save()
    read = text(client, practice)
    assert "Samen bouwen" in read[read.index("Verwante praktijken") :]
    assert "Zelfde thema: Wonen" in read


def test_a_preview_shows_the_words_of_the_draft(client, practice, log_in_as):
    practice.themes = [ThemeFactory(name="Wonen")]
    practice.save_revision().publish()
    practice = PracticePage.objects.get()
    practice.themes = [ThemeFactory(name="Verkeer")]
    practice.municipalities = [MunicipalityFactory(name="Halle")]
    practice.adoptions = [PracticeAdoption(origin=grow(PracticePageFactory, title="Het voorbeeld"))]
    practice.save_revision()
    editor = log_in_as(roles.EDITOR)
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[practice.pk])).content.decode()
    assert ">Verkeer</a>" in draft and ">Halle</a>" in draft and "Het voorbeeld" in draft
    assert ">Wonen</a>" not in draft
    live = client.get(practice.url).content.decode()
    assert ">Wonen</a>" in live and "Verkeer" not in live and "Overgenomen" not in live


def test_two_versions_are_compared_in_words(practice, log_in_as):
    first = practice.save_revision()
    practice.phases = ["ontwerpen", "uitvoeren"]
    second = practice.save_revision()
    url = reverse("wagtailadmin_pages:revisions_compare", args=[practice.pk, first.pk, second.pk])
    html = log_in_as(roles.EDITOR).get(url).content.decode()
    assert "Fasen van coproductie" in html
    assert "samen ontwerpen, samen uitvoeren" in " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_a_copy_has_the_profile_the_lessons_and_the_adoptions(practice):
    origin = grow(PracticePageFactory)
    practice.phases, practice.lessons = ["uitvoeren"], [PracticeLesson(text="Begin klein.")]
    practice.adoptions = [PracticeAdoption(origin=origin)]
    practice.save_revision().publish()
    copy = PracticePage.objects.get(pk=practice.pk).copy(update_attrs={"slug": "kopie", "title": "Kopie"})
    assert copy.phases == ["uitvoeren"]
    assert [lesson.text for lesson in copy.lessons.all()] == ["Begin klein."]
    assert list(copy.adopted_from.all()) == [origin]


def test_a_practice_is_found_by_its_lessons_and_not_by_what_is_internal(practice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        practice.lessons = [PracticeLesson(text="Verklein de percelen.")]
        practice.internal_note = "Wachtwoordzin"
        practice.contact, practice.shows_contact = PersonFactory(name="Zeldzamenaam"), True
        practice.save()
    assert list(PracticePage.objects.search("percelen")) == [practice]
    assert not PracticePage.objects.search("wachtwoordzin")
    assert not PracticePage.objects.search("zeldzamenaam")


def test_topics_lead_to_everything_about_them(client, practice):
    practice.topics.add("Loting")
    practice.save()
    assert '<a class="tag" href="/onderwerpen/loting/">Loting</a>' in client.get(practice.url).content.decode()


def test_the_inventory_counts_practices_and_municipalities(client, practice):
    grow(PracticePageFactory, municipalities=[*practice.municipalities.all(), MunicipalityFactory(name="Halle")])
    read = text(client, practice.get_parent())
    assert "2 lokale praktijken uit 2 gemeenten." in read


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

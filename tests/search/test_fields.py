"""What the index holds of a page, asked of the database that the tests run on."""

import pytest
from wagtail.models import Page
from wagtail.search.index import AutocompleteField, SearchField

from home.models import StandardPage
from practices.models import ExperimentParticipant, VideoSpeaker
from search.engine import fields
from search.engine.dutch import MARK, stem
from search.engine.fields import Completions, Stems
from tests.factories import (
    EventIndexPageFactory,
    EventPageFactory,
    ExperimentLineIndexPageFactory,
    ExperimentLinePageFactory,
    MunicipalityFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    StandardPageFactory,
    VideoIndexPageFactory,
    VideoPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(django_capture_on_commit_callbacks):
    """Rows of a page are written after the page, and indexed when the transaction ends."""

    def save(page):
        with django_capture_on_commit_callbacks(execute=True):
            page.save()

    return save


def titles(results):
    return {page.title for page in results}


def with_stem(word):
    return titles(Page.objects.search(MARK + stem(word)))


def begun(typed):
    return titles(Page.objects.autocomplete(typed))


def test_every_search_field_has_its_stems_before_it_with_the_same_boost():
    found = StandardPage.get_search_fields()
    for place, field in enumerate(found):
        if isinstance(field, SearchField) and not isinstance(field, Stems):
            before = found[place - 1]
            assert isinstance(before, Stems)
            assert (before.field_name, before.boost) == (field.field_name, field.boost)
        if isinstance(field, AutocompleteField) and not isinstance(field, Completions):
            assert isinstance(found[place + 1], Completions)


def test_stems_stand_behind_the_weight_of_their_field():
    page = StandardPage(title="Wijkbudgetten", summary="Bewoners beslissen", body=[("paragraph", "<p>Ideeën</p>")])
    values = {field.field_name: field.get_value(page) for field in page.get_search_fields() if type(field) is Stems}

    assert values["title"] == "zz100 zqwijkbudget zqwijk zqbudget"
    assert values["summary"] == "zz30 zqbewoner zqbeslissing"
    assert values["body"] == "zz10 zqidee"


def test_an_empty_field_takes_no_place_in_the_index():
    page = StandardPage(title="…", summary="", body=[])
    values = [field.get_value(page) for field in page.get_search_fields() if isinstance(field, Stems | Completions)]

    assert {value for value in values if isinstance(value, str)} == {""}


def test_a_text_is_analysed_once_however_often_an_indexer_asks(monkeypatch):
    analysed = []
    monkeypatch.setattr(fields, "tokens", lambda text: analysed.append(text) or text)
    page = StandardPage(title="Wijkbudget")
    search_fields = page.get_search_fields()

    for _ask in range(5):
        for field in search_fields:
            if isinstance(field, Stems) and field.field_name == "title":
                field.get_value(page)

    assert analysed == ["Wijkbudget"]


def test_a_changed_page_is_analysed_again():
    page = StandardPage(title="Wijkbudget")
    assert any(field.get_value(page) == "zz100 zqwijkbudget zqwijk zqbudget" for field in page.get_search_fields())
    page.title = "Inspraak"
    assert any(field.get_value(page) == "zz100 zqinspraak" for field in page.get_search_fields())


def test_stems_lead_to_the_page_whatever_the_form_or_accent(home):
    StandardPageFactory(parent=home, title="Coördinatie van wijkcentra")

    for word in ["coordinatie", "coördineren", "wijkcentrum", "centrum", "wijken"]:
        assert with_stem(word) == {"Coördinatie van wijkcentra"}
    assert with_stem("gemeente") == set()


def test_suggestions_complete_inner_words_without_accents(home):
    StandardPageFactory(parent=home, title="Wijkbudget Gent")
    StandardPageFactory(parent=home, title="Idéeën van bewoners")

    assert begun("budg") == {"Wijkbudget Gent"}
    assert begun("idee") == {"Idéeën van bewoners"}


def test_excerpts_show_no_tokens_of_the_index(home):
    page = StandardPageFactory(parent=home, title="Wijk", summary="Bewoners beslissen mee.")

    assert not any(mark in text for text in page.excerpt_texts() for mark in ["zq", "zz"])


def test_a_practice_is_suggested_by_its_municipality(home):
    index = PracticeIndexPageFactory(parent=home)
    PracticePageFactory(parent=index, title="Wijkraad", municipalities=[MunicipalityFactory(name="Genk")])

    assert begun("gen") == {"Wijkraad"}


def test_an_event_is_found_by_what_it_is_and_where(home):
    index = EventIndexPageFactory(parent=home)
    host = MunicipalityFactory(name="Herne")
    EventPageFactory(
        parent=index,
        title="Kijken en leren",
        kind_of_event="werkbezoek",
        venue="Het Ontmoetingscentrum",
        address="Kerkstraat 1",
        audience="Ambtenaren",
        host_municipality=host,
    )

    for word in ["werkbezoeken", "ontmoetingscentra", "kerkstraten", "ambtenaar", "herne"]:
        assert with_stem(word) == {"Kijken en leren"}, word


def test_an_experiment_line_is_found_by_its_municipalities(home, save):
    line = ExperimentLinePageFactory(
        parent=ExperimentLineIndexPageFactory(parent=home), title="Uitdagen", participants_intro="Vier besturen."
    )
    line.participants = [ExperimentParticipant(municipality=MunicipalityFactory(name="Wevelgem"), text="Wegenwerken")]
    save(line)

    for word in ["wevelgem", "wegenwerken", "bestuur"]:
        assert with_stem(word) == {"Uitdagen"}, word


def test_a_video_is_found_by_its_speakers_and_their_roles(home, save):
    video = VideoPageFactory(parent=VideoIndexPageFactory(parent=home), title="Gesprek")
    video.speakers = [VideoSpeaker(name="An Example", role="Participatieambtenaar")]
    save(video)

    assert with_stem("example") == {"Gesprek"}
    assert with_stem("participatieambtenaren") == {"Gesprek"}

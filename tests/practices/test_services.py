import pytest
from django.core.management import call_command

from events.models import EventPage
from practices.models import ExperimentLinePage, ExperimentParticipant, Municipality, PracticePage, Province, SizeClass
from practices.places.inhabitants import ImportRefused
from practices.places.services import load_municipalities, record_inhabitants
from tests.factories import EventPageFactory, ExperimentLinePageFactory, MunicipalityFactory, PracticePageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.django_db


def test_loading_stores_every_municipality_with_its_facts():
    loaded = load_municipalities()
    assert (loaded.created, loaded.updated, loaded.unchanged) == (285, 0, 0)
    pajottegem = Municipality.objects.get(nis_code="23106")
    assert pajottegem.name == "Pajottegem"
    assert pajottegem.province == Province.VLAAMS_BRABANT
    assert "1540" in pajottegem.postal_codes
    assert "Herne" in pajottegem.former_names
    assert pajottegem.size_class is None
    for municipality in Municipality.objects.all():
        municipality.full_clean()


def test_loading_again_changes_nothing():
    load_municipalities()
    loaded = load_municipalities()
    assert (loaded.created, loaded.updated, loaded.unchanged) == (0, 0, 285)


def test_loading_corrects_facts_but_keeps_what_editors_know_better():
    gent = MunicipalityFactory(
        nis_code="44021",
        name="Ghent",
        former_names=["Sint-Amandsberg"],
        inhabitants=272_657,
        inhabitants_year=2025,
        size_class=SizeClass.XL,
    )
    fictional = MunicipalityFactory(nis_code="90001", name="Voorbeeldgemeente")
    loaded = load_municipalities()
    assert (loaded.created, loaded.updated) == (284, 1)
    gent.refresh_from_db()
    assert (gent.name, gent.province) == ("Gent", Province.OOST_VLAANDEREN)
    assert gent.former_names == ["Sint-Amandsberg"]
    assert (gent.inhabitants, gent.inhabitants_year, gent.size_class) == (272_657, 2025, SizeClass.XL)
    assert Municipality.objects.filter(pk=fictional.pk, name="Voorbeeldgemeente").exists()


def test_the_command_tells_what_it_did(capsys):
    call_command("load_municipalities")
    assert "285 created" in capsys.readouterr().out


def test_inhabitants_are_stored_with_the_size_that_follows():
    gent = MunicipalityFactory(nis_code="44021", size_class=None)
    other = MunicipalityFactory(nis_code="71072", size_class=None)
    assert record_inhabitants(content=b"44021;272.657;2025\n") == 1
    gent.refresh_from_db()
    assert (gent.inhabitants, gent.inhabitants_year, gent.size_class) == (272_657, 2025, SizeClass.XL)
    other.refresh_from_db()
    assert (other.inhabitants, other.size_class) == (None, None)


def test_one_mistake_in_the_file_keeps_everything_as_it_was():
    gent = MunicipalityFactory(nis_code="44021", inhabitants=1000, size_class=SizeClass.XS)
    with pytest.raises(ImportRefused):
        record_inhabitants(content=b"44021;272657;2025\n99999;5;2025\n")
    gent.refresh_from_db()
    assert (gent.inhabitants, gent.size_class) == (1000, SizeClass.XS)


@pytest.fixture
def herne():
    """What is Pajottegem today, before the reference data say so."""
    load_municipalities()
    Municipality.objects.filter(nis_code="23106").update(name="Herne", former_names=[])
    return Municipality.objects.get(nis_code="23106")


def test_a_practice_is_found_by_the_new_name_of_its_municipality(home, committed, herne):
    with committed():
        practice = grow(PracticePageFactory, municipalities=[herne])
    assert not PracticePage.objects.search("pajottegem")
    with committed():
        load_municipalities()
    assert list(PracticePage.objects.search("pajottegem")) == [practice]


def test_a_meeting_is_found_by_the_new_name_of_its_host(home, committed, herne):
    with committed():
        event = grow(EventPageFactory, host_municipality=herne)
    assert list(EventPage.objects.search("herne")) == [event]
    with committed():
        load_municipalities()
    assert list(EventPage.objects.search("pajottegem")) == [event]
    assert list(EventPage.objects.search("herne")) == [event]


def test_an_experiment_line_is_found_by_the_new_name_of_who_takes_part(home, committed, herne):
    with committed():
        line = grow(ExperimentLinePageFactory)
        line.participants = [ExperimentParticipant(municipality=herne)]
        line.save()
    assert list(ExperimentLinePage.objects.search("herne")) == [line]
    with committed():
        load_municipalities()
    assert list(ExperimentLinePage.objects.search("pajottegem")) == [line]
    assert list(ExperimentLinePage.objects.search("herne")) == [line]

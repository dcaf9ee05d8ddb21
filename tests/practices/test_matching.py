"""Names of municipalities as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.exchange.imports.matching import MOST_CANDIDATES, MunicipalityNames, Names
from practices.models import Municipality
from practices.places.reference import flanders


def municipality(pk, row):
    return Municipality(pk=pk, name=row["name"], nis_code=row["nis"], former_names=row["former_names"])


MUNICIPALITIES = [municipality(pk, row) for pk, row in enumerate(flanders()["municipalities"], start=1)]
NAME_OF = {place.pk: place.name for place in MUNICIPALITIES}
NAMES = MunicipalityNames(MUNICIPALITIES)


def meant(text):
    return NAME_OF.get(NAMES.find(text).pk)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gent", "Gent"),
        (" GENT ", "Gent"),
        ("stad Gent", "Gent"),
        ("Stad Gent (Oost-Vlaanderen)", "Gent"),
        ("9000 Gent", "Gent"),
        ("B-9000 Gent", "Gent"),
        ("Gemeente Oud-Turnhout", "Oud-Turnhout"),
        ("oud turnhout", "Oud-Turnhout"),
        ("Gemeentebestuur van Halle", "Halle"),
        ("44021", "Gent"),
        ("Herne", "Pajottegem"),
        ("gemeente Herne", "Pajottegem"),
    ],
)
def test_a_municipality_is_known_by_name_code_and_former_name(text, name):
    assert meant(text) == name


@pytest.mark.parametrize(
    ("text", "name"), [("Gendt", "Gent"), ("Kortrjik", "Kortrijk"), ("Sint Niklaas a/d", "Sint-Niklaas")]
)
def test_a_misspelt_name_is_asked_about_with_the_likely_ones_first(text, name):
    match = NAMES.find(text)
    assert match.pk is None
    assert name in [NAME_OF[pk] for pk in match.candidates]


@pytest.mark.parametrize("text", ["", "?", "Atlantis in zee", "12345"])
def test_what_is_no_municipality_is_never_guessed(text):
    assert NAMES.find(text).pk is None


def test_every_municipality_is_found_by_its_own_name_and_code():
    for place in MUNICIPALITIES:
        assert meant(place.name) == place.name
        assert meant(place.nis_code) == place.name


def test_a_former_name_that_lives_on_means_todays_municipality():
    here = [Municipality(pk=1, name="Nieuw", nis_code="1", former_names=["Oud"])]
    here += [Municipality(pk=2, name="Oud", nis_code="2", former_names=[])]
    assert MunicipalityNames(here).find("Oud").pk == 2


def test_a_name_that_two_things_have_is_asked_about():
    match = Names([("Zorg", 1), ("zorg!", 2)]).find("zorg")
    assert match.pk is None
    assert set(match.candidates) == {1, 2}


@given(st.text(max_size=60))
def test_any_text_is_looked_up(text):
    match = NAMES.find(text)
    assert len(match.candidates) <= MOST_CANDIDATES
    assert match.pk is None or not match.candidates

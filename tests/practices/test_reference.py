"""The committed reference data: what every later page, filter and map takes for granted."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from practices.places import reference
from practices.places.reference import flanders, project

# The first digit of Statbel's codes.
NIS_DIGIT = {"antwerpen": "1", "vlaams-brabant": "2", "west-vlaanderen": "3", "oost-vlaanderen": "4", "limburg": "7"}


@pytest.fixture(scope="module")
def municipalities():
    return flanders()["municipalities"]


def rings(path: str) -> list[list[tuple[float, float]]]:
    """The corners of every ring of a path that uses an absolute M, a relative l and z."""
    found = []
    for start, steps in re.findall(r"M([^l]+)l([^z]+)z", path):
        (x, y), *moves = pairs(start) + pairs(steps)
        ring = [(x, y)]
        for dx, dy in moves:
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(ring)
    return found


def pairs(text: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", text)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def inside(path: str, x: float, y: float) -> bool:
    """Even-odd: a ray to the right of the point crosses the outline an odd number of times."""
    crossings = 0
    for ring in rings(path):
        for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossings += 1
    return crossings % 2 == 1


def test_there_are_285_municipalities_since_the_mergers_of_2025(municipalities):
    assert len(municipalities) == 285
    assert len({entry["nis"] for entry in municipalities}) == 285
    assert len({entry["name"] for entry in municipalities}) == 285
    assert Counter(entry["province"] for entry in municipalities) == {
        "antwerpen": 67,
        "limburg": 38,
        "oost-vlaanderen": 55,
        "vlaams-brabant": 63,
        "west-vlaanderen": 62,
    }


def test_nis_codes_follow_the_province(municipalities):
    for entry in municipalities:
        assert re.fullmatch(r"\d{5}", entry["nis"]), entry
        assert entry["nis"][0] == NIS_DIGIT[entry["province"]], entry


def test_every_municipality_has_postal_codes_of_four_digits(municipalities):
    for entry in municipalities:
        assert entry["postal_codes"], entry
        assert all(re.fullmatch(r"[1-9]\d{3}", code) for code in entry["postal_codes"]), entry


def test_every_municipality_lies_in_its_own_province_and_no_other(municipalities):
    paths = {province["code"]: province["path"] for province in flanders()["provinces"]}
    for entry in municipalities:
        point = project(entry["lat"], entry["lon"])
        homes = [code for code, path in paths.items() if inside(path, *point)]
        assert homes == [entry["province"]], entry


@pytest.mark.parametrize(
    ("place", "lat", "lon"), [("Brussel", 50.8466, 4.3517), ("Breda", 51.5866, 4.7760), ("Rijsel", 50.6366, 3.0635)]
)
def test_neighbours_lie_outside_flanders(place, lat, lon):
    assert not any(inside(province["path"], *project(lat, lon)) for province in flanders()["provinces"]), place


def test_no_two_municipalities_share_a_point(municipalities):
    assert len({(entry["lat"], entry["lon"]) for entry in municipalities}) == 285


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("Herne", "Pajottegem"),
        ("Gooik", "Pajottegem"),
        ("Knesselare", "Aalter"),
        ("Zwijndrecht", "Beveren-Kruibeke-Zwijndrecht"),
    ],
)
def test_a_merged_municipality_is_found_under_its_new_name(municipalities, former, now):
    assert [entry["name"] for entry in municipalities if former in entry["former_names"]] == [now]
    assert former not in {entry["name"] for entry in municipalities}


def test_the_mergers_of_2019_and_2025_add_up_to_the_308_municipalities_of_2018(municipalities):
    names = {entry["name"] for entry in municipalities}
    former = [name for entry in municipalities for name in entry["former_names"]]
    new = [entry for entry in municipalities if entry["former_names"] and is_new_name(entry)]
    assert len(former) == len(set(former))
    assert not names & set(former)
    assert len(names) - len(new) + len(former) == 308


def is_new_name(entry: dict) -> bool:
    """Whether the merger made a new name; the others were absorbed by a municipality that kept its own."""
    kept = {"Aalter", "Antwerpen", "Deinze", "Hasselt", "Lochristi", "Lokeren", "Tielt", "Wingene"}
    return entry["name"] not in kept


def test_the_five_provinces_fit_in_the_viewbox():
    left, top, width, height = (float(number) for number in flanders()["viewbox"].split())
    provinces = flanders()["provinces"]
    assert [province["name"] for province in provinces] == [
        "Antwerpen",
        "Limburg",
        "Oost-Vlaanderen",
        "Vlaams-Brabant",
        "West-Vlaanderen",
    ]
    for province in provinces:
        for x, y in (corner for ring in rings(province["path"]) for corner in ring):
            assert left <= x <= left + width, province["name"]
            assert top <= y <= top + height, province["name"]


def test_the_outlines_stay_light_enough_to_stand_in_a_page():
    assert sum(len(province["path"]) for province in flanders()["provinces"]) <= 12_000
    assert Path(reference.__file__).with_name("flanders.json").stat().st_size <= 80_000


def test_the_sources_are_credited_with_their_licence():
    credits = {entry["source"]: entry["licence"] for entry in flanders()["credits"]}
    assert credits == {
        "Statbel": "CC BY 4.0",
        "Nationaal Geografisch Instituut (NGI)": "CC BY 4.0",
        "GeoNames": "CC BY 4.0",
    }

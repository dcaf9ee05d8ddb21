"""Flanders as the site knows it: its municipalities, its provinces and the map they are drawn on."""

import json
from functools import cache
from pathlib import Path


@cache
def flanders() -> dict:
    """The contents of flanders.json, which build.py makes. Shared by all callers: read it, never change it."""
    return json.loads(Path(__file__).with_name("flanders.json").read_text(encoding="utf-8"))


def project(lat: float, lon: float) -> tuple[float, float]:
    """Where a point in degrees (WGS 84) stands on the map, in units of its viewbox."""
    projection = flanders()["projection"]
    x = (lon - projection["west"]) * projection["scale_x"]
    y = (projection["north"] - lat) * projection["scale_y"]
    return round(x, 1), round(y, 1)

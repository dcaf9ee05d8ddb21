"""Practices as text, piece by piece: CSV, JSON and GeoJSON. Nothing here holds more than a few practices at a time."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from practices.exchange.cells import neutralise
from practices.exchange.columns import PUBLIC_COLUMNS
from practices.exchange.columns.column import Cell, Column, Kind, as_text
from practices.exchange.exports.about import About
from practices.models import PracticePage

#: Media types.
CSV, JSON, GEOJSON = "text/csv; charset=utf-8", "application/json", "application/geo+json"

#: So that Excel sees that it is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
#: Practices in one piece of text: sending each apart takes longer than writing it.
TOGETHER = 50
#: Longer texts make a map slow; they are in the other files.
MAP_COLUMNS = [column for column in PUBLIC_COLUMNS if column.kind not in {Kind.PROSE, Kind.TABLE}]


def csv_text(
    about: About, practices: Iterable[PracticePage], columns: Sequence[Column] = PUBLIC_COLUMNS
) -> Iterator[str]:
    """CSV as Excel in Dutch opens it: semicolons, and otherwise RFC 4180. It has no place for what it is about."""
    return csv_rows(practices, columns)


def csv_rows(rows: Iterable[object], columns: Sequence[Column]) -> Iterator[str]:
    """The same for rows of anything that the columns can read."""
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    yield BYTE_ORDER_MARK + writer.writerow([column.name for column in columns])
    yield from _together(writer.writerow([csv_cell(column.read(row)) for column in columns]) for row in rows)


def csv_cell(value: Cell) -> str:
    text = as_text(value)
    # A number or a date cannot be a formula.
    return neutralise(text) if isinstance(value, str | list) else text


def json_text(about: About, practices: Iterable[PracticePage]) -> Iterator[str]:
    """One object: first what it is about, then the practices, their number last."""
    head = {**_about(about), "kolommen": {column.name: str(column.label) for column in PUBLIC_COLUMNS}}
    return _json_list(head, "praktijken", (_json_row(one, PUBLIC_COLUMNS) for one in practices))


def geojson_text(about: About, practices: Iterable[PracticePage]) -> Iterator[str]:
    """A collection of features (RFC 7946): a point for each municipality of each practice."""
    return _json_list({"type": "FeatureCollection", **_about(about)}, "features", _features(practices))


class _Echo:
    """A file that hands back what the CSV writer writes."""

    def write(self, text):
        return text


def _together(texts: Iterable[str]) -> Iterator[str]:
    texts = iter(texts)
    while piece := list(islice(texts, TOGETHER)):
        yield "".join(piece)


def _about(about):
    return {
        "titel": about.title,
        "bron": about.address,
        "codeboek": about.codebook_address,
        "datum": about.day.isoformat(),
        "licentie": {"naam": about.licence or None, "adres": about.licence_url or None},
        "gevraagd": about.asked,
    }


def _json_list(head, name, rows):
    """An object with a long list as its last member but one, without ever holding the list."""
    number = 0
    yield f"{_json(head)[:-1]}, {_json(name)}: [\n"
    rows = map(_json, rows)
    while piece := list(islice(rows, TOGETHER)):
        yield (",\n" if number else "") + ",\n".join(piece)
        number += len(piece)
    yield f'\n], "aantal": {number}}}\n'


def _json(value):
    return json.dumps(value, ensure_ascii=False)


def _json_row(practice, columns):
    return {column.name: _json_value(column, column.read(practice)) for column in columns}


def _json_value(column, value):
    if isinstance(value, date):
        return value.isoformat()
    if column.kind == Kind.TABLE:
        return [{part: text or None for part, text in zip(column.parts, row, strict=True)} for row in value]
    return value


def _features(practices):
    for practice in practices:
        properties = _json_row(practice, MAP_COLUMNS)
        for place in practice.places:
            yield {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
                "properties": {"gemeente": place.name, "nis_code": place.nis_code, **properties},
            }

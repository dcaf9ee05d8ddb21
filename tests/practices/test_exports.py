"""The inventory as open data: exactly what was found, nothing that is private, in files that programs can read."""

import csv
import datetime
import gzip
import io
import json
import tracemalloc
from itertools import islice

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from practices.exchange.cells import MAX_CELL, clean, join_parts, join_rows, restore
from practices.exchange.columns import PUBLIC_COLUMNS
from practices.exchange.columns.column import Column, Kind
from practices.exchange.exports import rows
from practices.exchange.exports import views as exports
from practices.exchange.exports.about import About
from practices.exchange.exports.spreadsheets import workbook
from practices.exchange.exports.streams import csv_text
from practices.explore.filters import Selection
from practices.explore.inventory import Inventory
from practices.models import PracticeAdoption, PracticeIndexPage, PracticeStatus, Province
from practices.models.querysets import PracticeQuerySet
from tests.factories import MunicipalityFactory, PersonFactory, PracticePageFactory
from tests.factories.full import fill
from tests.factories.tree import grow
from tests.practices.test_columns import hostile
from tests.trials import tries

FORMATS = ["csv", "json", "geojson", "xlsx"]
ADDRESS = "/praktijken/data."
every_format = pytest.mark.parametrize("file_format", FORMATS)

ABOUT = About("Praktijken", "https://x.be/", "https://x.be/codeboek/", datetime.date(2026, 5, 4), "", "")
FORMULAS = ["=1+1", "+1", "-1", "@som", "＝1", "\t=1", " =1", "'=1", "=HYPERLINK(1)\n=2"]
#: A file of a single column that holds whatever it is given.
ECHO = [Column("tekst", "Tekst", "", Kind.TEXT, lambda text: text)]
#: The same with the text at the beginning of a list and of a table.
ECHO_IN_LISTS = [
    Column("lijst", "Lijst", "", Kind.NAMES, lambda text: [text, "een"]),
    Column("tabel", "Tabel", "", Kind.TABLE, lambda text: [(text, "een"), ("twee", "drie")]),
]


@pytest.fixture
def index(home):
    grow(PracticePageFactory, title="Wijkbudget", status=PracticeStatus.FINISHED)
    grow(PracticePageFactory, title="Burgerjury", municipalities=[MunicipalityFactory(province=Province.ANTWERPEN)])
    grow(PracticePageFactory, title="Stadslab", status=PracticeStatus.FINISHED)
    return PracticeIndexPage.objects.get()


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def download(client, file_format, query="", **headers):
    return content(client.get(f"{ADDRESS}{file_format}{query}", **headers))


def table(body):
    """The rows of a CSV, each by heading, as an importing program sees them."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def sheet(body, number=0):
    return [list(row) for row in load_workbook(io.BytesIO(body)).worksheets[number].iter_rows(values_only=True)]


def titles(body, file_format):
    match file_format:
        case "csv":
            return [row["titel"] for row in table(body)]
        case "json":
            return [practice["titel"] for practice in json.loads(body)["praktijken"]]
        case "geojson":
            return [feature["properties"]["titel"] for feature in json.loads(body)["features"]]
        case "xlsx":
            return [row[0] for row in sheet(body)[1:]]


@every_format
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Burgerjury", "Stadslab", "Wijkbudget"]),
        ("?status=afgerond", ["Stadslab", "Wijkbudget"]),
        ("?status=afgerond&provincie=antwerpen", []),
        ("?provincie=antwerpen&provincie=limburg&q=wijkbudget", ["Wijkbudget"]),
        ("?status=onzin", ["Burgerjury", "Stadslab", "Wijkbudget"]),
    ],
)
def test_the_file_holds_exactly_what_was_found(client, index, file_format, query, found):
    selection = Selection.of(QueryDict(query[1:]), Inventory.of(index))
    assert len(selection) == len(found)
    assert titles(download(client, file_format, query), file_format) == found


@every_format
def test_the_comparison_gets_its_own_practices_in_its_own_order(client, index, file_format):
    keys = {practice.title: practice.pk for practice in index.practices}
    query = f"?p={keys['Wijkbudget']}&p={keys['Burgerjury']}&p=999999&p=x"
    assert titles(download(client, file_format, query), file_format) == ["Wijkbudget", "Burgerjury"]
    assert titles(download(client, file_format, "?p=999999"), file_format) == []


@every_format
def test_the_order_is_that_of_the_list(client, index, file_format):
    query = "?sorteer=nieuwste"
    selection = Selection.of(QueryDict(query[1:]), Inventory.of(index))
    names = {practice.pk: practice.title for practice in index.practices}
    keys = selection.keys()
    newest = [names[key] for key in keys]
    assert titles(download(client, file_format, query), file_format) == newest


@every_format
def test_what_is_not_public_is_in_no_file(client, index, file_format):
    contact = PersonFactory(name="Geheime Naam", email="geheim@example.org", phone="0499 99 99 99")
    closed = grow(PracticePageFactory, title="Achter slot")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    draft = grow(PracticePageFactory, title="Nog niet klaar", live=False)
    shown = fill(grow(PracticePageFactory, title="Zichtbaar"))
    shown.contact, shown.internal_note = contact, "Alleen voor ons."
    shown.adoptions = [PracticeAdoption(origin=draft), PracticeAdoption(origin=closed)]
    shown.save_revision().publish()
    shown.title = "Titel van een concept"
    shown.save_revision()

    body = download(client, file_format)
    names = [value for row in sheet(body) for value in row] if file_format == "xlsx" else body.decode()
    text = str(names)
    assert "Zichtbaar" in text
    secrets = ["Achter slot", "Nog niet klaar", "concept", "Alleen voor ons", "Geheime", "geheim@", "0499"]
    assert not [secret for secret in [*secrets, str(shown.translation_key)] if secret in text]


def test_the_csv_opens_in_excel(client, index):
    body = download(client, "csv")
    lines = body.split(b"\r\n")
    assert lines[0].startswith(b"\xef\xbb\xbftitel;adres;")
    assert len(lines) == len(index.practices) + 2
    assert lines[-1] == b""


def test_everything_on_a_practice_is_in_its_row(client, home):
    practice = fill(grow(PracticePageFactory, title="Wijkbudget"))
    row = next(row for row in table(download(client, "csv")) if row["titel"] == "Wijkbudget")
    # Only the text of a practice that was published before it was called a draft may be missing.
    assert [name for name, cell in row.items() if not cell] == ["nagekeken_op"]
    assert row["adres"] == practice.full_url
    assert row["status"] == "lopend"
    assert row["partners"] == "inwoners | middenveld"
    assert row["continuum_voorlopig"] == "nee"
    assert row["lessen"].splitlines()[0] == "succesfactor | Spreek af wie wat doet."
    assert row["bronnen"].splitlines() == ["vvsg.be", "Boek | https://example.org/"]
    assert row["doelstelling"] == "Bewoners en bestuur samen.\n\n• één\n• twee"
    assert row["documenten"].splitlines()[0].startswith("Modelreglement | http")


def test_a_position_that_nobody_confirmed_is_marked(client, index):
    assert {row["continuum_voorlopig"] for row in table(download(client, "csv"))} == {"ja"}


def test_the_json_says_what_it_is_and_keeps_types(client, home):
    fill(PracticeIndexPage.objects.first() or grow(PracticePageFactory).get_parent().specific)
    practice = fill(grow(PracticePageFactory, title="Wijkbudget"))
    data = json.loads(download(client, "json", "?status=lopend"))
    assert data["licentie"] == {"naam": "CC BY 4.0", "adres": "https://creativecommons.org/licenses/by/4.0/deed.nl"}
    assert data["codeboek"].endswith("/praktijken/codeboek/")
    assert data["gevraagd"] == {"status": ["lopend"]}
    assert data["aantal"] == len(data["praktijken"]) == len(PracticeIndexPage.objects.get().practices)
    row = next(row for row in data["praktijken"] if row["titel"] == "Wijkbudget")
    assert set(row) == set(data["kolommen"]) == {column.name for column in PUBLIC_COLUMNS}
    assert row["budget_euro"] == 1_310_000
    assert row["voorbeeld"] is True
    assert row["nis_codes"] == sorted(place.nis_code for place in practice.municipalities.all())
    assert row["bronnen"][0] == {"bron": "vvsg.be", "adres": None}
    assert row["nagekeken_op"] is None
    assert row["continuum_bevestigd_op"] == "2026-01-01"


def test_the_map_file_has_a_point_for_every_municipality(client, home):
    places = [
        MunicipalityFactory(name="Aalst", nis_code="41002", longitude=4.04, latitude=50.94),
        MunicipalityFactory(name="Ninove", nis_code="41048", longitude=4.02, latitude=50.83),
    ]
    grow(PracticePageFactory, title="Samen", municipalities=places)
    data = json.loads(download(client, "geojson"))
    assert data["type"] == "FeatureCollection"
    assert [feature["geometry"] for feature in data["features"]] == [
        {"type": "Point", "coordinates": [4.04, 50.94]},
        {"type": "Point", "coordinates": [4.02, 50.83]},
    ]
    assert [feature["properties"]["gemeente"] for feature in data["features"]] == ["Aalst", "Ninove"]


def test_the_workbook_has_numbers_dates_and_an_explanation(client, home):
    fill(grow(PracticePageFactory, title="Wijkbudget"))
    body = download(client, "xlsx", "?q=wijkbudget")
    heading, row = sheet(body)
    cells = dict(zip(heading, row, strict=True))
    assert cells["budget_euro"] == 1_310_000
    assert cells["continuum_bevestigd_op"] == datetime.datetime(2026, 1, 1)
    explained = [value for line in sheet(body, 1) for value in line]
    assert set(heading) <= set(explained)
    assert "Er is nog geen licentie gekozen." in explained


@given(st.lists(hostile, max_size=5))
@example(FORMULAS)
def test_hostile_text_survives_csv_and_is_no_formula(texts):
    body = "".join(csv_text(ABOUT, texts, ECHO)).encode()
    read = [row["tekst"] for row in table(body)] if any(map(clean, texts)) else [""] * len(texts)
    expected = [clean(text) for text in texts]
    # A row of one empty cell is an empty line to who reads it.
    assert [restore(cell) for cell in read if cell] == [text for text in expected if text]
    assert not [cell for cell in read if cell[:1] in set("=+-@\t\r\n＝＋－＠")]


@tries(40)
@given(st.lists(hostile, min_size=1, max_size=5))
@example(FORMULAS)
def test_hostile_text_survives_the_workbook_and_is_no_formula(texts):
    with workbook(ABOUT, texts, ECHO) as file:
        cells = [row[0] for row in load_workbook(file).worksheets[0].iter_rows(min_row=2)]
    assert all(cell.data_type in {"s", "n"} for cell in cells)
    assert not [cell.value for cell in cells if (cell.value or "")[:1] in set("=+-@\t\n＝＋－＠")]
    assert [restore(cell.value or "") for cell in cells if cell.value] == [text for text in map(clean, texts) if text]


@pytest.mark.parametrize("text", FORMULAS)
def test_hostile_text_at_the_beginning_of_a_list_or_table_is_no_formula(text):
    [row] = table("".join(csv_text(ABOUT, [text], ECHO_IN_LISTS)).encode())
    with workbook(ABOUT, [text], ECHO_IN_LISTS) as file:
        cells = [cell.value for cell in list(load_workbook(file).worksheets[0])[1]]
    assert list(row.values()) == cells
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\n＝＋－＠")]
    assert [restore(cell) for cell in cells] == [
        join_parts([text, "een"]),
        join_rows([(text, "een"), ("twee", "drie")]),
    ]


def test_a_text_that_excel_cannot_hold_is_cut_there():
    with workbook(ABOUT, ["🌱" * MAX_CELL], ECHO) as file:
        value = load_workbook(file).worksheets[0]["A2"].value
    assert value == "🌱" * (MAX_CELL // 2)


def test_the_temporary_file_is_gone_after_the_download(client, index, monkeypatch):
    files = []
    monkeypatch.setattr(exports, "workbook", lambda *args: files.append(workbook(*args)) or files[0])
    content(client.get(f"{ADDRESS}xlsx"))
    assert files[0].closed


@every_format
def test_a_file_is_named_after_its_day_and_not_for_search_engines(client, index, file_format):
    with time_machine.travel("2026-05-04 10:00:00+02:00", tick=False):
        response = client.get(f"{ADDRESS}{file_format}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="praktijken-2026-05-04.{file_format}"'
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert 'codeboek/>; rel="describedby"' in response.headers["Link"]
    content(response)


@every_format
def test_asking_for_the_headers_alone_reads_no_practice(client, index, file_format):
    with CaptureQueriesContext(connection) as queries:
        response = client.head(f"{ADDRESS}{file_format}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith(f'.{file_format}"')
    assert not [query for query in queries if "practices_practicelesson" in query["sql"]]
    assert client.post(f"{ADDRESS}{file_format}").status_code == 405


def test_a_file_is_compressed_on_the_way(client, index):
    response = client.get(f"{ADDRESS}csv", headers={"Accept-Encoding": "gzip"})
    assert response.streaming
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(table(gzip.decompress(content(response)))) == 3


def test_a_file_is_always_as_new_as_the_site(client, index, shared_cache, committed):
    assert len(table(download(client, "csv"))) == 3
    with committed():
        grow(PracticePageFactory, title="Nieuw").save_revision().publish()
    assert len(table(download(client, "csv"))) == 4


def test_the_number_of_queries_does_not_grow_with_the_rows(client, index):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            download(client, "csv")
        return len(captured)

    fill(grow(PracticePageFactory))
    few = queries()
    for _ in range(5):
        fill(grow(PracticePageFactory))
    assert queries() == few


def test_memory_does_not_grow_with_the_rows(index, monkeypatch):
    for _ in range(10):
        fill(grow(PracticePageFactory))
    keys = list(index.practices.values_list("pk", flat=True))
    monkeypatch.setattr(rows, "PIECE", len(keys))

    def peak(times):
        tracemalloc.start()
        for _text in csv_text(About.of(index), rows.public_rows(index, keys * times)):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(1)
    assert peak(20) < 1.5 * peak(5)


def test_a_practice_that_disappears_halfway_is_left_out(index, monkeypatch):
    monkeypatch.setattr(rows, "PIECE", 1)
    practices = rows.public_rows(index, list(index.practices.values_list("pk", flat=True)))
    first = next(practices)
    index.practices.get(title="Stadslab").delete()
    assert [first.title, *(practice.title for practice in practices)] == ["Burgerjury", "Wijkbudget"]


def break_down(monkeypatch, key):
    """The database refuses each query for this practice."""
    in_bulk = PracticeQuerySet.in_bulk

    def refuse(practices, keys, **options):
        if key in keys:
            raise DatabaseError
        return in_bulk(practices, keys, **options)

    monkeypatch.setattr(PracticeQuerySet, "in_bulk", refuse)


def test_a_practice_that_the_database_cannot_read_costs_no_others(index, monkeypatch):
    keys = list(index.practices.values_list("pk", flat=True))
    break_down(monkeypatch, keys[1])
    assert [practice.pk for practice in rows.public_rows(index, keys)] == [keys[0], keys[2]]


def test_a_download_breaks_off_when_the_database_is_gone(index, monkeypatch):
    monkeypatch.setattr(rows, "PIECE", 1)
    keys = list(index.practices.values_list("pk", flat=True))
    break_down(monkeypatch, keys[1])
    practices = rows.public_rows(index, keys)
    assert [practice.pk for practice in islice(practices, 1)] == [keys[0]]
    with pytest.raises(DatabaseError):
        next(practices)

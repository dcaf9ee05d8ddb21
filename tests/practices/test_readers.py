"""Files as people upload them: tidy ones, dirty ones, and ones that are no table."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.exchange.reading.headings import Table, find_table
from practices.exchange.reading.readers import MAX_COLUMNS, MAX_ROWS, read_sheets
from practices.exchange.reading.refusals import ImportRefused
from tests.practices.sheets import csv, xlsx

HEAD = ["titel", "gemeenten", "budget"]
ROWS = [["Leefstraten", "Gent", "100"], ["Wijkbudget", "Genk", ""]]


def read(content: bytes) -> Table:
    return find_table(read_sheets(content))


def cells(content: bytes) -> list[dict[str, str]]:
    table = read(content)
    return [table.cells(line) for line in table.lines]


def refusal(content: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        cells(content)
    return " ".join(refused.value.messages)


FOUND = [
    {"titel": "Leefstraten", "gemeenten": "Gent", "budget_euro": "100"},
    {"titel": "Wijkbudget", "gemeenten": "Genk"},
]


@pytest.mark.parametrize(
    "content",
    [
        xlsx(HEAD, *ROWS),
        xlsx(["Titel ", "GEMEENTE(N)", "Budget (euro)"], *ROWS),
        xlsx(["Inventaris 2024"], [], ["Opgemaakt door de stad"], [], HEAD, *ROWS),
        xlsx(["Uitleg"], ["Niets te zien"], more=[("Praktijken", [HEAD, *ROWS])]),
        xlsx(HEAD, *ROWS, [None, None], ["", " ", None]),
        csv(HEAD, *ROWS),
        csv(HEAD, *ROWS, separator=","),
        csv(HEAD, *ROWS, separator="\t"),
        csv(HEAD, *ROWS, encoding="utf-8"),
        csv(HEAD, *ROWS, encoding="utf-16"),
        csv(HEAD, *ROWS, encoding="utf-16-le"),
        csv(HEAD, *ROWS, encoding="cp1252"),
        csv(["sep=;"], [], HEAD, *ROWS),
        csv(["Titel: een lijst, met komma’s, en meer, en nog"], HEAD, *ROWS),
    ],
    ids=[
        "a workbook",
        "other words, capitals and spaces",
        "titles above the table",
        "the table on the second sheet",
        "empty rows below",
        "CSV of Excel",
        "commas",
        "tabs",
        "without a mark",
        "UTF-16",
        "UTF-16 without a mark",
        "older Excel",
        "Excel's own hint",
        "commas above a table with semicolons",
    ],
)
def test_the_table_is_found(content):
    assert cells(content) == FOUND


def test_rows_keep_the_number_that_the_spreadsheet_shows():
    table = read(xlsx(["Lijst"], [], HEAD, ROWS[0], [], ROWS[1]))
    assert [line.number for line in table.lines] == [4, 6]


def test_numbers_dates_and_formulas_are_read_as_their_values():
    import datetime

    workbook = openpyxl.Workbook()
    workbook.active.append(["titel", "gemeenten", "eerste_jaar", "nagekeken_op", "voorbeeld", "deelnemers"])
    workbook.active.append(["A", "Gent", 2019.0, datetime.datetime(2024, 2, 29), True, "=1+1"])
    file = io.BytesIO()
    workbook.save(file)
    # No program calculated the formula, so no value stands with it.
    assert cells(file.getvalue()) == [
        {"titel": "A", "gemeenten": "Gent", "eerste_jaar": "2019", "nagekeken_op": "2024-02-29", "voorbeeld": "ja"}
    ]


def test_a_cell_merged_over_rows_counts_for_each_of_them():
    content = xlsx(["titel", "gemeenten"], ["A", "Gent"], ["B", None], ["C", None], merged=["B2:B4"])
    assert [row["gemeenten"] for row in cells(content)] == ["Gent"] * 3


def test_a_title_merged_above_the_table_is_no_heading():
    assert cells(xlsx(["Praktijken van 2024"], HEAD, *ROWS, merged=["A1:C1"])) == FOUND


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b" \n", "leeg"),
        (b"%PDF-1.7 \x00", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "oude Excel (.xls)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0" + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
        (b"<html><table><tr><td>titel</td></tr></table>", "webpagina"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "webpagina"),
        (b"{\\rtf1 tekst}", "geen tabel"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "geen tabel"),
        (b"PK\x03\x04 geknipt", "beschadigd"),
        (b"een brief zonder kolommen", "kolomtitels"),
        (csv(["naam", "kleur"], ["A", "rood"]), "‘titel’ en ‘gemeenten’"),
        (csv(HEAD), "staat niets"),
        (
            csv(["titel", "gemeenten", "Gemeente", "naam"], ["A", "Gent", "Gent", "B"]),
            "B en C zijn allebei ‘gemeenten’",
        ),
        (csv(HEAD, *[["A", "Gent"]] * (MAX_ROWS + 1)), "5000 rijen"),
        (xlsx(HEAD, ["x"] * (MAX_COLUMNS + 1)), "meer dan 100 kolommen"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content, words):
    assert words in refusal(content)


def test_the_most_rows_that_are_promised_are_taken():
    assert len(read(csv(HEAD, *[["A", "Gent", ""]] * MAX_ROWS)).lines) == MAX_ROWS


def test_a_word_document_is_told_to_become_a_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("word/document.xml", "<x/>")
    assert "geen Excel-werkmap" in refusal(file.getvalue())


def test_a_file_that_unpacks_to_a_hundred_times_its_size_is_not_unpacked():
    file = io.BytesIO(xlsx(HEAD, *ROWS))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/bom.bin", b"\0" * 90_000_000)
    assert len(file.getvalue()) < 200_000
    assert "te groot" in refusal(file.getvalue())


def test_xml_that_includes_other_files_is_not_read():
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(HEAD, *ROWS))) as parts, zipfile.ZipFile(file, "w") as trap:
        for name in parts.namelist():
            text = parts.read(name)
            if name == "xl/workbook.xml":
                text = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + text
            trap.writestr(name, text)
    assert "beschadigd" in refusal(file.getvalue())


def test_unknown_columns_are_named_with_what_may_be_meant():
    table = read(csv(["titel", "gemeenten", "kleur", "deelnemmers"], ["A", "Gent", "rood", "3"]))
    assert table.ignored == ["kleur", "deelnemmers (bedoelt u ‘deelnemers’?)"]
    assert "kleur" not in table.columns


def test_sheets_that_are_hidden_do_not_count():
    workbook = openpyxl.Workbook()
    workbook.active.append(["niets"])
    hidden = workbook.create_sheet("oud")
    hidden.append(HEAD)
    hidden.append(ROWS[0])
    hidden.sheet_state = "hidden"
    file = io.BytesIO()
    workbook.save(file)
    assert "kolomtitels" in refusal(file.getvalue())


SHEETS = xlsx(HEAD, *ROWS)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300) | st.tuples(st.integers(0, len(SHEETS) - 1), st.binary(min_size=1, max_size=8)))
def test_whatever_bytes_are_uploaded_they_are_read_or_refused(content):
    if isinstance(content, tuple):
        place, noise = content
        content = SHEETS[:place] + noise + SHEETS[place + len(noise) :]
    try:
        cells(content)
    except ImportRefused as refused:
        assert refused.messages

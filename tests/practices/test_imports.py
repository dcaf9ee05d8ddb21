"""The CSV of inhabitants that editors upload, as Excel, LibreOffice and people write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.exchange.reading.refusals import ImportRefused
from practices.places.inhabitants import InhabitantsCount, read_inhabitants

GENT, HASSELT = "44021", "71072"
NIS_CODES = {GENT, HASSELT}


def read(content: str | bytes) -> list[InhabitantsCount]:
    if isinstance(content, str):
        content = content.encode()
    return read_inhabitants(content, nis_codes=NIS_CODES, today=date(2026, 3, 1))


def mistakes(content: str | bytes) -> list[str]:
    with pytest.raises(ImportRefused) as refusal:
        read(content)
    return refusal.value.messages


@pytest.mark.parametrize(
    "content",
    [
        "44021;272657;2025\n71072;90123;2025\n",
        "NIS;inwoners;jaar\n44021;272657;2025\n71072;90123;2025",
        "\ufeffNIS;inwoners op 1/1/2025;jaar\r\n44021;272657;2025\r\n71072;90123;2025\r\n",
        "NIS,inwoners,jaar\n44021,272657,2025\n71072,90123,2025\n",
        'NIS,inwoners,jaar\n44021,"272,657",2025\n71072,"90,123",2025\n',
        "44021\t272.657\t2025\n71072\t90.123\t2025\n",
        "44021;272 657;2025\n71072;90\u202f123;2025\n",
        "\n44021; 272657 ; 2025;;\n;;\n71072;90123;2025\n\n",
        "NIS;inwoners;één jaar\n44021;272\u00a0657;2025\n71072;90123;2025\n".encode("cp1252"),
    ],
    ids=[
        "bare",
        "with a heading",
        "Excel's UTF-8, with a date in the heading",
        "commas",
        "commas inside quotes",
        "tabs and points",
        "spaces between thousands",
        "empty lines and columns",
        "Excel's older encoding",
    ],
)
def test_a_file_is_read_however_a_spreadsheet_saved_it(content):
    assert read(content) == [InhabitantsCount(GENT, 272_657, 2025), InhabitantsCount(HASSELT, 90_123, 2025)]


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        ("44000;10;2025", "44000"),
        ("44021;12,5;2025", "12,5"),
        ("44021;-3;2025", "-3"),
        ("44021;0;2025", "0"),
        ("44021;veel;2025", "veel"),
        ("44021;9999999;2025", "9999999"),
        ("44021;10;25", "25"),
        ("44021;10;2027", "2027"),
        ("44021;10", "2"),
        ("44021;10;2025;Gent", "4"),
        (";10;2025", "‘’"),
    ],
)
def test_a_mistake_is_named_with_its_line(row, mistake):
    (message,) = mistakes(f"NIS;inwoners;jaar\n71072;90123;2025\n{row}\n")
    assert "3" in message.partition(":")[0]
    assert mistake in message.partition(":")[2]


def test_a_first_row_without_a_code_is_not_taken_for_a_heading():
    (message,) = mistakes("Gent;272657;2025\n71072;90123;2025\n")
    assert "Gent" in message


def test_every_mistake_is_reported_at_once():
    assert len(mistakes("44000;1;2025\n44021;x;2025\n71072;5;2025\n71072;6;2025\n")) == 3


def test_an_empty_file_says_what_to_put_in_it():
    for content in ("", "NIS;inwoners;jaar\n", "\ufeff\n\n"):
        (message,) = mistakes(content)
        assert "NIS" in message


def test_a_workbook_is_recognised_and_told_how_to_save():
    (message,) = mistakes(b"PK\x03\x04\x00\x00")
    assert "CSV" in message


@given(st.binary(max_size=200) | st.text(alphabet='0123456789;,\t\n\r" .éa', max_size=80).map(str.encode))
def test_whatever_is_uploaded_it_is_read_or_refused(content):
    try:
        assert read(content)
    except ImportRefused as refusal:
        assert refusal.messages

"""From the bytes of an uploaded file to sheets of text. Anything else is refused in words that say what to do."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from practices.exchange.reading.refusals import ImportRefused
from practices.exchange.reading.workbooks import read_workbook

#: Rows of one table; the whole of Flanders' practices several times over.
MAX_ROWS = 5_000
#: Rows above the first one of the table: titles, explanations, empty ones.
MAX_ROWS_ABOVE = 30
MAX_COLUMNS = 100
#: Characters; what a cell of Excel holds.
MAX_CELL = 32_767

#: A spreadsheet says in its own first line what separates its cells.
_SEPARATORS = ";,\t"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as the spreadsheet shows it, and its cells as text."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


Sheet = list[Line]


def read_sheets(content: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook, or the one table of a CSV once for each way to take it apart, without blank rows.

    Raises:
        ImportRefused: the file is not a table, is locked, or is too large.
    """
    if not content.strip():
        raise ImportRefused([_("The file is empty. Save it again and upload it once more.")])
    if content.startswith(b"PK\x03\x04"):
        return (_lines(rows) for rows in read_workbook(content, max_columns=MAX_COLUMNS + 1))
    _refuse_other_formats(content)
    text = decode(content)
    return (_lines(_csv_rows(text, separator)) for separator in _by_likelihood(text))


def decode(content: bytes) -> str:
    """The text of a CSV: Unicode where it says so or proves to be, else the encoding of older Excels.

    Raises:
        ImportRefused: this is not text.
    """
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        if content[1:200:2].count(0) > len(content[1:200:2]) // 2:
            return content.decode("utf-16-le")
    except UnicodeDecodeError:
        raise _no_table() from None
    if b"\0" in content:
        raise _no_table()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _refuse_other_formats(content: bytes) -> None:
    head = content[:4096].lstrip().lower()
    # Microsoft's container of before 2007; it also holds newer workbooks that are encrypted.
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise ImportRefused(
                [_("The workbook is protected with a password. Take the password off in Excel and upload it again.")]
            )
        raise ImportRefused(
            [
                _(
                    "This is a workbook of an old Excel (.xls). Open it, choose “Save as” and then"
                    " “Excel workbook (.xlsx)”."
                )
            ]
        )
    if head.startswith(b"%pdf"):
        raise ImportRefused([_("This is a PDF. Upload the table itself, as .xlsx or .csv.")])
    if head.startswith(b"{\\rtf"):
        raise _no_table()
    if head.startswith((b"<", b"\xef\xbb\xbf<")) or b"<table" in head or b"<html" in head:
        raise ImportRefused(
            [
                _(
                    "This is a web page that is named as a workbook. Open it in Excel, choose “Save as” and then"
                    " “Excel workbook (.xlsx)”."
                )
            ]
        )


def _no_table() -> ImportRefused:
    return ImportRefused([_("This file is no table. Upload a workbook (.xlsx) or a CSV.")])


def _by_likelihood(text: str) -> list[str]:
    head = text[:20_000]
    return sorted(_SEPARATORS, key=head.count, reverse=True)


def _csv_rows(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error:
        raise ImportRefused(
            [_("The CSV cannot be read. Probably a quotation mark is missing. Save it as .xlsx and upload that.")]
        ) from None


def _lines(rows) -> Sheet:
    lines = []
    for number, row in enumerate(rows, start=1):
        line = Line(number, tuple(row))
        if line.is_blank:
            continue
        if any(cell.strip() for cell in line.cells[MAX_COLUMNS:]):
            raise ImportRefused(
                [
                    _("Row %(row)d has more than %(most)d columns. Keep only the columns of the template.")
                    % {"row": number, "most": MAX_COLUMNS}
                ]
            )
        lines.append(line)
        if len(lines) > MAX_ROWS + MAX_ROWS_ABOVE:
            raise too_many_rows()
    return lines


def too_many_rows() -> ImportRefused:
    return ImportRefused([_("The file has more than %(most)d rows. Split it into several files.") % {"most": MAX_ROWS}])

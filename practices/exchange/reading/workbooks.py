"""Reading an Excel workbook row by row, with limits that a malicious file runs into."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.packaging.workbook import WorkbookPackage
from openpyxl.utils.cell import range_boundaries
from openpyxl.xml.functions import fromstring

from practices.exchange.columns.column import NO, YES
from practices.exchange.reading.refusals import ImportRefused

#: Where Excel, LibreOffice and all others keep the list of sheets.
WORKBOOK = "xl/workbook.xml"
#: Bytes when unpacked, of the whole file. A zip may unpack to a thousand times its size.
MAX_UNPACKED = 80 * 1024 * 1024
MAX_PARTS = 1_000
MAX_SHEETS = 10
#: Rows that a sheet may claim; Excel itself has about a million, most of them only coloured.
MAX_ROWS_SEEN = 100_000

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z0-9:]+)"')
# Everything that a workbook with nonsense inside was seen to raise in openpyxl.
_BROKEN = (
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    ParseError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)

Rows = Iterator[list[str]]


def read_workbook(content: bytes, *, max_columns: int) -> Iterator[Rows]:
    """The rows of each visible sheet as text; formulas as the values that Excel stored with them.

    A cell that was merged over several rows counts for each of these rows.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _refuse_traps(parts)
            names = set(parts.namelist())
        if WORKBOOK not in names:
            raise ImportRefused(
                [_("This is no Excel workbook. Open it, choose “Save as” and then “Excel workbook (.xlsx)”.")]
            )
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets[:MAX_SHEETS]:
            if sheet.sheet_state == "visible":
                yield _rows(sheet, _merged_downwards(content, sheet.title, max_columns), max_columns)
    except _BROKEN as error:
        raise _broken() from error


def _rows(sheet, merged: dict[tuple[int, int], tuple[int, int]], max_columns: int) -> Rows:
    # The size that a sheet states of itself is often wrong.
    sheet.reset_dimensions()
    heads = set(merged.values())
    values = {}
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=max_columns, values_only=True), start=1):
            if number > MAX_ROWS_SEEN:
                raise ImportRefused(
                    [
                        _("The sheet goes on for more than %(most)d rows. Copy the rows that count to a new workbook.")
                        % {"most": MAX_ROWS_SEEN}
                    ]
                )
            cells = [_text(value) for value in row]
            if merged:
                for column in range(len(cells)):
                    if (number, column) in heads:
                        values[number, column] = cells[column]
                    elif head := merged.get((number, column)):
                        cells[column] = values.get(head, "")
            yield cells
    except _BROKEN as error:
        raise _broken() from error


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    return value.isoformat() if isinstance(value, date) else str(value)


def _merged_downwards(content: bytes, title: str, max_columns: int) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell below the first of a merged one: where the first is. Rows count from 1, columns from 0."""
    merged = {}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for match in _MERGED.finditer(parts.read(_path_of(parts, title))):
            left, top, _right, bottom = range_boundaries(match[1].decode())
            if left <= max_columns and bottom - top < MAX_ROWS_SEEN and len(merged) < MAX_ROWS_SEEN:
                merged |= {(row, left - 1): (top, left - 1) for row in range(top + 1, bottom + 1)}
    return merged


def _path_of(parts: zipfile.ZipFile, title: str) -> str:
    """Where in the zip a sheet is. The reader of openpyxl that reads row by row knows, but keeps it to itself."""
    package = WorkbookPackage.from_tree(fromstring(parts.read(WORKBOOK)))
    relation = next(sheet.id for sheet in package.sheets if sheet.name == title)
    return get_dependents(parts, get_rels_path(WORKBOOK)).to_dict()[relation].target


def _refuse_traps(parts: zipfile.ZipFile) -> None:
    """A workbook of which a few kilobytes unpack to gigabytes, or whose XML includes other files."""
    listed = parts.infolist()
    if len(listed) > MAX_PARTS or sum(part.file_size for part in listed) > MAX_UNPACKED:
        raise ImportRefused(
            [_("The workbook is too large. Copy only the rows and columns that count to a new workbook.")]
        )
    for part in listed:
        if part.filename.endswith((".xml", ".rels")):
            with parts.open(part) as file:
                if b"<!DOCTYPE" in file.read(1024).upper():
                    raise _broken()


def _broken() -> ImportRefused:
    return ImportRefused(
        [_("The workbook is damaged or protected. Open it in Excel, save it again as .xlsx and upload that.")]
    )

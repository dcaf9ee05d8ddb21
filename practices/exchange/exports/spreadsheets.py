"""Practices as an Excel workbook, written row by row to a temporary file."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from practices.exchange.cells import MAX_CELL, neutralise
from practices.exchange.columns import PUBLIC_COLUMNS
from practices.exchange.columns.column import Cell, Column, Kind, as_text
from practices.exchange.exports.about import About
from practices.models import PracticePage

#: Media type.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: In characters of the standard font.
WIDTHS = {Kind.PROSE: 60, Kind.TABLE: 50, Kind.ADDRESS: 40, Kind.NUMBER: 12, Kind.DATE: 12, Kind.YES_NO: 10}
USUAL_WIDTH = 26
HEADING = Font(bold=True)
TOP = Alignment(vertical="top", wrap_text=True)


def workbook(about: About, practices: Iterable[PracticePage], columns: Sequence[Column] = PUBLIC_COLUMNS) -> IO[bytes]:
    """A temporary file, at its beginning; it is gone as soon as it is closed."""
    book = Workbook(write_only=True)
    _write(book.create_sheet(_("Practices")), practices, columns)
    _explain(book.create_sheet(_("Codebook")), about, columns)
    return _saved(book)


def table(title: str, rows: Iterable[object], columns: Sequence[Column]) -> IO[bytes]:
    """A workbook with these rows and nothing else, whatever they are of; a temporary file as ``workbook`` gives."""
    book = Workbook(write_only=True)
    _write(book.create_sheet(title), rows, columns)
    return _saved(book)


def cell(value: Cell) -> str | int | date | None:
    """A value as Excel knows it: numbers and dates stay what they are, no text can be a formula."""
    if value is None or isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return _cut(neutralise(as_text(value))) or None


def _cut(text):
    """The part of a text that fits in a cell, in the units in which Excel counts."""
    if len(text) <= MAX_CELL // 2:
        return text
    return text.encode("utf-16-le")[: 2 * MAX_CELL].decode("utf-16-le", errors="ignore")


def _saved(book: Workbook) -> IO[bytes]:
    file = tempfile.TemporaryFile(prefix="labo-", suffix=".xlsx")  # noqa: SIM115 - whoever sends it closes it
    try:
        book.save(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write(sheet, rows, columns) -> None:
    # Before the first row: what stands above the rows in the file cannot be added afterwards.
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column.kind, USUAL_WIDTH)
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, column.name) for column in columns])
    for row in rows:
        sheet.append([cell(column.read(row)) for column in columns])


def _explain(sheet, about, columns) -> None:
    """The second sheet: what the columns and their values mean, and what may be done with the data."""
    sheet.column_dimensions["A"].width = USUAL_WIDTH
    sheet.column_dimensions["B"].width = sheet.column_dimensions["C"].width = 40
    sheet.column_dimensions["D"].width = 80
    licence = " ".join(filter(None, [about.licence, about.licence_url])) or _("No licence was chosen yet.")
    for label, text in [
        (_("Source"), about.address),
        (_("Explanation"), about.codebook_address),
        (_("Date"), about.day),
        (_("Licence"), licence),
    ]:
        sheet.append([_bold(sheet, str(label)), cell(text)])
    sheet.append([])
    sheet.append([_bold(sheet, str(label)) for label in [_("Column"), _("Value"), _("Meaning"), _("Explanation")]])
    for column in columns:
        sheet.append([_bold(sheet, column.name), None, str(column.label), _top(sheet, str(column.description))])
        for meaning in column.values() if column.values else ():
            texts = [meaning.value, str(meaning.label), str(meaning.explanation)]
            sheet.append([None, *map(cell, texts)])


def _bold(sheet, text):
    heading = WriteOnlyCell(sheet, text)
    heading.font = HEADING
    return heading


def _top(sheet, text):
    wrapped = WriteOnlyCell(sheet, text)
    wrapped.alignment = TOP
    return wrapped

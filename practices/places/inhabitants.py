"""Reading the inhabitants that editors upload. Pure functions: bytes in, rows or a refusal out."""

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from practices.exchange.reading.readers import decode
from practices.exchange.reading.refusals import ImportRefused

# Statbel's first count after the mergers of 1977; the largest municipality has about half a million inhabitants.
FIRST_YEAR = 1977
MOST_INHABITANTS = 2_000_000

SPACES = re.compile(r"\s")  # Excel's thousands separator can be a narrow or non-breaking space
NUMBER = re.compile(r"\d{1,9}|\d{1,3}([.,]\d{3}){1,2}", re.ASCII)


@dataclass(frozen=True)
class InhabitantsCount:
    nis_code: str
    inhabitants: int
    year: int


def read_inhabitants(content: bytes, *, nis_codes: Collection[str], today: date) -> list[InhabitantsCount]:
    """The counts in a CSV of NIS;inhabitants;year, separated by semicolons, commas or tabs, with or without a heading.

    Raises:
        ImportRefused: with one message per mistake; a row with a mistake spoils the whole file.
    """
    counts, mistakes = {}, []
    for line, cells in _rows(_text(content)):
        try:
            count = _count(cells, nis_codes, today)
            if count.nis_code in counts:
                raise ValueError(_("NIS code %(code)s stands in the file twice.") % {"code": count.nis_code})
            counts[count.nis_code] = count
        except ValueError as mistake:
            mistakes.append(_("Line %(line)d: %(mistake)s") % {"line": line, "mistake": mistake})
    if mistakes:
        raise ImportRefused(mistakes)
    if not counts:
        raise ImportRefused([_("The file holds no counts. Put one municipality on each line: NIS;inhabitants;year.")])
    return list(counts.values())


def _text(content: bytes) -> str:
    try:
        return decode(content)
    except ImportRefused:
        message = _("This is no CSV file. In Excel, choose “Save as” and then “CSV UTF-8”.")
        raise ImportRefused([message]) from None


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The line number and the cells of every row, without the heading and empty lines."""
    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=first_line.count)
    try:
        reader = csv.reader(text.splitlines(), delimiter=delimiter)
        rows = [(reader.line_num, [SPACES.sub("", cell) for cell in row]) for row in reader]
    except csv.Error as error:
        raise ImportRefused([_("The file could not be read as CSV: %(error)s") % {"error": error}]) from error
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if rows and not any(NUMBER.fullmatch(cell) for cell in rows[0][1]):
        rows = rows[1:]
    return rows


def _count(cells: list[str], nis_codes: Collection[str], today: date) -> InhabitantsCount:
    """The count in one row.

    Raises:
        ValueError: with a message for the editor.
    """
    while cells and not cells[-1]:  # Excel pads rows with empty columns
        cells = cells[:-1]
    if len(cells) != 3:
        raise ValueError(_("expected three columns (NIS;inhabitants;year), found %(found)d.") % {"found": len(cells)})
    nis_code, inhabitants, year = cells
    if nis_code not in nis_codes:
        raise ValueError(_("no municipality has NIS code “%(code)s”.") % {"code": nis_code})
    if not NUMBER.fullmatch(inhabitants):
        raise ValueError(_("“%(text)s” is no whole number of inhabitants.") % {"text": inhabitants})
    number = int(re.sub(r"\D", "", inhabitants))
    if not 1 <= number <= MOST_INHABITANTS:
        raise ValueError(_("%(text)s inhabitants cannot be right.") % {"text": inhabitants})
    if not re.fullmatch(r"\d{4}", year) or not FIRST_YEAR <= int(year) <= today.year:
        raise ValueError(
            _("“%(text)s” is no year between %(first)d and %(last)d.")
            % {"text": year, "first": FIRST_YEAR, "last": today.year}
        )
    return InhabitantsCount(nis_code, number, int(year))

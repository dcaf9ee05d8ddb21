"""Files as editors upload them, made in the test."""

import io

from openpyxl import Workbook


def xlsx(*rows, title="Blad1", merged=(), more=()) -> bytes:
    """A workbook of these rows; ``more`` are (title, rows) of further sheets."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for name, others in more:
        other = workbook.create_sheet(name)
        for row in others:
            other.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def csv(*rows, separator=";", encoding="utf-8-sig") -> bytes:
    return "\r\n".join(separator.join(row) for row in rows).encode(encoding)

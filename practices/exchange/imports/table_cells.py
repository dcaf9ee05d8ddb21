"""Cells that hold a small table, one line for each row: figures, lessons, documents, sources, examples."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from practices.exchange import cells
from practices.exchange.reading.scrubbing import fold
from practices.models import LessonKind, PracticeDocument, PracticeFigure, PracticeLesson, PracticeSource

_is_url = URLValidator(schemes=["http", "https"])


class CellRefused(Exception):
    """The mistake in a cell, in a sentence for the editor."""


def figures(column, text, reference):
    return [_row(PracticeFigure, ["value", "label"], _pair(row)) for row in cells.split_rows(text)]


def _pair(row):
    """“46 voorstellen” without a line between is a figure with what it counts."""
    if len(row) == 1 and (match := re.match(r"([\d.,\s%€]*\d[\d.,%€]*)\s+(.+)", row[0])):
        return [match[1].strip(), match[2]]
    return row


def lessons(column, text, reference):
    rows = []
    for parts in cells.split_rows(text):
        kind = meaning_or_none(column, parts[0]) if len(parts) > 1 else LessonKind.TIP
        if kind is None:
            raise CellRefused(
                _("“%(text)s” is not one of: %(allowed)s.")
                % {"text": parts[0][:60], "allowed": ", ".join(LessonKind.values)}
            )
        rows.append(_row(PracticeLesson, ["kind", "text"], [str(kind), *parts[len(parts) > 1 :]]))
    return rows


def documents(column, text, reference):
    rows = [_row(PracticeDocument, ["title", "url"], parts, reference.site) for parts in cells.split_rows(text)]
    for title, url in rows:
        if not url:
            raise CellRefused(_("The document “%(title)s” has no web address.") % {"title": title})
    return rows


def sources(column, text, reference):
    rows = []
    for parts in cells.split_rows(text):
        if len(parts) == 1:
            parts = [parts[0], parts[0] if parts[0].startswith(("http://", "https://")) else ""]
        rows.append(_row(PracticeSource, ["reference", "url"], parts))
    return rows


def origins(column, text, reference):
    rows, home = [], reference.index.full_url
    for parts in cells.split_rows(text):
        title, address = parts[0], parts[-1] if "/" in parts[-1] else ""
        slug = urlsplit(address).path.rstrip("/").rpartition("/")[2]
        found = {reference.by_slug[slug]} if slug in reference.by_slug else reference.practices_titled(title)
        if len(found) != 1:
            raise CellRefused(
                _("“%(title)s” is no practice of this inventory, or several. Give the address of its page.")
                % {"title": title[:80]}
            )
        origin = reference.practices[next(iter(found))]
        # By the address, so that another title for the same practice changes nothing.
        rows.append((title if title in origin.titles else origin.titles[0], f"{home}{origin.slug}/"))
    return rows


def _row(model, fields: list[str], parts: list[str], home: str = "") -> tuple[str, ...]:
    """One line of a table as long as the table is wide, each part checked against the field that it fills."""
    if len(parts) > len(fields):
        raise CellRefused(
            _("A line has more than %(count)d parts: “%(line)s”.")
            % {"count": len(fields), "line": cells.SEPARATOR.join(parts)[:80]}
        )
    parts = [*parts, *[""] * (len(fields) - len(parts))]
    for name, part in zip(fields, parts, strict=True):
        field = model._meta.get_field(name)
        if not part and not field.blank:
            raise CellRefused(_("A line says nothing at “%(part)s”.") % {"part": field.verbose_name})
        if part and isinstance(field, models.URLField) and not (home and part.startswith(home)):
            _refuse_bad_url(part)
        refuse_long(part, model, name)
    return tuple(parts)


def _refuse_bad_url(text: str) -> None:
    try:
        _is_url(text)
    except ValidationError:
        raise CellRefused(_("“%(text)s” is no web address; it begins with https://.") % {"text": text[:80]}) from None


def refuse_long(text: str, model, name: str) -> None:
    """Raises ``CellRefused`` for a text that does not fit in this field of the model."""
    longest = getattr(model._meta.get_field(name), "max_length", None)
    if longest and len(text) > longest:
        raise CellRefused(
            _("“%(text)s” has %(count)d characters; at most %(most)d fit.")
            % {"text": Truncator(text).chars(40), "count": len(text), "most": longest}
        )


def meaning_or_none(column, text) -> str | None:
    """The value of the column's list that a text names by its code or its label."""
    wanted = fold(text)
    for meaning in column.values():
        value, label = fold(meaning.value), fold(str(meaning.label))
        # “3”, “gelijkwaardig partnerschap” and “3 – gelijkwaardig partnerschap” all say the same.
        if wanted in (value, label, value + label):
            return meaning.value
    return None

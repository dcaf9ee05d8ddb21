"""From the text of a cell to the value that the column of a practice has; the counterpart of ``column.as_text``.

A cell that says what the page says, in whatever words, gives the same value as ``Column.read``: that is how a file
that nobody changed changes nothing.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cms.models import Person
from practices.exchange import cells
from practices.exchange.column import Cell, Column, Kind
from practices.exchange.columns import COLUMNS
from practices.exchange.matching import Match
from practices.exchange.quantities import read_date, read_number, read_years
from practices.exchange.readers import MAX_CELL
from practices.exchange.reference import LEAVE, MAKE, VOCABULARIES, Reference
from practices.exchange.scrubbing import fold, scrub
from practices.models import (
    LessonKind,
    PracticeDocument,
    PracticeFigure,
    PracticeLesson,
    PracticePage,
    PracticeSource,
)

_YES = {"ja", "j", "yes", "y", "x", "1", "waar", "true", "v"}
_NO = {"nee", "neen", "n", "no", "0", "onwaar", "false"}
_EXCEL_ERROR = re.compile(
    r"#(?:N/?[AB]|(?:DIV|DEEL)/0!|(?:NAME|NAAM)\?|(?:REF|VERW|VALUE|WAARDE|NUM|GETAL|NULL|LEEG)!)"
)
# Where nothing stands between the members that we ask for, one of these does.
_COMMAS = [re.compile(";"), re.compile(r",(?!\d)")]
_COMMAS_AND_WORDS = [*_COMMAS, re.compile(r"/|\+|&|\sen\s")]

_is_url = URLValidator(schemes=["http", "https"])


class CellRefused(Exception):
    """What is wrong with a cell, in a sentence for the editor."""


class NameUnknown(CellRefused):
    """The editor has to say what is meant; ``names`` are the unknown ones with their candidates."""

    def __init__(self, message: str, names: dict[str, Match]):
        super().__init__(message)
        self.names = names


class RowLeftOut(CellRefused):
    """The editor chose not to import rows with this name."""


def parse(column: Column, text: str, reference: Reference) -> Cell:
    """The value of a cell that is not empty.

    Raises:
        CellRefused: with a message for the editor.
    """
    if len(text) > MAX_CELL:
        raise CellRefused(_("The text is longer than a cell of Excel can hold."))
    text = scrub(cells.restore(text.strip()))
    if _EXCEL_ERROR.fullmatch(text):
        raise CellRefused(_("The formula in this cell gives an error in Excel (%(error)s).") % {"error": text})
    if not text:
        return None
    try:
        value = (_BY_NAME.get(column.name) or _BY_KIND[column.kind])(column, text, reference)
    except ValueError as mistake:
        raise CellRefused(str(mistake)) from mistake
    if isinstance(value, str):
        _refuse_long(value, PracticePage, column.field)
    return value


def _text(column, text, reference):
    return text if isinstance(PracticePage._meta.get_field(column.field), models.TextField) else " ".join(text.split())


def _prose(column, text, reference):
    return text


def _contact(column, text, reference):
    text = " ".join(text.split())
    _refuse_long(text, Person, {"contact_naam": "name", "contact_telefoon": "phone"}[column.name])
    return text


def _mail(column, text, reference):
    text = text.removeprefix("mailto:").strip("<> ")
    try:
        validate_email(text)
    except ValidationError:
        raise CellRefused(_("“%(text)s” is no e-mail address.") % {"text": text[:60]}) from None
    return text


def _number(column, text, reference):
    return read_number(text)


def _first_year(column, text, reference):
    return read_years(text)[0]


def _last_year(column, text, reference):
    first, last = read_years(text)
    return last or first


def _date(column, text, reference):
    return read_date(text)


def _yes_no(column, text, reference):
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise CellRefused(_("“%(text)s” is neither “ja” nor “nee”.") % {"text": text[:60]})


def _choice(column, text, reference):
    value = _meaning(column, text)
    field = PracticePage._meta.get_field(column.field)
    return int(value) if isinstance(field, models.IntegerField) else value


def _choices(column, text, reference):
    found = {_meaning(column, part) for part in _split(text, lambda part: _meaning_or_none(column, part))}
    return [value for value in _allowed(column) if value in found]


def _meaning(column, text) -> str:
    value = _meaning_or_none(column, text)
    if value is None:
        raise CellRefused(
            _("“%(text)s” is not one of: %(allowed)s.") % {"text": text[:60], "allowed": ", ".join(_allowed(column))}
        )
    return value


def _allowed(column) -> list[str]:
    return [meaning.value for meaning in column.values()]


def _meaning_or_none(column, text) -> str | None:
    wanted = fold(text)
    for meaning in column.values():
        value, label = fold(meaning.value), fold(str(meaning.label))
        # “3”, “gelijkwaardig partnerschap” and “3 – gelijkwaardig partnerschap” all say the same.
        if wanted in (value, label, value + label):
            return meaning.value
    return None


def _municipalities(column, text, reference):
    def look_up(name):
        return reference.places.find(name).pk

    names, unknown = [], {}
    for part in _split(text, look_up, _COMMAS_AND_WORDS):
        match = reference.places.find(part)
        answer = reference.answers.get("gemeenten", {}).get(fold(part))
        if match.pk is None and answer == LEAVE:
            raise RowLeftOut(_("You chose to leave out the rows with “%(name)s”.") % {"name": part})
        if match.pk is None and not (answer and answer.isdecimal() and int(answer) in reference.place_of):
            unknown[part] = match
            continue
        names.append(reference.place_of[match.pk or int(answer)].name)
    if unknown:
        message = _("Unknown municipality: %(names)s. Choose above what is meant.")
        raise NameUnknown(message % {"names": ", ".join(unknown)}, unknown)
    return sorted(set(names))


def _words(column, text, reference):
    known, answers = reference.words[column.name], reference.answers.get(column.name, {})
    name_of = {word.pk: name for name, word in reference.word_named[column.name].items()}
    names, unknown = [], {}
    for part in _split(text, lambda name: known.find(name).pk):
        match, answer = known.find(part), answers.get(fold(part))
        if match.pk:
            names.append(name_of[match.pk])
        elif answer == MAKE:
            _refuse_long(part, VOCABULARIES[column.name], "name")
            names.append(part)
        elif answer and answer.isdecimal() and int(answer) in name_of:
            names.append(name_of[int(answer)])
        elif answer != LEAVE:
            unknown[part] = match
    if unknown:
        message = _("Not in the list of words yet: %(names)s. Choose above what to do.")
        raise NameUnknown(message % {"names": ", ".join(unknown)}, unknown)
    return sorted({fold(name): name for name in names}.values())


def _topics(column, text, reference):
    names = [reference.topic(" ".join(part.split())) for part in _split(text, reference.is_topic)]
    for name in names:
        if len(name) > 100:
            raise CellRefused(_("The topic “%(name)s” is too long. Put “ | ” between topics.") % {"name": name[:60]})
    return sorted({fold(name): name for name in names}.values())


def _split(text: str, look_up: Callable[[str], object], separators=_COMMAS) -> list[str]:
    """The members of a list, whatever stands between them. What is known as a whole is not cut."""
    parts = [part for part in cells.split_parts(text.replace("\n", "|")) if part]
    if "|" not in text:
        for separator in separators:
            parts = [
                piece.strip()
                for part in parts
                for piece in ([part] if look_up(part) else separator.split(part))
                if piece.strip()
            ]
    return list(dict.fromkeys(parts))


def _figures(column, text, reference):
    return [_row(PracticeFigure, ["value", "label"], _pair(row)) for row in cells.split_rows(text)]


def _pair(row):
    """“46 voorstellen” without a line between is a figure with what it counts."""
    if len(row) == 1 and (match := re.match(r"([\d.,\s%€]*\d[\d.,%€]*)\s+(.+)", row[0])):
        return [match[1].strip(), match[2]]
    return row


def _lessons(column, text, reference):
    rows = []
    for parts in cells.split_rows(text):
        kind = _meaning_or_none(column, parts[0]) if len(parts) > 1 else LessonKind.TIP
        if kind is None:
            raise CellRefused(
                _("“%(text)s” is not one of: %(allowed)s.")
                % {"text": parts[0][:60], "allowed": ", ".join(LessonKind.values)}
            )
        rows.append(_row(PracticeLesson, ["kind", "text"], [str(kind), *parts[len(parts) > 1 :]]))
    return rows


def _documents(column, text, reference):
    rows = [_row(PracticeDocument, ["title", "url"], parts, reference.site) for parts in cells.split_rows(text)]
    for title, url in rows:
        if not url:
            raise CellRefused(_("The document “%(title)s” has no web address.") % {"title": title})
    return rows


def _sources(column, text, reference):
    rows = []
    for parts in cells.split_rows(text):
        if len(parts) == 1:
            parts = [parts[0], parts[0] if parts[0].startswith(("http://", "https://")) else ""]
        rows.append(_row(PracticeSource, ["reference", "url"], parts))
    return rows


def _origins(column, text, reference):
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
    return sorted(rows)


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
        _refuse_long(part, model, name)
    return tuple(parts)


def _refuse_bad_url(text: str):
    try:
        _is_url(text)
    except ValidationError:
        raise CellRefused(_("“%(text)s” is no web address; it begins with https://.") % {"text": text[:80]}) from None


def _refuse_long(text: str, model, name: str):
    longest = getattr(model._meta.get_field(name), "max_length", None)
    if longest and len(text) > longest:
        raise CellRefused(
            _("“%(text)s” has %(count)d characters; at most %(most)d fit.")
            % {"text": Truncator(text).chars(40), "count": len(text), "most": longest}
        )


_BY_NAME = {
    "gemeenten": _municipalities,
    "nis_codes": _municipalities,
    "themas": _words,
    "instrumenten": _words,
    "onderwerpen": _topics,
    "eerste_jaar": _first_year,
    "laatste_jaar": _last_year,
    "cijfers": _figures,
    "lessen": _lessons,
    "documenten": _documents,
    "bronnen": _sources,
    "overgenomen_van": _origins,
    "contact_naam": _contact,
    "contact_mail": _mail,
    "contact_telefoon": _contact,
}
_BY_KIND = {
    Kind.TEXT: _text,
    Kind.PROSE: _prose,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
}
#: What an import fills in; the other columns of an export follow from these.
IMPORTED = [column for column in COLUMNS if (column.field and column.kind != Kind.KEY) or column.name == "nagekeken_op"]

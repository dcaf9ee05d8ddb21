"""From the text of a cell to the value that the column of a practice has; the counterpart of ``column.as_text``.

A cell that says what the page says, in whatever words, gives the same value as ``Column.read``: that is how a file
that nobody changed changes nothing.
"""

import re
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _

from cms.models import Person
from practices.exchange import cells
from practices.exchange.columns import COLUMNS
from practices.exchange.columns.column import Cell, Column, Kind
from practices.exchange.imports import table_cells as tables
from practices.exchange.imports.matching import Match
from practices.exchange.imports.reference import LEAVE, MAKE, VOCABULARIES, Reference
from practices.exchange.imports.table_cells import CellRefused, meaning_or_none, refuse_long
from practices.exchange.reading.quantities import read_date, read_number, read_years
from practices.exchange.reading.readers import MAX_CELL
from practices.exchange.reading.scrubbing import fold, scrub
from practices.models import (
    PracticePage,
)

_YES = {"ja", "j", "yes", "y", "x", "1", "waar", "true", "v"}
_NO = {"nee", "neen", "n", "no", "0", "onwaar", "false"}
_EXCEL_ERROR = re.compile(
    r"#(?:N/?[AB]|(?:DIV|DEEL)/0!|(?:NAME|NAAM)\?|(?:REF|VERW|VALUE|WAARDE|NUM|GETAL|NULL|LEEG)!)"
)
# Where nothing stands between the members that we ask for, one of these does.
_COMMAS = [re.compile(";"), re.compile(r",(?!\d)")]
_COMMAS_AND_WORDS = [*_COMMAS, re.compile(r"/|\+|&|\sen\s")]


class NameUnknown(CellRefused):
    """The editor has to say what is meant; ``names`` are the unknown ones with their candidates."""

    def __init__(self, message: str, names: dict[str, Match]) -> None:
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
        refuse_long(value, PracticePage, column.field)
    return value


def _text(column, text, reference):
    return text if isinstance(PracticePage._meta.get_field(column.field), models.TextField) else " ".join(text.split())


def _prose(column, text, reference):
    return text


def _contact(column, text, reference):
    text = " ".join(text.split())
    refuse_long(text, Person, {"contact_naam": "name", "contact_telefoon": "phone"}[column.name])
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


def _yes_no(column, text, reference) -> bool:
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
    found = {_meaning(column, part) for part in _split(text, lambda part: meaning_or_none(column, part))}
    return [value for value in _allowed(column) if value in found]


def _meaning(column, text) -> str:
    value = meaning_or_none(column, text)
    if value is None:
        raise CellRefused(
            _("“%(text)s” is not one of: %(allowed)s.") % {"text": text[:60], "allowed": ", ".join(_allowed(column))}
        )
    return value


def _allowed(column) -> list[str]:
    return [meaning.value for meaning in column.values()]


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
            refuse_long(part, VOCABULARIES[column.name], "name")
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


_BY_NAME = {
    "gemeenten": _municipalities,
    "nis_codes": _municipalities,
    "themas": _words,
    "instrumenten": _words,
    "onderwerpen": _topics,
    "eerste_jaar": _first_year,
    "laatste_jaar": _last_year,
    "cijfers": tables.figures,
    "lessen": tables.lessons,
    "documenten": tables.documents,
    "bronnen": tables.sources,
    "overgenomen_van": tables.origins,
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

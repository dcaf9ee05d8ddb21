"""A column of a file, and the usual ways to make one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.exchange import cells
from practices.exchange.columns import meanings
from practices.exchange.columns.meanings import Meaning
from practices.exchange.prose import plain_text

Text = str | Promise
#: Nothing known is None or an empty list, never an empty text or 0.
Cell = str | int | bool | date | list[str] | list[tuple[str, ...]] | None

YES, NO = "ja", "nee"


class Kind(models.TextChoices):
    """The kinds of values of a column, as the codebook names them."""

    TEXT = "text", _("text")
    PROSE = "prose", _("longer text, with an empty line between paragraphs")
    ADDRESS = "address", _("web address")
    NUMBER = "number", _("whole number")
    DATE = "date", _("date (year-month-day)")
    YES_NO = "yes_no", _("“ja” or “nee”")
    CHOICE = "choice", _("one of the values below")
    CHOICES = "choices", _("one or more of the values below, with “ | ” between them")
    NAMES = "names", _("one or more names or codes, with “ | ” between them")
    TABLE = "table", _("one or more lines, with “ | ” between the parts of a line")
    KEY = "key", _("code that never changes")


@dataclass(frozen=True)
class Column:
    name: str
    label: Text
    description: Text
    kind: Kind
    read: Callable[..., Cell]
    #: The field or relation of the practice that an import fills with it; empty for what follows from other things.
    field: str = ""
    #: The values that may stand in it, with what they mean; asked when the codebook is read, because editors add some.
    values: Callable[[], Iterable[Meaning]] | None = None
    #: The names of the parts of each line in a table.
    parts: tuple[str, ...] = ()
    is_public: bool = True

    def text(self, practice) -> str:
        """The cell of this practice as text, before ``cells.neutralise``."""
        return as_text(self.read(practice))


def as_text(value: Cell) -> str:
    """A value as one text, the same in every kind of file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        is_table = value and isinstance(value[0], tuple)
        return cells.join_rows(value) if is_table else cells.join_parts(value)
    return cells.clean(str(value))


def field(name, kind, label, description, field, **options):
    """A column that holds a field of the practice as it is."""
    return Column(name, label, description, kind, lambda practice: getattr(practice, field) or None, field, **options)


def number(name, label, description, field):
    # Not "or None": nobody took part is something else than unknown.
    return Column(name, label, description, Kind.NUMBER, lambda practice: getattr(practice, field), field)


def prose(name, label, description, field):
    return Column(
        name, label, description, Kind.PROSE, lambda practice: plain_text(getattr(practice, field)) or None, field
    )


def step(name, label, description, field):
    return Column(
        name, label, description, Kind.CHOICE, lambda practice: getattr(practice, field), field, values=meanings.steps
    )

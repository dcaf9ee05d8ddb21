"""Two to four practices beside each other, field by field: what is the same, what differs, what nobody knows.

There is neither a score nor an order of merit: the practices stand in the order in which the visitor chose them.
"""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.models.declared import field_of
from cms.rich_text import expand_all
from practices.drawings import ContinuumPositions
from practices.models import ContinuumStep, PracticePage
from practices.models.facts import HEADINGS
from practices.models.profile import PROFILE, ProfileField

#: The kind of a row with rich text.
PROSE = "prose"


@dataclass(frozen=True)
class Cell:
    """The value of a field in one practice. Empty: not known."""

    value: Any = None
    #: Explains the value; two practices with the same value and another note are the same.
    note: str = field(default="", compare=False)

    @property
    def is_known(self) -> bool:
        return bool(self.value)


class Likeness(enum.Enum):
    EQUAL = "equal"
    DIFFERENT = "different"
    #: Those that are known do not differ, of the others nobody knows.
    PARTLY_KNOWN = "partly-known"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> "Likeness":
        known = [cell for cell in cells if cell.is_known]
        if not known:
            return cls.UNKNOWN
        if any(cell != known[0] for cell in known):
            return cls.DIFFERENT
        return cls.EQUAL if len(known) == len(cells) else cls.PARTLY_KNOWN

    @property
    def label(self):
        return {
            "equal": _("the same"),
            "different": _("differs"),
            "partly-known": _("partly known"),
            "unknown": _("not known"),
        }[self.value]


@dataclass(frozen=True)
class Row:
    """One field of all practices. ``kind`` names the template of its cells, in practices/components/comparison/."""

    label: str
    kind: str
    cells: tuple[Cell, ...]
    #: Of the practices, for screens where the cells stand under each other.
    titles: tuple[str, ...]

    @property
    def titled_cells(self):
        return zip(self.cells, self.titles, strict=True)

    @property
    def likeness(self) -> Likeness:
        return Likeness.of(self.cells)

    @property
    def may_differ(self) -> bool:
        """Whether the row belongs among the differences; a gap may hide one."""
        return self.likeness in {Likeness.DIFFERENT, Likeness.PARTLY_KNOWN}

    @property
    def template(self) -> str:
        return f"practices/components/comparison/{self.kind}.html"


@dataclass(frozen=True)
class Moments:
    """The three moments on the continuum, for a cell."""

    positions: ContinuumPositions
    is_provisional: bool = field(compare=False)

    def __bool__(self) -> bool:
        return any([self.positions.start, self.positions.during, self.positions.now])

    def __iter__(self):
        """Triples of a label, a step (0: unknown) and its name."""
        steps = [
            (_("Start"), self.positions.start),
            (_("Implementation"), self.positions.during),
            (_("Now"), self.positions.now),
        ]
        return ((label, step or 0, ContinuumStep(step).label if step else _("not known")) for label, step in steps)


def compare(practices: Sequence[PracticePage]) -> list[Row]:
    """All fields of these practices, which ``PracticeQuerySet.for_comparison`` fetched."""
    titles = tuple(practice.title for practice in practices)
    rows = [
        Row(str(label), kind, tuple(read(practice) for practice in practices), titles) for label, kind, read in FIELDS
    ]
    html = iter(expand_all([cell.value for row in rows if row.kind == PROSE for cell in row.cells]))
    return [
        replace(row, cells=tuple(replace(cell, value=next(html)) for cell in row.cells)) if row.kind == PROSE else row
        for row in rows
    ]


def _names(attribute: str) -> Callable[[PracticePage], Cell]:
    return lambda practice: Cell(tuple(word.name for word in getattr(practice, attribute)))


def _profile(field: ProfileField):
    """Label, kind and reader of a field of the profile."""

    def read(practice: PracticePage) -> Cell:
        labels = tuple(str(choice.label) for choice in field.of(practice))
        return Cell(labels if field.is_list else "".join(labels))

    return capfirst(field.label), "words" if field.is_list else "text", read


def _heading(name: str):
    label = capfirst(field_of(PracticePage, name).verbose_name)
    return label, PROSE, lambda practice: Cell(getattr(practice, name))


def _provinces(practice):
    return Cell(tuple(dict.fromkeys(str(place.get_province_display()) for place in practice.places)))


def _sizes(practice):
    sizes = dict.fromkeys(str(place.get_size_class_display()) for place in practice.places if place.size_class)
    return Cell(tuple(sizes))


def _documents(practice):
    return Cell(tuple((one.title, one.document.url if one.document else one.url) for one in practice.documents.all()))


def _checked_on(practice):
    return Cell(date_format(practice.last_check.checked_on, "j F Y") if practice.last_check else "")


#: Label, kind and reader of each field, in the order of the page.
FIELDS = [
    (_("Continuum"), "continuum", lambda practice: Cell(Moments(practice.positions, practice.is_provisional))),
    (_("Municipality"), "words", _names("places")),
    (_("Province"), "words", _provinces),
    (_("Size"), "words", _sizes),
    (_("Period"), "text", lambda practice: Cell(str(practice.years))),
    (_("Status"), "text", lambda practice: Cell(str(practice.get_status_display()), practice.status_note)),
    (_("Instrument"), "words", _names("shown_instruments")),
    (_("Theme"), "words", _names("shown_themes")),
    (_("Budget"), "number", lambda practice: Cell(str(practice.budget_label), practice.budget_note)),
    (_("Participants"), "number", lambda practice: Cell(practice.participants_label, practice.participants_note)),
    *[_profile(field) for field in PROFILE.values()],
    *[_heading(name) for name in HEADINGS],
    (_("Figures"), "figures", lambda practice: Cell(tuple((one.value, one.label) for one in practice.figures.all()))),
    (
        _("Lessons"),
        "lessons",
        lambda practice: Cell(tuple((str(one.get_kind_display()), one.text) for one in practice.lessons.all())),
    ),
    (_("Reusable documents"), "documents", _documents),
    (_("Checked on"), "text", _checked_on),
]

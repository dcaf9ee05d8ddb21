"""Plans an import: says what the rows of a file would do, and changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from cms.models import User
from practices.exchange import cells
from practices.exchange.columns import COLUMN_OF
from practices.exchange.columns.column import Cell, as_text
from practices.exchange.exports.rows import latest_rows
from practices.exchange.imports.contacts import Contact, contact_changes
from practices.exchange.imports.locks import locked_pages
from practices.exchange.imports.matching import Match
from practices.exchange.imports.parsing import IMPORTED, NameUnknown, parse
from practices.exchange.imports.reference import Reference
from practices.exchange.imports.table_cells import CellRefused
from practices.exchange.reading.quantities import read_years
from practices.exchange.reading.readers import MAX_CELL
from practices.exchange.reading.scrubbing import fold, scrub
from practices.models import Outcome, PracticeImportRow, PracticePage

#: Characters that scrubbing may take away from a cell that was full.
NEARLY = 100


@dataclass
class Plan:
    """The outcome of one row."""

    number: int
    cells: dict[str, str]
    outcome: Outcome = Outcome.REFUSED
    title: str = ""
    practice_id: int | None = None
    seen_revision: int | None = None
    seen_saved_at: datetime | None = None
    remarks: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    #: The changes, by column; the contact as a whole under "contact".
    values: dict[str, Cell | Contact] = field(default_factory=dict)
    #: Unknown names, by column.
    unknown: dict[str, dict[str, Match]] = field(default_factory=dict)

    def refuse(self, *reasons: str) -> None:
        self.outcome = Outcome.REFUSED
        self.remarks = [*self.remarks, *reasons]


def plan_rows(
    rows: Iterable[tuple[int, dict[str, str]]],
    *,
    reference: Reference,
    before: dict[int, PracticeImportRow],
    user: User | None,
) -> list[Plan]:
    """One plan for each row, given as its number and its cells; ``before`` are earlier imports of the file."""
    planner = _Planner(reference, before)
    plans = [planner.identify(number, row) for number, row in rows]
    planner.fill_in_new(plans)
    planner.compare(plans, user)
    return plans


class _Planner:
    def __init__(self, reference: Reference, before: dict[int, PracticeImportRow]) -> None:
        self.reference = reference
        self.before = before
        #: In which row a practice, or the title and municipality of a new one, was seen first.
        self._practices: dict[int, int] = {}
        self._new: dict[tuple[str, str], int] = {}

    def identify(self, number: int, row: dict[str, str]) -> Plan:
        """Whether the row is a new practice or one that we have; refused if that is not sure."""
        # Invisible text, such as a lone soft hyphen, is an empty cell.
        row = {name: text for name, text in row.items() if scrub(text)}
        if "nis_codes" in row and "gemeenten" not in row:
            row["gemeenten"] = row["nis_codes"]
        plan = Plan(number, row, title=scrub(cells.restore(row.get("titel", "")))[:255])
        if earlier := self.before.get(number):
            plan.outcome, plan.practice_id = Outcome.UNCHANGED, earlier.practice_id
            plan.remarks = [_("Was imported on %(day)s.") % {"day": f"{earlier.applied_at:%d/%m/%Y}"}]
        elif key := scrub(row.get("sleutel", "")).casefold():
            self._by_key(plan, key)
        else:
            self._by_title(plan)
        return plan

    def _by_key(self, plan: Plan, key: str) -> None:
        pk = self.reference.by_key.get(key)
        if pk is None:
            plan.refuse(_("No practice has this key. Empty the cell “sleutel” to make a new practice of the row."))
            return
        self._claim(plan, pk)

    def _by_title(self, plan: Plan) -> None:
        title = self._parse(plan, "titel")
        places = self._parse(plan, "gemeenten")
        if "titel" not in plan.cells:
            plan.refuse(_("The title is missing."))
        if "gemeenten" not in plan.cells:
            plan.refuse(_("The municipality is missing."))
        if plan.remarks:
            # All mistakes are reported at once, not one after the other.
            for column in IMPORTED:
                if column.name not in {"titel", "gemeenten"}:
                    self._parse(plan, column.name)
            return
        found = self.reference.practices_named(title, places)
        if len(found) > 1:
            plan.refuse(
                _("Several practices have this title and municipality. Fill in the key of the right one (“sleutel”).")
            )
        elif found:
            self._claim(plan, found.pop())
        else:
            self._claim_new(plan, title, places)

    def _claim(self, plan: Plan, pk: int) -> None:
        first = self._practices.setdefault(pk, plan.number)
        if first != plan.number:
            plan.refuse(_("Row %(row)d is about the same practice.") % {"row": first})
            return
        plan.outcome, plan.practice_id = Outcome.CHANGE, pk
        plan.title = plan.title or self.reference.practices[pk].titles[0]

    def _claim_new(self, plan: Plan, title: str, places: list[str]) -> None:
        for place in places:
            first = self._new.setdefault((fold(title), place), plan.number)
            if first != plan.number:
                plan.refuse(_("Row %(row)d has the same title and municipality.") % {"row": first})
                return
        plan.outcome = Outcome.CREATE

    def fill_in_new(self, plans: list[Plan]) -> None:
        for plan in plans:
            if plan.outcome == Outcome.CREATE:
                for column in IMPORTED:
                    if column.name in plan.cells and column.field != "contact":
                        value = self._parse(plan, column.name)
                        if value not in (None, []):
                            plan.values[column.name] = value
                            plan.changes.append((column.name, "", as_text(value)))
                self._take_contact(plan, None)
                self._check_years(plan, None)

    def compare(self, plans: list[Plan], user: User | None) -> None:
        """Field by field with what editors see now; a page that somebody works on is left alone."""
        changing = {plan.practice_id: plan for plan in plans if plan.outcome == Outcome.CHANGE}
        for practice in self._latest(changing):
            plan = changing[practice.pk]
            plan.seen_revision, plan.seen_saved_at = practice.latest_revision_id, practice.latest_revision_created_at
            self._compare(plan, practice)
        touched = {pk: plan for pk, plan in changing.items() if plan.outcome == Outcome.CHANGE}
        for pk, reason in locked_pages(touched, user).items():
            touched[pk].refuse(reason)

    def _latest(self, keys: Iterable[int]) -> Iterator[PracticePage]:
        return latest_rows(self.reference.index, list(keys))

    def _compare(self, plan: Plan, practice: PracticePage) -> None:
        for column in IMPORTED:
            text = plan.cells.get(column.name)
            if text is None or column.field == "contact":
                continue
            old = column.text(practice)
            if _same(cells.restore(text.strip()), old):
                continue
            value = self._parse(plan, column.name)
            if value not in (None, []) and not _same(as_text(value), old):
                plan.values[column.name] = value
                plan.changes.append((column.name, old, as_text(value)))
        self._take_contact(plan, practice)
        self._check_years(plan, practice)
        if plan.outcome == Outcome.CHANGE and not plan.values:
            plan.outcome = Outcome.UNCHANGED

    def _take_contact(self, plan: Plan, practice: PracticePage | None) -> None:
        parsed = {}
        for name in ["contact_naam", "contact_mail", "contact_telefoon"]:
            if name in plan.cells:
                old = COLUMN_OF[name].text(practice) if practice else ""
                # A cell that equals the page is not parsed, so that an odd old address does not refuse the row.
                same = practice is not None and _same(cells.restore(plan.cells[name].strip()), old)
                parsed[name] = old if same else self._parse(plan, name) or ""
        contact, changes, remarks = contact_changes(
            parsed, practice.contact if practice else None, self.reference.find_person
        )
        plan.remarks += remarks
        if contact:
            plan.values["contact"] = contact
            plan.changes += changes

    def _check_years(self, plan: Plan, practice: PracticePage | None) -> None:
        """“2019 - 2021” in the first column says both years; a last year before the first one is a mistake."""
        start = plan.values.get("eerste_jaar")
        if start is not None and "laatste_jaar" not in plan.cells:
            _first, last = read_years(scrub(plan.cells["eerste_jaar"]))
            old = practice.end_year if practice else None
            if last and last != old:
                plan.values["laatste_jaar"] = last
                plan.changes.append(("laatste_jaar", as_text(old), str(last)))
        start = plan.values.get("eerste_jaar", practice.start_year if practice else None)
        end = plan.values.get("laatste_jaar", practice.end_year if practice else None)
        if start and end and end < start:
            message = _("The last year (%(last)d) comes before the first year (%(first)d).")
            plan.refuse(message % {"last": end, "first": start})

    def _parse(self, plan: Plan, name: str) -> Cell:
        """The value of a cell; None, and the row refused, when it cannot be read."""
        if name not in plan.cells:
            return None
        column = COLUMN_OF[name]
        try:
            return parse(column, plan.cells[name], self.reference)
        except NameUnknown as question:
            plan.unknown[name] = question.names
            plan.refuse(str(question))
        except CellRefused as mistake:
            plan.refuse(f"{column.label}: {mistake}")
        return None


def _same(new: str, old: str) -> bool:
    """Whether a cell says what the page says; of a text that no cell can hold, an export has only the beginning."""
    if new == old:
        return True
    new, old = scrub(new), scrub(old)
    return new == old or (len(new.encode("utf-16-le")) // 2 > MAX_CELL - NEARLY and old.startswith(new))

"""An import as its screen shows it: how many rows of which kind, and each row in words."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from practices.exchange.columns import COLUMN_OF
from practices.exchange.columns.column import Text
from practices.models import Outcome, PracticeImport, PracticeImportRow

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Difference:
    label: Text
    old: str
    new: str


@dataclass(frozen=True)
class Tab:
    value: str
    label: str
    number: int
    is_chosen: bool


class ImportReport:
    def __init__(self, batch: PracticeImport) -> None:
        self.batch = batch

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of rows: all, per outcome, and how far the worker is with them."""
        to_do = Q(outcome__in=[Outcome.CREATE, Outcome.CHANGE])
        return self.batch.rows.aggregate(
            rows=Count("pk"),
            **{outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome},
            to_do=Count("pk", filter=to_do),
            applied=Count("pk", filter=Q(applied_at__isnull=False)),
            undone=Count("pk", filter=Q(undone_at__isnull=False)),
            kept=Count("pk", filter=~Q(kept_because="")),
        )

    @property
    def done(self) -> int:
        """Of the rows that the worker has to do."""
        return self.counts["undone"] + self.counts["kept"] if self.batch.is_undoing else self.counts["applied"]

    @property
    def total(self) -> int:
        return self.counts["applied"] if self.batch.is_undoing else self.counts["to_do"]

    @property
    def can_undo(self) -> bool:
        return not self.batch.is_at_work and self.counts["applied"] > self.counts["undone"]

    def tabs(self, chosen: str) -> list[Tab]:
        tabs = [Tab("", _("all"), self.counts["rows"], not chosen)]
        tabs += [
            Tab(o.value, o.label, self.counts[o.value], chosen == o.value) for o in Outcome if self.counts[o.value]
        ]
        return tabs

    def page(self, chosen: str, number: str | None) -> Page:
        rows = self.batch.rows.select_related("practice")
        if chosen:
            rows = rows.filter(outcome=chosen)
        page = Paginator(rows, ROWS_ON_A_PAGE).get_page(number)
        for row in page:
            row.differences = [
                Difference(str(COLUMN_OF[column].label), old, new)
                for column, old, new in row.changes
                if column in COLUMN_OF
            ]
            row.result = result(row)
        return page


def result(row: PracticeImportRow):
    """The outcome of a row in words, done or planned."""
    if row.undone_at:
        return _("undone")
    if row.applied_at:
        return _("draft made") if row.outcome == Outcome.CREATE else _("draft changed")
    return row.get_outcome_display()

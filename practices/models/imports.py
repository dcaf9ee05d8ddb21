"""Files of practices that editors upload, row by row: first as a proposal, then as what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.managers import manager_of

#: Contacts stand in the cells: of a finished import they are kept so many days.
CELLS_DAYS = 90


class ImportState(models.TextChoices):
    PROPOSED = "proposed", _("to be checked")
    IMPORTING = "importing", _("being imported")
    IMPORTED = "imported", _("imported")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class Outcome(models.TextChoices):
    CREATE = "create", _("new")
    CHANGE = "change", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")


class ImportQuerySet(models.QuerySet["PracticeImport"]):
    def with_counts(self):
        """Annotate the number of rows, and of those that are on the site because of the import."""
        is_applied = models.Q(rows__applied_at__isnull=False, rows__undone_at=None)
        return self.annotate(row_count=models.Count("rows"), applied_count=models.Count("rows", filter=is_applied))


class PracticeImport(models.Model):
    """One uploaded file. The file itself is not kept, only what its cells say."""

    shown_to_visitors = False
    wagtail_reference_index_ignore = True

    rows: "ImportRowQuerySet"
    file_name = models.CharField(_("file"), max_length=255)
    #: SHA-256 of the bytes, in hexadecimal.
    file_hash = models.CharField(max_length=64, db_index=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.PROPOSED, editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    #: Headings of the file that no column has; what stands below them is not imported.
    ignored_headings = models.JSONField(default=list, editable=False)
    #: Names that nobody knows: ``{"gemeenten": [{"name": …, "rows": 3, "candidates": [17, 4]}]}``.
    questions = models.JSONField(default=dict, editable=False)
    #: The editor's answers: ``{"gemeenten": {"gendt": "17"}}``, by the folded name.
    answers = models.JSONField(default=dict, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    #: The editor who pressed the last button: the drafts are made, or taken away, in this name.
    acting = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    finished_at = models.DateTimeField(null=True, editable=False)
    purged_at = models.DateTimeField(null=True, editable=False)

    objects = manager_of(ImportQuerySet)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("import of practices")
        verbose_name_plural = _("imports of practices")

    def __str__(self):
        return self.file_name

    @property
    def is_proposed(self):
        return self.state == ImportState.PROPOSED

    @property
    def is_at_work(self):
        return self.state in {ImportState.IMPORTING, ImportState.UNDOING}

    @property
    def is_undoing(self):
        return self.state in {ImportState.UNDOING, ImportState.UNDONE}

    @property
    def is_open(self):
        """Whether names wait for an answer of the editor."""
        return any(self.questions.values())


class ImportRowQuerySet(models.QuerySet["PracticeImportRow"]):
    def applied(self):
        """The rows that an import put on the site."""
        return self.filter(applied_at__isnull=False, undone_at=None)

    def to_apply(self):
        return self.filter(outcome__in=[Outcome.CREATE, Outcome.CHANGE], applied_at=None)

    def to_undo(self):
        return self.applied().filter(kept_because="")


class PracticeImportRow(models.Model):
    """One row of the file: what it would do, and once imported, what it did."""

    shown_to_visitors = False
    wagtail_reference_index_ignore = True

    batch = models.ForeignKey(PracticeImport, on_delete=models.CASCADE, related_name="rows")
    #: As the spreadsheet numbers it.
    number = models.PositiveIntegerField(_("row"))
    #: Of the batch; here because a constraint cannot look at another table.
    file_hash = models.CharField(max_length=64, editable=False)
    title = models.CharField(_("title"), max_length=255, blank=True)
    #: Text by the name of the column.
    cells = models.JSONField(default=dict)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    #: Sentences for the editor: why the row is refused, or what is good to know.
    remarks = models.JSONField(default=list)
    #: ``[column, old text, new text]`` for each field that changes.
    changes = models.JSONField(default=list)
    practice = models.ForeignKey(
        "practices.PracticePage", null=True, on_delete=models.SET_NULL, related_name="import_rows"
    )
    #: The latest revision of the page at the dry run, and when it was saved: an editor's browser saves the same one
    #: again and again. Another one at the import means that somebody edited the page.
    seen_revision = models.BigIntegerField(null=True)
    seen_saved_at = models.DateTimeField(null=True)

    #: When the import saved its revision, to the microsecond: a page with another one was touched since.
    applied_at = models.DateTimeField(null=True)
    #: The revision that the import made, and whether the page had a draft before.
    revision = models.BigIntegerField(null=True)
    had_draft = models.BooleanField(default=False)
    #: If the import said when the page was checked: ``{"to": day, "from": day, "by": checker}``; days as ISO text.
    check_change = models.JSONField(null=True)
    #: The person that the import made for the row.
    made_contact = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    kept_because = models.CharField(max_length=250, blank=True)

    objects = manager_of(ImportRowQuerySet)

    class Meta:
        ordering = ["number"]
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="practice_import_row_number_once"),
            # However many workers, however often the same file is uploaded.
            models.UniqueConstraint(
                fields=["file_hash", "number"],
                condition=models.Q(applied_at__isnull=False, undone_at=None),
                name="practice_import_row_applied_once",
            ),
        ]
        indexes = [models.Index(fields=["batch", "outcome"], name="practice_import_row_outcome")]

    def __str__(self):
        return f"{self.batch}: {self.number}"

    @property
    def is_refused(self):
        return self.outcome == Outcome.REFUSED

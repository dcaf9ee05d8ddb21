"""The text of documents, read by the worker; see ``cms.work.document_texts``."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms.models.managers import manager_of
from cms.models.media import SiteDocument


class DocumentTextQuerySet(models.QuerySet["DocumentText"]):
    #: Longer than reading takes; a document whose worker was killed is read again after it.
    LEASE = timedelta(minutes=2)

    def due(self):
        """Texts to read now: of new files, of files that were replaced, and of which the reading was broken off."""
        waits = Q(state=DocumentText.State.WAITING) | ~Q(document__file_hash=F("file_hash"))
        return self.filter(waits, next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")

    def claim_next(self):
        """The next text to read, reserved for the caller, or None. Safe with any number of workers."""
        while text := self.due().select_related("document").first():
            # The number of the try is of this file, not of the one that it replaced.
            attempts = text.attempts + 1 if text.file_hash == text.document.file_hash else 1
            claim = {"state": DocumentText.State.WAITING, "file_hash": text.document.file_hash, "attempts": attempts}
            tries = self.filter(pk=text.pk, next_try_at=text.next_try_at)
            if tries.update(**claim, next_try_at=timezone.now() + self.LEASE):
                for name, value in claim.items():
                    setattr(text, name, value)
                return text
        return None


class DocumentText(models.Model):
    """The text of a document's file, at most ``cms.work.document_reader.MOST_CHARACTERS`` of it."""

    shown_to_visitors = False

    class State(models.TextChoices):
        WAITING = "waiting", _("it is read in a minute")
        READ = "read", _("its text")
        NO_TEXT = "no-text", _("no text found: is this a scan?")
        ENCRYPTED = "encrypted", _("no: it is protected with a password")
        DAMAGED = "damaged", _("no: the file is damaged, or it is not what its name says")
        HEAVY = "heavy", _("no: the file is too large or takes too long to read")
        MISSING = "missing", _("no: the file is gone")
        OTHER_KIND = "other-kind", _("only by its title: we read PDF and Word (docx)")

    parts: models.QuerySet["DocumentPart"]

    document = models.OneToOneField(SiteDocument, on_delete=models.CASCADE, primary_key=True, related_name="text")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    #: Of the file that is read; the document has another one when its file is replaced.
    file_hash = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now, db_index=True)
    #: Pages of a PDF; a Word file does not know (0).
    page_count = models.PositiveIntegerField(default=0)
    #: Each word, folded (``search.engine.query.fold``), with the numbers of the first parts it stands in.
    words = models.JSONField(default=dict)

    objects = manager_of(DocumentTextQuerySet)

    def __str__(self):
        return str(self.document_id)

    @property
    def standing(self) -> str:
        """For editors: whether the text can be found, and else why not."""
        if self.is_found and self.page_count:
            read = self.parts.count()
            if read < self.page_count:
                return gettext("the first %(read)s of %(count)s pages") % {"read": read, "count": self.page_count}
            return ngettext("%(count)s page", "%(count)s pages", read) % {"count": read}
        return str(self.State(self.state if self.is_current else self.State.WAITING).label)

    @property
    def is_current(self) -> bool:
        """Whether this is of the present file: what is gone may have been taken away for a reason."""
        return self.file_hash == self.document.file_hash

    @property
    def is_found(self) -> bool:
        return self.state == self.State.READ and self.is_current


class DocumentPart(models.Model):
    """A page of a PDF, or some paragraphs of a Word file."""

    shown_to_visitors = False

    document_text = models.ForeignKey(DocumentText, on_delete=models.CASCADE, related_name="parts")
    #: From 1; for a PDF this is the page as readers count it.
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document_text", "number"], name="document_part_once")]

    def __str__(self):
        return f"{self.document_text_id}: {self.number}"

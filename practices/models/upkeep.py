"""Whether a practice page is still true: beside the page, because publishing an older draft overwrites its columns."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: After 18 months without a check a page carries a badge.
STALE_AFTER = datetime.timedelta(days=548)


class Checker(models.TextChoices):
    EDITOR = "editor", _("editors")
    CONTACT = "contact", _("contact")


class PracticeUpkeep(models.Model):
    """When somebody last said that the page is true, and what was asked of its contact."""

    practice = models.OneToOneField("practices.PracticePage", on_delete=models.CASCADE, related_name="upkeep")
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=10, choices=Checker.choices, blank=True)
    asked_at = models.DateTimeField(_("contact asked at"), null=True, blank=True)
    #: Stands in the link of the last mail; earlier links no longer work.
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("check of a practice")
        verbose_name_plural = _("checks of practices")

    def __str__(self):
        return f"{self.practice}: {self.checked_on or '–'}"


class PracticeCorrection(models.Model):
    """What a contact says is no longer true; editors take it over by hand."""

    shown_to_visitors = False

    practice = models.ForeignKey("practices.PracticePage", on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(_("correction"), max_length=5000)
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("correction by a contact")
        verbose_name_plural = _("corrections by contacts")

    def __str__(self):
        return f"{self.practice}: {self.text[:60]}"


def stale_before():
    """The day before which a check no longer counts."""
    return timezone.localdate() - STALE_AFTER

"""Whether a practice page is still true: beside the page, because publishing an older draft overwrites its columns."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cms.models import BasePage
from cms.models.declared import headed

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
        constraints = [
            models.CheckConstraint(
                name="practice_check_names_its_checker",
                condition=models.Q(checked_on=None, checked_by="")
                | models.Q(checked_on__isnull=False, checked_by__in=Checker.values),
            )
        ]

    def __str__(self):
        return f"{self.practice}: {self.checked_on or '–'}"

    @property
    def is_confirmed(self) -> bool:
        """Whether the contact answered the last question with "all is still true"."""
        if not (self.checked_on and self.asked_at) or self.checked_by != Checker.CONTACT:
            return False
        return self.checked_on >= timezone.localdate(self.asked_at)


# What ``UpkeepFacts`` is mixed into.
_Base = BasePage if TYPE_CHECKING else object


class UpkeepFacts(_Base):
    """Mixin of ``PracticePage``: what visitors read of its upkeep. No query where ``upkeep`` came with the page."""

    @property
    def last_check(self) -> PracticeUpkeep | None:
        upkeep = getattr(self, "upkeep", None)
        return upkeep if upkeep and upkeep.checked_on else None

    @property
    def unchecked_since(self) -> datetime.date | None:
        """The day after which nobody looked whether the page is still true; None when that is not long ago."""
        day = self.last_check.checked_on if self.last_check else self._published_on
        return day if day and day < stale_before() and not self.is_example else None

    @property
    def _published_on(self):
        return timezone.localdate(self.first_published_at) if self.first_published_at else None

    @property
    def is_stale(self) -> bool:
        return self.unchecked_since is not None

    @property
    def upkeep_line(self) -> str:
        """One sentence; empty for a page that is new and was not checked yet."""
        check = self.last_check
        if self.unchecked_since:
            month = {"month": date_format(self.unchecked_since, "F Y")}
            if check:
                return _("This page has not been checked since %(month)s.") % month
            return _("This page is here since %(month)s and has not been checked since then.") % month
        if check is None:
            return ""
        day = {"day": date_format(check.checked_on, "j F Y")}
        if check.checked_by == Checker.CONTACT:
            return _("Checked on %(day)s by the contact of this practice.") % day
        return _("Checked on %(day)s by the editors.") % day


class PracticeCorrection(models.Model):
    """A contact's note of something that is no longer true; editors take it over by hand."""

    shown_to_visitors = False
    MAX_LENGTH = 5000

    practice = models.ForeignKey(
        "practices.PracticePage", verbose_name=_("practice"), on_delete=models.CASCADE, related_name="corrections"
    )
    text = models.TextField(_("correction"), max_length=MAX_LENGTH)
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
        return f"{self.practice}: {self.beginning()}"

    @headed(_("correction"))
    def beginning(self):
        return Truncator(self.text).chars(80)

    @headed(_("state"))
    def state(self):
        return _("handled") if self.handled_at else _("to handle")


def stale_before() -> datetime.date:
    """The day before which a check no longer counts."""
    return timezone.localdate() - STALE_AFTER


def unchecked_since(day: datetime.date) -> models.Q:
    """Condition on practices: not checked from ``day`` on. Without any check, the first publication counts."""
    never = models.Q(upkeep__checked_on=None, first_published_at__date__lt=day)
    return models.Q(upkeep__checked_on__lt=day) | never

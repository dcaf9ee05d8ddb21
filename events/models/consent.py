"""What people agree to, and that they did."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.registrations import Registration


class ConsentText(models.Model):
    """What people agree to; never changed, only followed by a next version."""

    shown_to_visitors = False

    version = models.PositiveIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")

    def __str__(self):
        return f"{self.version}"


class ConsentRecord(models.Model):
    shown_to_visitors = False

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="consent")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    def __str__(self):
        return f"{self.registration_id}: {self.text}"

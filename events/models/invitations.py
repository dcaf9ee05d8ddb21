"""Who may register for an event that is not open to everybody."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Invitation(models.Model):
    """An address that may register for an event of members or invited people."""

    shown_to_visitors = False

    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"))
    email_key = models.CharField(max_length=254, editable=False)
    link_key = models.UUIDField(default=uuid.uuid4, editable=False)
    invited_at = models.DateTimeField(_("invited at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        ordering = ["email"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [models.UniqueConstraint(fields=["event", "email_key"], name="invitation_once_per_address")]

    def __str__(self):
        return self.email

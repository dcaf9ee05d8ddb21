from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.declared import headed
from cms.models.managers import manager_of


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    #: Longer than any mail server's answer takes; a mail whose worker was killed is tried again after it.
    LEASE = timedelta(minutes=10)

    def due(self):
        """Mails to send now, the longest waiting first."""
        return self.filter(sent_at=None, failed_at=None, next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")

    def claim_next(self):
        """The next mail to send, reserved for the caller, or None. Safe with any number of workers."""
        while mail := self.due().first():
            tries = self.filter(pk=mail.pk, attempts=mail.attempts, sent_at=None)
            if tries.update(attempts=mail.attempts + 1, next_try_at=timezone.now() + self.LEASE):
                mail.attempts += 1
                return mail
        return None


class OutboxMail(models.Model):
    """A mail that waits for the worker; the row is written in the transaction of the business it reports."""

    shown_to_visitors = False

    message_id = models.CharField(max_length=200, unique=True)
    #: Which message it is: the name of its template. Empty for what other packages write, such as about a password.
    kind = models.CharField(max_length=50, blank=True, db_index=True)
    #: The public number of what it is about, such as of a registration. Neither is sent.
    about = models.UUIDField(null=True, blank=True, db_index=True)
    from_email = models.CharField(max_length=320)
    to = models.JSONField(_("to"), default=list)
    cc = models.JSONField(default=list, blank=True)
    bcc = models.JSONField(default=list, blank=True)
    reply_to = models.JSONField(default=list, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    subject = models.CharField(_("subject"), max_length=998)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failed_at = models.DateTimeField(_("given up"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = manager_of(OutboxMailQuerySet)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("mail in the outbox")
        verbose_name_plural = _("mails in the outbox")
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="outbox_due",
                condition=models.Q(sent_at=None, failed_at=None),
            )
        ]

    def __str__(self):
        return self.subject

    @headed(_("to"))
    def recipients(self):
        return ", ".join([*self.to, *self.cc, *self.bcc])

    @headed(_("state"))
    def state(self):
        if self.sent_at:
            return _("sent")
        if self.failed_at:
            return _("given up")
        return _("waiting")

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

#: The text of the consent that senders give now; a new text is a new version, old ones stay for those who agreed.
CONSENT_VERSION = "2026-11"
CONSENTS = {
    "2026-11": _(
        "VVSG may keep my name, e-mail address, role and organisation to check this practice, to ask me about it, "
        "and to ask me each year whether the page is still true."
    ),
}


class PracticeSubmission(models.Model):
    """The sender of a practice through the public form, and the consent they gave; the practice itself is the page."""

    shown_to_visitors = False
    # That somebody sent something in does not make the page or the contact used.
    wagtail_reference_index_ignore = True

    #: Names the copy of the form that was sent: the same copy makes one practice.
    key = models.CharField(max_length=32, editable=False)
    #: Of the answers. The same copy with other answers is something else, and is refused.
    digest = models.CharField(max_length=64, editable=False)
    page = models.OneToOneField(
        "practices.PracticePage",
        verbose_name=_("practice"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="submission",
    )
    contact = models.ForeignKey(
        "cms.Person",
        verbose_name=_("contact that came with it"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty when the site knew the sender already."),
    )
    title = models.CharField(_("practice as it was called"), max_length=255)
    sender_name = models.CharField(_("sender"), max_length=120, blank=True)
    sender_email = models.EmailField(_("e-mail address"), blank=True)
    sender_role = models.CharField(_("role"), max_length=160, blank=True)
    sender_organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    may_show_contact = models.BooleanField(_("may be shown on the site as contact"), default=False)
    consent_version = models.CharField(_("version of the consent"), max_length=20)
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("practice that was sent in")
        verbose_name_plural = _("practices that were sent in")
        constraints = [models.UniqueConstraint(fields=["key"], name="practice_submission_sent_once")]

    def __str__(self):
        return self.title

    @property
    @admin.display(description=_("text of the consent"))
    def consent_text(self):
        return CONSENTS.get(self.consent_version, "")

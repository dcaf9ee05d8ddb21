"""What happened to registrations."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.managers import manager_of
from events.models.registrations import Reason

ONLY_ADDED = "The log of registrations is only added to."


class RegistrationLogQuerySet(models.QuerySet):
    """Rows leave only with their event, which Django deletes past this class."""

    def update(self, **kwargs):
        raise TypeError(ONLY_ADDED)

    def delete(self):
        raise TypeError(ONLY_ADDED)


class RegistrationLog(models.Model):
    """What happened to registrations, without personal data; rows are only added."""

    shown_to_visitors = False

    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="+")
    registration = models.UUIDField(db_index=True)
    at = models.DateTimeField(auto_now_add=True)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = manager_of(RegistrationLogQuerySet)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of a registration")

    def __str__(self):
        return f"{self.registration}: {self.from_state or '–'} → {self.to_state}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError(ONLY_ADDED)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(ONLY_ADDED)

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventState(models.TextChoices):
    SCHEDULED = "scheduled", _("goes ahead")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class EventLedger(models.Model):
    """What changes about an event outside its page: publishing an older draft would overwrite page columns."""

    event = models.OneToOneField("events.EventPage", on_delete=models.CASCADE, related_name="ledger")
    state = models.CharField(_("state"), max_length=10, choices=EventState.choices, default=EventState.SCHEDULED)
    note = models.CharField(
        _("message to visitors"), max_length=250, blank=True, help_text=_("Shown with the state, such as the reason.")
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("state of an event")
        verbose_name_plural = _("states of events")
        constraints = [
            models.CheckConstraint(name="event_state_is_known", condition=models.Q(state__in=EventState.values))
        ]

    def __str__(self):
        return f"{self.event}: {self.get_state_display()}"

    @property
    def goes_ahead(self):
        return self.state == EventState.SCHEDULED

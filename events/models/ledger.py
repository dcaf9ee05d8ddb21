from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EventState(models.TextChoices):
    SCHEDULED = "scheduled", _("goes ahead")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Access(models.TextChoices):
    """Who may register."""

    NOBODY = "nobody", _("nobody: no registration on this site")
    OPEN = "open", _("everybody")
    MEMBERS = "members", _("members of the Labo")
    INVITED = "invited", _("people with an invitation")


class EventLedger(models.Model):
    """What changes about an event outside its page: publishing an older draft would overwrite page columns.

    Its row is also the lock of the event: whoever changes a registration updates it first, and waits there for others.
    Seats and the queue are written with ``update()``: they are not on kept pages, so those need not expire.
    """

    event = models.OneToOneField("events.EventPage", on_delete=models.CASCADE, related_name="ledger")
    state = models.CharField(_("state"), max_length=10, choices=EventState.choices, default=EventState.SCHEDULED)
    note = models.CharField(
        _("message to visitors"), max_length=250, blank=True, help_text=_("Shown with the state, such as the reason.")
    )
    access = models.CharField(_("who may register"), max_length=10, choices=Access.choices, default=Access.NOBODY)
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True, help_text=_("Empty: at once."))
    closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty: when the event begins.")
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: as many as want to come.")
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a seat"),
        null=True,
        blank=True,
        help_text=_(
            "A seat that comes free is offered to the first in the queue for so long. Empty: it is given at once."
        ),
    )
    #: Seats of registrations that are pending, confirmed, attended or missed.
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    #: Of those, the ones above the capacity: given on purpose, or left over when the capacity was lowered.
    overbooked = models.PositiveIntegerField(default=0, editable=False)
    #: The last position given in the queue; it only grows, so nobody passes.
    queue_counter = models.PositiveBigIntegerField(default=0, editable=False)
    #: The ``EventFacts`` that the public calendars showed last.
    facts = models.JSONField(null=True, editable=False)
    #: Grows when they change: calendars replace an entry only by one with a higher number.
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("state of an event")
        verbose_name_plural = _("states of events")
        constraints = [
            models.CheckConstraint(name="event_state_is_known", condition=Q(state__in=EventState.values)),
            models.CheckConstraint(name="event_access_is_known", condition=Q(access__in=Access.values)),
            models.CheckConstraint(
                name="event_is_not_oversold",
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity") + F("overbooked")),
            ),
            models.CheckConstraint(
                name="event_registration_closes_after_it_opens",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
            ),
        ]

    def __str__(self):
        return f"{self.event}: {self.get_state_display()}"

    def clean(self):
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("Registration must close after it opens.")})

    @property
    def goes_ahead(self):
        return self.state == EventState.SCHEDULED

    @property
    def is_off(self):
        """Whether nobody can still come: it is cancelled or over."""
        return self.state == EventState.CANCELLED or self.event.is_past

    @property
    def takes_registrations(self):
        return self.access != Access.NOBODY

    @property
    def needs_invitation(self):
        return self.access in {Access.MEMBERS, Access.INVITED}

    @property
    def has_free_seat(self):
        return self.capacity is None or self.seats_taken < self.capacity

    @property
    def free_seats(self):
        """How many seats are free; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.seats_taken)

    def last_moment(self):
        """Until when people can register; None when the event has no day yet and no end of registration."""
        return self.closes_at or self.event.start

    def is_open_at(self, moment=None):
        """Whether the window of registration is open; says nothing about seats."""
        moment = moment or timezone.now()
        last = self.last_moment()
        return (
            self.takes_registrations
            and self.goes_ahead
            and (self.opens_at is None or self.opens_at <= moment)
            and (last is None or moment < last)
        )

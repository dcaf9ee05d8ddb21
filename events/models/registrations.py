"""Who comes to an event. Personal data lives here and in the rows below it, and leaves with ``services.retention``."""

import unicodedata
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.managers import manager_of
from events.models.questions import Answer


class RegistrationState(models.TextChoices):
    PENDING = "pending", _("awaits confirmation")
    CONFIRMED = "confirmed", _("confirmed")
    WAITLISTED = "waitlisted", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")
    ATTENDED = "attended", _("was there")
    NO_SHOW = "no-show", _("did not come")


#: From each state to the ones that may follow; a new registration begins in one of ``FIRST_STATES``.
TRANSITIONS = {
    RegistrationState.PENDING: {
        RegistrationState.CONFIRMED,
        RegistrationState.CANCELLED,
        RegistrationState.ATTENDED,
    },
    RegistrationState.WAITLISTED: {
        RegistrationState.PENDING,
        RegistrationState.CONFIRMED,
        RegistrationState.CANCELLED,
        RegistrationState.ATTENDED,
    },
    RegistrationState.CONFIRMED: {
        RegistrationState.CANCELLED,
        RegistrationState.ATTENDED,
        RegistrationState.NO_SHOW,
    },
    RegistrationState.ATTENDED: {RegistrationState.CONFIRMED, RegistrationState.NO_SHOW},
    RegistrationState.NO_SHOW: {RegistrationState.CONFIRMED, RegistrationState.ATTENDED},
    RegistrationState.CANCELLED: set(),
}
FIRST_STATES = {RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.WAITLISTED}
HOLDS_SEAT = {
    RegistrationState.PENDING,
    RegistrationState.CONFIRMED,
    RegistrationState.ATTENDED,
    RegistrationState.NO_SHOW,
}
ACTIVE = {*RegistrationState} - {RegistrationState.CANCELLED}


class Reason(models.TextChoices):
    """Why a registration changed, without a word about the person."""

    SELF = "self", _("by the participant")
    EDITOR = "editor", _("by the organiser")
    EVENT = "event", _("the event was cancelled")
    EXPIRED = "expired", _("not confirmed in time")
    QUEUE = "queue", _("a seat came free")
    DOOR = "door", _("at the door")
    ERASED = "erased", _("the data were erased")


class Source(models.TextChoices):
    SITE = "site", _("the site")
    EDITOR = "editor", _("an editor")
    IMPORT = "import", _("an import")


def email_key(email):
    """What makes two addresses the same mailbox for us: case, width and surrounding space do not count."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self):
        return self.filter(state__in=ACTIVE)

    def holding_a_seat(self):
        return self.filter(state__in=HOLDS_SEAT)

    def lapsed(self):
        """Seats that are held no longer; the rule of ``Registration.held_until``."""
        now = timezone.now()
        over = Q(expires_at__lte=now) | Q(event__start__lte=now)
        return self.filter(over, state=RegistrationState.PENDING)

    def queue(self):
        """Those who wait, the first to get a seat first; not who is no longer known and cannot be told."""
        return self.filter(state=RegistrationState.WAITLISTED, anonymised_at=None).order_by("queue_position")


class Registration(models.Model):
    """One person for one event. Only ``events.services`` writes here, under the lock of the event's ledger."""

    shown_to_visitors = False

    #: Stands in links, calendar entries and the log.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answers: models.QuerySet["Answer"]
    event = models.ForeignKey(
        "events.EventPage", verbose_name=_("event"), on_delete=models.CASCADE, related_name="registrations"
    )
    state = models.CharField(_("state"), max_length=10, choices=RegistrationState.choices)
    state_at = models.DateTimeField(_("since"))
    queue_position = models.PositiveBigIntegerField(_("position in the queue"), null=True, blank=True)
    #: A pending registration gives its seat back after this moment, or earlier: see ``held_until``.
    expires_at = models.DateTimeField(_("holds until"), null=True, blank=True)
    #: When somebody proved to read the address: by a link in a mail.
    verified_at = models.DateTimeField(_("address confirmed at"), null=True, blank=True)

    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    role = models.CharField(_("role"), max_length=160, blank=True)
    municipality = models.ForeignKey(
        "practices.Municipality",
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    source = models.CharField(_("registered through"), max_length=10, choices=Source.choices, default=Source.SITE)
    #: Names one sending of the form; a second with the same key is the same registration.
    key = models.CharField(max_length=64, editable=False)
    #: In personal links; another value revokes the links that were sent.
    link_key = models.UUIDField(default=uuid.uuid4, editable=False)
    #: The ``EventFacts`` of the last mail; when they are no longer true the worker sends another.
    told = models.JSONField(null=True, editable=False)
    #: Entries for the calendar that were sent; each has a higher number than the one it replaces.
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_because = models.CharField(_("cancelled"), max_length=10, choices=Reason.choices, blank=True)
    override_reason = models.CharField(_("reason for a seat beyond the limit"), max_length=250, blank=True)
    checked_in_at = models.DateTimeField(_("came in at"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    thanked_at = models.DateTimeField(null=True, blank=True, editable=False)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("registered at"), auto_now_add=True)

    objects = manager_of(RegistrationQuerySet)

    class Meta:
        ordering = ["event", "created_at"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=Q(state__in=sorted(ACTIVE)) & ~Q(email_key=""),
                name="registration_once_per_address",
            ),
            models.UniqueConstraint(fields=["key"], name="registration_once_per_key"),
            models.UniqueConstraint(fields=["event", "queue_position"], name="registration_queue_position_once"),
            models.CheckConstraint(name="registration_state_is_known", condition=Q(state__in=RegistrationState.values)),
            models.CheckConstraint(
                name="registration_waits_at_a_position",
                condition=Q(state=RegistrationState.WAITLISTED, queue_position__isnull=False)
                | (~Q(state=RegistrationState.WAITLISTED) & Q(queue_position=None)),
            ),
            models.CheckConstraint(
                name="registration_pending_expires",
                condition=Q(state=RegistrationState.PENDING, expires_at__isnull=False)
                | (~Q(state=RegistrationState.PENDING) & Q(expires_at=None)),
            ),
        ]

    def __str__(self):
        return f"{self.name or self.public_id} – {self.event}"

    @property
    def holds_seat(self):
        return self.state in HOLDS_SEAT

    @property
    def held_until(self):
        """When a pending registration gives its seat back; None for others.

        At the latest when the event begins. Asked of the event each time, because its day may change after the promise.
        """
        begins = self.event.start
        return min(self.expires_at, begins) if self.expires_at and begins else self.expires_at

    @property
    def is_active(self):
        return self.state in ACTIVE

    @property
    def is_anonymous(self):
        return self.anonymised_at is not None


class RegistrationAttempt(models.Model):
    """One sending of a form, whatever came of it: a second with the same key gets the same answer.

    The digest tells the same data from other data; it is no personal data, because it is keyed with a secret.
    """

    shown_to_visitors = False

    key = models.CharField(max_length=64)
    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    #: What the answer said: newcomers had to wait.
    had_queue = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="attempt_once_per_key")]

    def __str__(self):
        return self.key


class RegistrationNeeds(models.Model):
    """Sensitive: kept for a shorter time than the rest."""

    shown_to_visitors = False

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="needs")
    accessibility = models.TextField(_("what do you need to take part?"), max_length=1000, blank=True)
    diet = models.TextField(_("food and allergies"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("needs")

    def __str__(self):
        return str(self.registration_id)

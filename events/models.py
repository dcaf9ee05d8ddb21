import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, PageManager, PageQuerySet
from wagtail.search import index

from cms.blocks import body_blocks
from cms.models import BasePage, IndexPage


class EventKind(models.TextChoices):
    MEETING = "labomeeting", _("Labo meeting")
    SITE_VISIT = "werkbezoek", _("site visit")
    PEER_REVIEW = "intervisie", _("peer review")
    WORKSHOP = "workshop", _("workshop")
    STUDY_VISIT = "studiebezoek", _("study visit")
    TREFDAG = "trefdag", _("Trefdag")
    TRAINING = "vorming", _("training")


class EventQuerySet(PageQuerySet):
    def with_day(self):
        """Adds ``day``: the date of the event, or the first day of the month it is expected in."""
        return self.annotate(day=Coalesce(TruncDate("start"), "expected_month"))

    def _is_over(self):
        today = timezone.localdate()
        return (
            models.Q(end__lt=timezone.now())
            | models.Q(end=None, start__date__lt=today)
            | models.Q(start=None, expected_month__lt=today.replace(day=1))
        )

    def upcoming(self):
        """Events that still come, the nearest first; those without any date stand last."""
        return self.exclude(self._is_over()).with_day().order_by(models.F("day").asc(nulls_last=True), "start", "title")

    def past(self):
        """Events that are over, the latest first."""
        return self.filter(self._is_over()).with_day().order_by("-day", "-start", "title")

    def for_listing(self):
        return self.select_related("ledger", "host_municipality")


class EventIndexPage(IndexPage):
    """The agenda: what comes, and the archive of what was."""

    reserved_child_slugs = frozenset({"agenda", "archief"})
    subpage_types = ["events.EventPage"]
    template = "events/event_index_page.html"
    page_description = _("The agenda.")

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    @property
    def events(self):
        return EventPage.objects.live().public().child_of(self)

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            "upcoming": self.events.upcoming().for_listing(),
            "past": self.events.past().for_listing(),
        }


class EventPage(BasePage):
    """A meeting. Its text stands here; what changes while people register stands in its ``EventLedger``."""

    kind_of_event = models.CharField(_("kind"), max_length=12, choices=EventKind.choices, default=EventKind.MEETING)
    start = models.DateTimeField(
        _("start"), null=True, blank=True, help_text=_("Empty as long as the day is not known.")
    )
    end = models.DateTimeField(_("end"), null=True, blank=True)
    expected_month = models.DateField(
        _("expected in"),
        null=True,
        blank=True,
        help_text=_("Without a day yet: any day of the month in which the event is expected."),
    )
    time_note = models.CharField(
        _("hours in words"),
        max_length=40,
        blank=True,
        help_text=_("Only when the day is not known, such as “10u–16u”."),
    )
    venue = models.CharField(_("venue"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    host_municipality = models.ForeignKey(
        "practices.Municipality",
        verbose_name=_("host municipality"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="hosted_events",
    )
    online_url = models.URLField(
        _("link of the online meeting"),
        blank=True,
        help_text=_("Private: never shown on the site, only sent to people who are registered."),
    )
    audience = models.CharField(_("for whom"), max_length=160, blank=True)
    intro = RichTextField(_("introduction"), blank=True)
    contact = models.ForeignKey(
        "cms.Person", verbose_name=_("contact"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    practices = ParentalManyToManyField(
        "practices.PracticePage", blank=True, related_name="events", verbose_name=_("practices")
    )
    experiment_lines = ParentalManyToManyField(
        "practices.ExperimentLinePage", blank=True, related_name="events", verbose_name=_("experiment lines")
    )
    body = StreamField(body_blocks(), blank=True, verbose_name=_("text"))

    objects = PageManager.from_queryset(EventQuerySet)()

    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []
    template = "events/event_page.html"
    page_description = _("A Labo meeting, visit, workshop or training.")

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("place"),
        index.SearchField("programme_text"),
        index.SearchField("body"),
        index.FilterField("kind_of_event"),
        index.FilterField("start"),
    ]

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind_of_event"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldRowPanel([FieldPanel("expected_month"), FieldPanel("time_note")]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("venue"), FieldPanel("address")]),
                FieldPanel("host_municipality"),
                FieldPanel("online_url"),
            ],
            heading=_("Where"),
        ),
        FieldPanel("intro"),
        FieldRowPanel([FieldPanel("audience"), FieldPanel("contact")]),
        InlinePanel("agenda_items", heading=_("Programme"), label=_("Item")),
        InlinePanel("speakers", heading=_("Speakers"), label=_("Speaker")),
        FieldPanel("practices"),
        FieldPanel("experiment_lines"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_start",
                condition=models.Q(end=None) | models.Q(end__gt=models.F("start")),
                violation_error_message=_("The end must come after the start."),
            ),
        ]

    def save(self, *args, **kwargs):
        result = super().save(*args, **kwargs)
        EventLedger.objects.get_or_create(event=self)
        return result

    def clean(self):
        super().clean()
        if self.expected_month:
            self.expected_month = self.expected_month.replace(day=1)
        if self.end and not self.start:
            raise ValidationError({"start": _("Fill in the start as well.")})
        if self.start and self.end and self.end <= self.start:
            raise ValidationError({"end": _("The end must come after the start.")})

    @property
    def is_past(self):
        """Over by now; the same rule as ``EventQuerySet.past``."""
        today = timezone.localdate()
        if self.start:
            return self.end < timezone.now() if self.end else timezone.localdate(self.start) < today
        return self.expected_month is not None and self.expected_month < today.replace(day=1)

    @property
    def local_start(self):
        return timezone.localtime(self.start) if self.start else None

    @property
    def local_end(self):
        return timezone.localtime(self.end) if self.end else None

    @property
    def hours(self):
        """When it begins and ends that day, such as "14u–18u"; the editor's words when the day is not known."""
        if not self.start:
            return self.time_note
        return "–".join(_clock(moment) for moment in [self.local_start, self.local_end] if moment)

    @property
    def month_label(self):
        """The month of an event without a day, such as "december 2020"."""
        if self.start or not self.expected_month:
            return ""
        return f"{MONTHS[self.expected_month.month]} {self.expected_month.year}"

    @property
    def place(self):
        """Venue and municipality in words."""
        host = self.host_municipality.name if self.host_municipality else ""
        return ", ".join(part for part in [self.venue, host] if part)

    def programme_text(self):
        items = [f"{item.title} {item.text}" for item in self.agenda_items.all()]
        return " ".join([*items, *(speaker.name for speaker in self.speakers.all())])


def _clock(moment: datetime.datetime) -> str:
    """The hour as it is said in Flanders: 14u, 14u30."""
    return f"{moment.hour}u{moment.minute:02}" if moment.minute else f"{moment.hour}u"


class EventState(models.TextChoices):
    SCHEDULED = "scheduled", _("goes ahead")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class EventLedger(models.Model):
    """What changes about an event outside its page: publishing an older draft would overwrite page columns."""

    event = models.OneToOneField(EventPage, on_delete=models.CASCADE, related_name="ledger")
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


class AgendaItem(Orderable):
    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="agenda_items")
    time = models.TimeField(_("hour"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True)

    panels = [FieldRowPanel([FieldPanel("time"), FieldPanel("title")]), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("item of the programme")


class EventSpeaker(Orderable):
    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role or organisation"), max_length=160, blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = _("speaker")

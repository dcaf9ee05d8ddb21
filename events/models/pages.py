import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, PageManager
from wagtail.search import index

from cms.blocks import body_blocks
from cms.forms.widgets import Checklist
from cms.models import BasePage
from cms.models.managers import ChildRows, manager_of
from cms.models.streams import StreamField
from events.admin.panels import StatePanel
from events.forms.moments import MomentInput
from events.forms.page import EventPageForm
from events.models.afterwards import Afterwards
from events.models.ledger import EventLedger
from events.models.querysets import EventQuerySet
from events.models.questions import EventQuestion
from events.models.registrations import RegistrationQuerySet
from events.models.routes import EventRoutes
from events.wall_clock import clock
from practices.models import ExperimentLinePage, PracticePage


class EventKind(models.TextChoices):
    MEETING = "labomeeting", _("Labo meeting")
    SITE_VISIT = "werkbezoek", _("site visit")
    PEER_REVIEW = "intervisie", _("peer review")
    WORKSHOP = "workshop", _("workshop")
    STUDY_VISIT = "studiebezoek", _("study visit")
    TREFDAG = "trefdag", _("Trefdag")
    TRAINING = "vorming", _("training")


class EventPage(EventRoutes, Afterwards, BasePage):
    """A meeting. Its text stands here; what changes while people register stands in its ``EventLedger``."""

    ledger: EventLedger
    registrations: RegistrationQuerySet
    agenda_items: ChildRows["AgendaItem"]
    speakers: ChildRows["EventSpeaker"]
    questions: ChildRows[EventQuestion]

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

    objects = manager_of(EventQuerySet, PageManager)
    base_form_class = EventPageForm

    shown_relations = [*BasePage.shown_relations, "ledger", "host_municipality", "contact"]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []
    template = "events/event_page.html"
    page_description = _("A Labo meeting, visit, workshop or training.")

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("host_names", boost=6),
        index.AutocompleteField("host_names"),
        index.SearchField("get_kind_of_event_display", boost=4),
        index.SearchField("intro"),
        index.SearchField("place"),
        index.SearchField("address"),
        index.SearchField("audience"),
        index.SearchField("programme_text"),
        index.SearchField("body"),
        *Afterwards.afterwards_search_fields,
        index.FilterField("kind_of_event"),
        index.FilterField("start"),
    ]

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind_of_event"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start", widget=MomentInput), FieldPanel("end", widget=MomentInput)]),
                FieldRowPanel([FieldPanel("expected_month"), FieldPanel("time_note")]),
                StatePanel(),
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
        InlinePanel("questions", heading=_("Questions when registering"), label=_("Question")),
        InlinePanel("speakers", heading=_("Speakers"), label=_("Speaker")),
        FieldPanel("practices", widget=Checklist),
        FieldPanel("experiment_lines", widget=Checklist),
        FieldPanel("body"),
        Afterwards.afterwards_panel,
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_start",
                condition=models.Q(end=None) | models.Q(start__isnull=False, end__gt=models.F("start")),
                violation_error_message=_("The end must come after the start."),
            ),
        ]

    @transaction.atomic
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
    def is_one_day(self):
        return not self.end or self.local_end.date() == self.local_start.date()

    @property
    def hours(self):
        """When it begins and ends that day, such as "14u–18u"; the editor's words when the day is not known."""
        if not self.start:
            return self.time_note
        moments = [self.local_start, self.local_end if self.is_one_day else None]
        return "–".join(clock(moment) for moment in moments if moment)

    @property
    def last_day(self):
        """The day and hour it ends, when that is another day than it begins."""
        return "" if self.is_one_day else _day_and_hours(self.local_end, clock(self.local_end))

    @property
    def when(self):
        """All that is known about the time, such as "maandag 19 oktober 2020, 14u–18u"."""
        if self.start:
            first_day = _day_and_hours(self.local_start, self.hours)
            return f"{first_day} – {self.last_day}" if self.last_day else first_day
        return ", ".join(part for part in [self.month_label, self.time_note] if part)

    @property
    def month_name(self):
        """The month of an event without a day."""
        return "" if self.start or not self.expected_month else str(MONTHS[self.expected_month.month])

    @property
    def month_label(self):
        """The month of an event without a day with its year, such as "december 2020"."""
        return f"{self.month_name} {self.expected_month.year}" if self.month_name else ""

    @property
    def host_name(self):
        return self.host_municipality.name if self.host_municipality else ""

    def host_names(self):
        """For search."""
        return self.host_municipality.all_names if self.host_municipality else ""

    @property
    def place(self):
        """Venue and municipality in words; of an online meeting no more than that it is online."""
        online = gettext("online") if self.online_url else ""
        return ", ".join(part for part in [self.venue, self.host_name, online] if part)

    @property
    def off_label(self):
        """The state in a word, "postponed" or "cancelled"; empty when the event goes ahead."""
        ledger = getattr(self, "ledger", None)
        return "" if ledger is None or ledger.goes_ahead else ledger.get_state_display()

    @property
    def shows_registration(self):
        """Whether its page has a place to register; how that stands now comes from an address that is not kept."""
        ledger = getattr(self, "ledger", None)
        return ledger is not None and ledger.takes_registrations and not self.is_past

    @property
    def public_practices(self):
        ids = self.practices.values_list("id", flat=True)
        return PracticePage.objects.live().public().filter(pk__in=ids).with_places()

    @property
    def public_experiment_lines(self):
        ids = self.experiment_lines.values_list("id", flat=True)
        return ExperimentLinePage.objects.live().public().filter(pk__in=ids)

    @property
    def others(self):
        """Events beside this one: those that still come or, in the archive, those of the same year."""
        events = EventPage.objects.live().public().sibling_of(self, inclusive=False).for_listing()
        if not self.is_past:
            return events.upcoming()[:6]
        year = (self.local_start or self.expected_month).year
        return events.past().filter(day__year=year).order_by("day")[:6]

    @property
    def search_facts(self):
        day = date_format(self.local_start) if self.start else self.month_label
        return [self.get_kind_of_event_display(), day, self.place]

    def programme_text(self):
        items = [f"{item.title} {item.text}" for item in self.agenda_items.all()]
        return " ".join([*items, *(f"{speaker.name} {speaker.role}" for speaker in self.speakers.all())])


def in_words(moment: datetime.datetime) -> str:
    """Such as "maandag 19 oktober 2026, 14u"."""
    local = timezone.localtime(moment)
    return _day_and_hours(local, clock(local))


def _day_and_hours(moment: datetime.datetime, hours: str) -> str:
    return f"{date_format(moment, 'l j F Y')}, {hours}"


class AgendaItem(Orderable):
    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="agenda_items")
    time = models.TimeField(_("hour"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True)

    panels = [FieldRowPanel([FieldPanel("time"), FieldPanel("title")]), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("item of the programme")

    @property
    def hour(self):
        return clock(self.time) if self.time else ""


class EventSpeaker(Orderable):
    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role or organisation"), max_length=160, blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = _("speaker")

from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.blocks import body_blocks
from cms.models import BasePage, IndexPage
from cms.models.managers import ChildRows
from cms.models.streams import StreamField
from practices.drawings import timeline


class ExperimentStatus(models.TextChoices):
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")


class ExperimentLineIndexPage(IndexPage):
    #: Lines on one page.
    page_size = 24

    subpage_types = ["practices.ExperimentLinePage"]
    template = "practices/experiment_line_index_page.html"
    page_description = _("All experiment lines.")

    class Meta:
        verbose_name = _("overview of experiment lines")
        verbose_name_plural = _("overviews of experiment lines")

    @property
    def lines(self):
        return (
            ExperimentLinePage.objects.live()
            .public()
            .child_of(self)
            .prefetch_related("participants__municipality")
            .order_by(models.F("start_year").desc(nulls_last=True), "title")
        )

    def get_context(self, request, *args, **kwargs):
        lines = Paginator(self.lines, self.page_size).get_page(request.GET.get("p"))
        return {**super().get_context(request, *args, **kwargs), "lines": lines}


class ExperimentLinePage(BasePage):
    """One question that the Labo examines with a few municipalities."""

    question = RichTextField(_("question"), blank=True)
    aside = RichTextField(_("beside the question"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ExperimentStatus.choices, default=ExperimentStatus.RUNNING
    )
    status_note = models.CharField(_("about the status"), max_length=120, blank=True)
    start_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    participants: ChildRows["ExperimentParticipant"]
    milestones: ChildRows["ExperimentMilestone"]
    related_practices: ChildRows["ExperimentPractice"]
    #: Events, which know lines; not the other way round.
    events: Any

    participants_intro = models.TextField(_("introduction to the municipalities"), blank=True)
    body = StreamField(body_blocks(), blank=True, verbose_name=_("text"))

    parent_page_types = ["practices.ExperimentLineIndexPage"]
    subpage_types = []
    template = "practices/experiment_line_page.html"
    page_description = _("A question that the Labo examines with a few municipalities.")
    search_fields = [
        *BasePage.search_fields,
        # A line is of several municipalities, a practice of one: practices come first.
        index.SearchField("municipality_names", boost=4),
        index.AutocompleteField("municipality_names"),
        index.SearchField("question"),
        index.SearchField("aside"),
        index.SearchField("status_note"),
        index.SearchField("participants_intro"),
        index.SearchField("participants_text"),
        index.SearchField("milestones_text"),
        index.SearchField("body"),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("question"),
        FieldPanel("aside"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")]),
                FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year")]),
            ],
            heading=_("Status and period"),
        ),
        FieldPanel("participants_intro"),
        InlinePanel("participants", heading=_("Participating municipalities"), label=_("Municipality")),
        InlinePanel("milestones", heading=_("Milestones"), label=_("Milestone")),
        InlinePanel("related_practices", heading=_("What came before"), label=_("Practice")),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("experiment line")
        verbose_name_plural = _("experiment lines")

    @property
    def is_running(self):
        return self.status == ExperimentStatus.RUNNING

    @property
    def status_label(self):
        """The status with the editor's words about it: "lopend, uitkomst onbekend"."""
        return ", ".join(part for part in [str(self.get_status_display()), self.status_note] if part)

    @property
    def place_names(self):
        return ", ".join(participant.municipality.name for participant in self.participants.all())

    def municipality_names(self):
        """For search."""
        return " ".join(participant.municipality.all_names for participant in self.participants.all())

    @property
    def years(self):
        if self.start_year and not self.end_year:
            return _("since %(year)s") % {"year": self.start_year}
        return "–".join(str(year) for year in dict.fromkeys([self.start_year, self.end_year]) if year)

    @property
    def timeline(self):
        return timeline(self.milestones.all(), until=timezone.localdate())

    @property
    def earlier_practices(self):
        """The public practices that came before this line."""
        ids = self.related_practices.values_list("practice_id", flat=True)
        return _public_practices().filter(pk__in=ids).order_by("title").with_places()

    @property
    def meetings(self):
        """The public events about this line, the latest first. Events know lines, not the other way round."""
        if self._state.adding:
            return []
        return self.events.live().public().with_day().order_by("-day", "title").for_listing()

    @property
    def members(self):
        """The participating municipalities with what they do, and their practices as far as those are public."""
        members = list(self.participants.select_related("municipality"))
        practices = _public_practices().in_bulk([member.practice_id for member in members if member.practice_id])
        for member in members:
            member.public_practice = practices.get(member.practice_id)
        return members

    def participants_text(self):
        return " ".join(row.text for row in self.participants.all())

    def milestones_text(self):
        return " ".join(f"{row.title} {row.text}" for row in self.milestones.all())


def _public_practices():
    # The file that defines practices needs this one, so no import.
    return apps.get_model("practices.PracticePage").objects.live().public()


class ExperimentParticipant(Orderable):
    line = ParentalKey(ExperimentLinePage, on_delete=models.CASCADE, related_name="participants")
    municipality = models.ForeignKey(
        "practices.Municipality", verbose_name=_("municipality"), on_delete=models.PROTECT, related_name="experiments"
    )
    text = models.TextField(_("what it does"), blank=True)
    practice = models.ForeignKey(
        "practices.PracticePage",
        verbose_name=_("practice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="experiment_participations",
    )

    panels = [FieldPanel("municipality"), FieldPanel("text"), PageChooserPanel("practice")]

    class Meta(Orderable.Meta):
        verbose_name = _("participating municipality")

    #: The practice, when everybody may see it; ``ExperimentLinePage.members`` fills it in.
    public_practice = None

    @property
    def positions(self):
        """Where the practice stands; nothing as long as nobody knows."""
        practice = self.public_practice
        return practice.positions if practice and practice.continuum_now else None


class ExperimentMilestone(Orderable):
    line = ParentalKey(ExperimentLinePage, on_delete=models.CASCADE, related_name="milestones")
    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("Places the milestone on the line. Empty: still to come, without a date."),
    )
    when = models.CharField(_("date in words"), max_length=40, help_text=_("Such as “December 2020” or “Later”."))
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), blank=True)
    is_key = models.BooleanField(_("turning point"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("when")]),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("is_key"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("milestone")


class ExperimentPractice(Orderable):
    line = ParentalKey(ExperimentLinePage, on_delete=models.CASCADE, related_name="related_practices")
    practice = models.ForeignKey(
        "practices.PracticePage", verbose_name=_("practice"), on_delete=models.CASCADE, related_name="experiment_lines"
    )

    panels = [PageChooserPanel("practice")]

    class Meta(Orderable.Meta):
        verbose_name = _("practice that came before")

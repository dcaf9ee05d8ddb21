from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.search import index

from cms.blocks import body_blocks
from cms.cache import per_version
from cms.models import BasePage
from cms.widgets import Checklist
from practices.drawings import ContinuumPositions
from practices.models.experiments import ExperimentLinePage
from practices.models.querysets import PracticeQuerySet
from practices.models.vocabulary import ContinuumStep, PracticeStatus

#: The headings that VVSG gives every practice, in its order.
HEADINGS = ["objective", "approach", "parties", "result", "adjustments", "reach"]


@dataclass(frozen=True)
class Section:
    """One of VVSG's headings and what is known under it."""

    heading: str
    text: str
    figures: list

    @property
    def is_known(self):
        return bool(self.text or self.figures)


def _continuum_field(label):
    return models.PositiveSmallIntegerField(label, choices=ContinuumStep.choices, null=True, blank=True)


class PracticePage(BasePage):
    """One participation practice of one or more municipalities."""

    municipalities = ParentalManyToManyField(
        "practices.Municipality", related_name="practices", verbose_name=_("municipalities")
    )
    themes = ParentalManyToManyField("practices.Theme", related_name="practices", blank=True, verbose_name=_("themes"))
    instruments = ParentalManyToManyField(
        "practices.Instrument", related_name="practices", blank=True, verbose_name=_("instruments")
    )

    status = models.CharField(
        _("status"), max_length=10, choices=PracticeStatus.choices, default=PracticeStatus.RUNNING
    )
    status_note = models.CharField(
        _("about the status"), max_length=250, blank=True, help_text=_("For a stopped practice: why did it stop?")
    )
    start_year = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    years_note = models.CharField(
        _("years in words"), max_length=60, blank=True, help_text=_("Instead of the years, such as “since about 2000”.")
    )
    budget = models.PositiveBigIntegerField(_("budget"), null=True, blank=True, help_text=_("In euro."))
    budget_note = models.CharField(_("about the budget"), max_length=250, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True, help_text=_("Persons."))
    participants_note = models.CharField(_("about the participants"), max_length=250, blank=True)

    continuum_start = _continuum_field(_("at the start"))
    continuum_during = _continuum_field(_("during the implementation"))
    continuum_now = _continuum_field(_("now"))
    continuum_confirmed_on = models.DateField(
        _("confirmed by the municipality on"),
        null=True,
        blank=True,
        help_text=_("Empty: the position is shown as a provisional estimate."),
    )

    objective = RichTextField(_("objective"), blank=True)
    approach = RichTextField(_("approach"), blank=True)
    parties = RichTextField(_("parties involved"), blank=True)
    result = RichTextField(_("result"), blank=True)
    adjustments = RichTextField(_("adjustments"), blank=True)
    reach = RichTextField(_("reach"), blank=True)
    body = StreamField(body_blocks(), blank=True, verbose_name=_("more about this practice"))

    objects = PageManager.from_queryset(PracticeQuerySet)()

    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types = []
    template = "practices/practice_page.html"
    search_result_template = "practices/components/search_result.html"
    page_description = _("One participation practice of a municipality.")

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("municipality_names", boost=5),
        index.SearchField("vocabulary_names", boost=3),
        *[index.SearchField(name) for name in HEADINGS],
        index.SearchField("body"),
        index.FilterField("status"),
        index.FilterField("continuum_now"),
    ]

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("municipalities", widget=Checklist),
                FieldPanel("themes", widget=Checklist),
                FieldPanel("instruments", widget=Checklist),
            ],
            heading=_("Where and what"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")]),
                FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year"), FieldPanel("years_note")]),
                FieldRowPanel([FieldPanel("budget"), FieldPanel("budget_note")]),
                FieldRowPanel([FieldPanel("participants"), FieldPanel("participants_note")]),
            ],
            heading=_("Key facts"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("continuum_start"), FieldPanel("continuum_during"), FieldPanel("continuum_now")]
                ),
                FieldPanel("continuum_confirmed_on"),
            ],
            heading=_("Position on the continuum"),
        ),
        MultiFieldPanel([FieldPanel(name) for name in HEADINGS], heading=_("Description")),
        InlinePanel("figures", heading=_("Figures about the reach"), label=_("Figure"), max_num=4),
        InlinePanel("sources", heading=_("Sources"), label=_("Source")),
        FieldPanel("body"),
    ]
    promote_panels = [panel for panel in BasePage.promote_panels if getattr(panel, "field_name", "") != "summary"]

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        constraints = [
            models.CheckConstraint(
                name=f"practice_{moment}_is_a_step",
                condition=models.Q(**{moment: None}) | models.Q(**{f"{moment}__range": (1, 5)}),
            )
            for moment in ["continuum_start", "continuum_during", "continuum_now"]
        ] + [
            models.CheckConstraint(
                name="practice_years_in_order",
                condition=models.Q(start_year=None)
                | models.Q(end_year=None)
                | models.Q(end_year__gte=models.F("start_year")),
                violation_error_message=_("The last year comes before the first year."),
            ),
        ]

    def clean(self):
        super().clean()
        if self.start_year and self.end_year and self.end_year < self.start_year:
            raise ValidationError({"end_year": _("The last year comes before the first year.")})

    @classmethod
    def public_overview(cls):
        """Where the practices that everybody may see stand; remembered until something public changes."""
        return per_version("overview", lambda: cls.objects.live().public().overview())

    @property
    def positions(self):
        return ContinuumPositions(self.continuum_start, self.continuum_during, self.continuum_now)

    @property
    def is_provisional(self):
        return self.continuum_now is not None and self.continuum_confirmed_on is None

    @property
    def years(self):
        """The period in words, such as "2013–2017", "sinds 2019" or what the editor wrote."""
        if self.years_note:
            return self.years_note
        if self.start_year and self.end_year:
            return f"{self.start_year}–{self.end_year}" if self.start_year != self.end_year else str(self.start_year)
        if self.start_year:
            return _("since %(year)s") % {"year": self.start_year}
        if self.end_year:
            return _("until %(year)s") % {"year": self.end_year}
        return ""

    @property
    def search_facts(self):
        return [self.place_names, self.years]

    @property
    def search_labels(self):
        return [word.name for word in [*self.shown_themes, *self.shown_instruments]]

    @property
    def sections(self):
        """VVSG's six headings in their order, each with its text and, for the reach, its figures."""
        return [
            Section(
                capfirst(self._meta.get_field(name).verbose_name),
                getattr(self, name),
                list(self.figures.all()) if name == "reach" else [],
            )
            for name in HEADINGS
        ]

    @cached_property
    def places(self):
        """The municipalities, asked once; see ``PracticeQuerySet.for_listing``."""
        return list(self.municipalities.all())

    @cached_property
    def shown_instruments(self):
        return list(self.instruments.all())

    @cached_property
    def shown_themes(self):
        return list(self.themes.all())

    @property
    def provinces(self):
        return ", ".join(dict.fromkeys(place.get_province_display() for place in self.places))

    @property
    def sizes(self):
        """The size of each municipality, equal ones once."""
        return ", ".join(dict.fromkeys(str(place.size_label) for place in self.places))

    @property
    def budget_label(self):
        if self.budget is None:
            return ""
        return _("%(amount)s euro") % {"amount": number_format(self.budget, force_grouping=True)}

    @property
    def participants_label(self):
        return "" if self.participants is None else number_format(self.participants, force_grouping=True)

    @property
    def is_running(self):
        return self.status == PracticeStatus.RUNNING

    @property
    def experiments(self):
        """The public experiment lines that this practice is part of or came before."""
        if self._state.adding:
            return ExperimentLinePage.objects.none()
        belongs = models.Q(participants__practice=self) | models.Q(related_practices__practice=self)
        return ExperimentLinePage.objects.live().public().filter(belongs).distinct().order_by("title")

    @property
    def meetings(self):
        """The public events about this practice, the latest first. Events know practices, not the other way round."""
        if self._state.adding:
            return []
        return self.events.live().public().with_day().order_by("-day", "title").for_listing()

    @property
    def theme_names(self):
        return ", ".join(theme.name for theme in self.shown_themes)

    @property
    def instrument_names(self):
        return ", ".join(instrument.name for instrument in self.shown_instruments)

    @property
    def place_names(self):
        return ", ".join(place.name for place in self.places)

    def municipality_names(self):
        """For search: today's names, and the names that are gone."""
        return " ".join(f"{place.name} {place.former_names_text()}" for place in self.municipalities.all())

    def vocabulary_names(self):
        return " ".join(word.name for word in [*self.shown_themes, *self.shown_instruments])


class PracticeFigure(Orderable):
    practice = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="figures")
    value = models.CharField(_("figure"), max_length=20)
    label = models.CharField(_("what it counts"), max_length=80)

    class Meta(Orderable.Meta):
        verbose_name = _("figure")


class PracticeSource(Orderable):
    practice = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="sources")
    reference = models.CharField(_("source"), max_length=250)
    url = models.URLField(_("web address"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("source")

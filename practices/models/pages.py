from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.contrib.routable_page.models import path
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index

from cms.blocks import body_blocks
from cms.models import BasePage
from cms.models.managers import ChildRows, manager_of
from cms.models.streams import StreamField
from cms.web.cache import per_version
from practices.models import editing
from practices.models.experiments import ExperimentLinePage
from practices.models.facts import HEADINGS, PracticeFacts
from practices.models.parts import PracticeAdoption
from practices.models.profile import PROFILE
from practices.models.querysets import PracticeQuerySet
from practices.models.upkeep import PracticeCorrection, PracticeUpkeep, UpkeepFacts
from practices.models.vocabulary import ContinuumStep, PracticeStatus


def _continuum_field(label):
    return models.PositiveSmallIntegerField(label, choices=ContinuumStep.choices, null=True, blank=True)


class PracticePage(PracticeFacts, UpkeepFacts, BasePage):
    """One participation practice of one or more municipalities."""

    upkeep: PracticeUpkeep
    corrections: models.QuerySet[PracticeCorrection]
    adoptions: ChildRows[PracticeAdoption]
    #: Events, which know practices; not the other way round.
    events: Any

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

    influence = PROFILE["influence"].model_field()
    phases = PROFILE["phases"].model_field()
    level = PROFILE["level"].model_field()
    recruitment = PROFILE["recruitment"].model_field()
    interaction = PROFILE["interaction"].model_field()
    government_role = PROFILE["government_role"].model_field()
    partners = PROFILE["partners"].model_field()

    objective = RichTextField(_("objective"), blank=True)
    approach = RichTextField(_("approach"), blank=True)
    parties = RichTextField(_("parties involved"), blank=True)
    result = RichTextField(_("result"), blank=True)
    adjustments = RichTextField(_("adjustments"), blank=True)
    reach = RichTextField(_("reach"), blank=True)
    videos = ParentalManyToManyField(
        "practices.VideoPage", related_name="practices", blank=True, verbose_name=_("videos")
    )
    #: To read and to filter by; editors fill in the rows, ``adoptions``.
    adopted_from = models.ManyToManyField(
        "self",
        through="practices.PracticeAdoption",
        through_fields=("practice", "origin"),
        symmetrical=False,
        related_name="adopted_by",
        blank=True,
        verbose_name=_("adopted from"),
    )
    adopted_from_note = models.CharField(
        _("adopted from elsewhere"),
        max_length=250,
        blank=True,
        help_text=_("An example that is not in this inventory, such as one from another country."),
    )
    body = StreamField(body_blocks(), blank=True, verbose_name=_("more about this practice"))

    contact = models.ForeignKey(
        "cms.Person",
        verbose_name=_("contact"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Gets the yearly question whether this page is still true."),
    )
    shows_contact = models.BooleanField(
        _("show the contact on the site"), default=False, help_text=_("Only if this person agrees.")
    )
    internal_note = models.TextField(_("internal note"), blank=True, help_text=_("Only editors see it."))

    objects = manager_of(PracticeQuerySet, PageManager)

    shown_relations = [*BasePage.shown_relations, "contact", "upkeep"]
    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types = []
    template = "practices/practice_page.html"
    search_result_template = "practices/components/search_result.html"
    page_description = _("One participation practice of a municipality.")

    search_listing = "with_places"
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("municipality_names", boost=6),
        index.AutocompleteField("municipality_names"),
        index.SearchField("vocabulary_names", boost=4),
        index.SearchField("profile_names", boost=0.4),
        *[index.SearchField(name) for name in HEADINGS],
        index.SearchField("lessons_text"),
        index.SearchField("documents_text"),
        index.SearchField("budget_note"),
        index.SearchField("participants_note"),
        index.SearchField("adopted_from_note"),
        index.SearchField("body"),
        index.FilterField("status"),
        index.FilterField("continuum_now"),
    ]

    edit_handler = editing.edit_handler()

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

    @path("")
    def index_route(self, request):
        from practices.explore.views.practice import practice

        return practice(request, self)

    def clean(self):
        super().clean()
        if self.start_year and self.end_year and self.end_year < self.start_year:
            raise ValidationError({"end_year": _("The last year comes before the first year.")})

    @classmethod
    def public_overview(cls):
        """Where the practices that everybody may see stand; remembered until something public changes."""
        return per_version("overview", lambda: cls.objects.live().public().overview())

    @property
    def inventory_page(self):
        """The page above this one; remembered until something public changes."""
        above = self.trail[-1]
        return per_version(("inventory page", above.pk), lambda: above.specific)

    @property
    def public_videos(self):
        """The videos that everybody may see. Videos know practices, so the model is found by its name."""
        videos = apps.get_model("practices.VideoPage").objects.live().public()
        chosen = self.videos.values_list("id", flat=True)
        return videos.filter(pk__in=chosen).select_related("poster").order_by("title")

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

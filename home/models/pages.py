from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.blocks import LinkBlock, body_blocks
from cms.models import PLAIN_PAGE, BasePage
from cms.models.streams import StreamField
from cms.web.cache import ONE_DAY
from events.models import EventPage
from home.links import HomeLinks
from practices.drawings import poster
from practices.models import PracticePage


class HomePage(BasePage):
    """The front door: all practices in one drawing, two ways in, and a bit of everything."""

    hero_title = models.CharField(_("large title"), max_length=120, blank=True)
    hero_highlight = models.CharField(
        _("marked word"), max_length=40, blank=True, help_text=_("A word of the title that gets the marker.")
    )
    lead = models.TextField(_("lead"), blank=True, max_length=500)
    story_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page that tells the story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    find_text = models.TextField(_("under “Find practices”"), blank=True, max_length=300)
    quick_links = StreamField([("link", LinkBlock())], blank=True, verbose_name=_("often searched"), max_num=5)
    join_text = models.TextField(_("under “Take part”"), blank=True, max_length=300)
    experiment_line = models.ForeignKey(
        "practices.ExperimentLinePage",
        verbose_name=_("experiment line"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    call = models.ForeignKey(
        "home.CallPage", verbose_name=_("call"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    video = models.ForeignKey(
        "practices.VideoPage",
        verbose_name=_("video"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(body_blocks(), blank=True, verbose_name=_("below on the page"))

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "home.CallIndexPage",
        "practices.PracticeIndexPage",
        "practices.ExperimentLineIndexPage",
        "practices.VideoIndexPage",
        "events.EventIndexPage",
    ]
    max_count = 1
    search_kind = PLAIN_PAGE
    template = "home/home_page.html"
    page_description = _("The front door of the site.")
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("hero_title", boost=3),
        index.SearchField("lead", boost=3),
        index.SearchField("find_text"),
        index.SearchField("join_text"),
        index.SearchField("body"),
    ]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("hero_highlight"),
                FieldPanel("lead"),
                PageChooserPanel("story_page"),
            ],
            heading=_("At the top"),
        ),
        MultiFieldPanel(
            [FieldPanel("find_text"), FieldPanel("quick_links"), FieldPanel("join_text")], heading=_("Two ways in")
        ),
        InlinePanel("featured_practices", heading=_("From the inventory"), label=_("Practice"), max_num=3),
        MultiFieldPanel(
            [PageChooserPanel("experiment_line"), PageChooserPanel("call"), PageChooserPanel("video")],
            heading=_("Also on the page"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def clean(self):
        super().clean()
        if self.hero_highlight and self.hero_highlight not in self.hero_title:
            raise ValidationError({"hero_highlight": _("This word does not stand in the title.")})

    @property
    def hero_title_parts(self):
        """The large title around the marked word: before, marked, after."""
        if not self.hero_highlight:
            return (self.hero_title or self.title, "", "")
        return self.hero_title.partition(self.hero_highlight)

    featured_practices: models.QuerySet["FeaturedPractice"]

    @property
    def practices(self):
        return PracticePage.objects.live().public()

    @property
    def featured(self):
        ids = self.featured_practices.values_list("practice_id", flat=True)
        return self.practices.filter(pk__in=ids).order_by("featured_on__sort_order", "featured_on__pk").for_listing()

    @property
    def coming_events(self):
        """The next event and the few after it."""
        return list(EventPage.objects.live().public().upcoming().for_listing()[:4])

    def get_context(self, request, *args, **kwargs):
        overview = PracticePage.public_overview()
        links = HomeLinks(self)
        if links.video:
            links.video.drawing = poster(overview.positions, variant=links.video.pk)
        next_event, *later_events = self.coming_events or [None]
        return {
            **super().get_context(request, *args, **kwargs),
            "overview": overview,
            "practice_kind": PracticePage.get_search_kind(),
            "links": links,
            "next_event": next_event,
            "later_events": later_events,
        }


class FeaturedPractice(Orderable):
    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_practices")
    practice = models.ForeignKey(
        "practices.PracticePage", verbose_name=_("practice"), on_delete=models.CASCADE, related_name="featured_on"
    )

    panels = [PageChooserPanel("practice")]

    class Meta(Orderable.Meta):
        verbose_name = _("practice on the home page")


class StandardPage(BasePage):
    """A page of free text."""

    body = StreamField(body_blocks(), blank=True, verbose_name=_("text"))

    cache_seconds = ONE_DAY
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    search_kind = PLAIN_PAGE
    template = "home/standard_page.html"
    page_description = _("A page of text, pictures and other blocks.")
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    content_panels = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")

    @property
    def children(self):
        """The text pages below this one, as further reading."""
        return self.get_children().live().public().in_menu().specific()

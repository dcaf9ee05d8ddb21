from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.embeds import parse_video_url
from cms.models import BasePage, IndexPage
from cms.models.managers import ChildRows
from cms.web.cache import ONE_DAY
from practices.drawings import poster
from practices.models.pages import PracticePage
from practices.transcripts import with_anchors


class VideoIndexPage(IndexPage):
    cache_seconds = ONE_DAY
    subpage_types = ["practices.VideoPage"]
    template = "practices/video_index_page.html"
    page_description = _("All videos.")

    class Meta:
        verbose_name = _("overview of videos")
        verbose_name_plural = _("overviews of videos")

    #: Videos on one page.
    page_size = 24

    @property
    def videos(self):
        return VideoPage.objects.live().public().child_of(self).order_by("-first_published_at", "title")

    def get_context(self, request, *args, **kwargs):
        videos = self.videos.select_related("poster").prefetch_related("speakers")
        page = Paginator(videos, self.page_size).get_page(request.GET.get("p"))
        positions = list(PracticePage.public_overview().positions)
        for video in page.object_list:
            video.drawing = poster(positions, variant=video.pk)
        return {**super().get_context(request, *args, **kwargs), "videos": page}


class VideoPage(BasePage):
    """A film at YouTube or Vimeo; nothing is asked of the provider before the visitor presses play."""

    video_url = models.URLField(
        _("address of the video"), help_text=_("From YouTube or Vimeo, as it stands in the address bar.")
    )
    poster = models.ForeignKey(
        "cms.SiteImage", verbose_name=_("poster"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    duration = models.PositiveIntegerField(_("duration"), null=True, blank=True, help_text=_("In seconds."))
    recorded_on = models.DateField(_("recorded on"), null=True, blank=True)
    transcript = RichTextField(_("transcript"), blank=True, help_text=_("Everything that is said and shown."))

    shown_relations = [*BasePage.shown_relations, "poster"]
    cache_seconds = ONE_DAY
    parent_page_types = ["practices.VideoIndexPage"]
    subpage_types = []
    template = "practices/video_page.html"
    page_description = _("A film with its transcript.")
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("speakers_text"),
        index.SearchField("transcript", boost=0.6),
    ]
    search_passage_fields = ("transcript",)
    content_panels = [
        *Page.content_panels,
        FieldPanel("video_url"),
        FieldPanel("poster"),
        FieldRowPanel([FieldPanel("duration"), FieldPanel("recorded_on")]),
        InlinePanel("speakers", heading=_("Who speaks"), label=_("Speaker")),
        FieldPanel("transcript"),
    ]

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def clean(self):
        super().clean()
        if self.video_url and parse_video_url(self.video_url) is None:
            raise ValidationError(
                {"video_url": _("This is no video of YouTube or Vimeo. Paste the address of the video's own page.")}
            )

    @property
    def player(self):
        """Where the film plays and is watched, see ``cms.embeds.Video``; None for an address of no known host."""
        return parse_video_url(self.video_url)

    @cached_property
    def drawing(self):
        """The poster of a video without a picture."""
        return poster(PracticePage.public_overview().positions, variant=self.pk or 0)

    @property
    def anchored_transcript(self):
        """Search leads to its paragraphs."""
        return with_anchors(self.transcript)

    @property
    def duration_label(self):
        """Minutes and seconds, such as "3:07"; empty when the duration is not known."""
        return f"{self.duration // 60}:{self.duration % 60:02}" if self.duration else ""

    @property
    def search_facts(self):
        return [self.duration_label]

    speakers: ChildRows["VideoSpeaker"]

    @property
    def speaker_line(self):
        return ", ".join(speaker.name for speaker in self.speakers.all())

    def speakers_text(self):
        return " ".join(f"{speaker.name} {speaker.role}" for speaker in self.speakers.all())


class VideoSpeaker(Orderable):
    video = ParentalKey(VideoPage, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=160, blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = _("speaker")

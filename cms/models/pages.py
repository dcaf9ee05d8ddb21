from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.forms import BasePageForm
from cms.models.topics import TopicsField
from search.index import Searchable


class BasePage(Searchable, Page):
    """What every page of the site has: a summary, a picture for lists and shares, topics and a place in search."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("Shown in lists, search results and when the page is shared."),
    )
    listing_image = models.ForeignKey(
        "cms.SiteImage",
        verbose_name=_("picture for lists and shares"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Labels the page as illustrative: its content is made up.")
    )
    topics = TopicsField(through="cms.PageTopic", blank=True, verbose_name=_("topics"))

    base_form_class = BasePageForm
    #: Slugs that children may not take, because a route answers there.
    reserved_child_slugs: frozenset[str] = frozenset()

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=3),
        index.SearchField("topic_names", boost=5),
    ]
    promote_panels = [
        FieldPanel("summary"),
        FieldPanel("topics"),
        FieldPanel("listing_image"),
        FieldPanel("is_example"),
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("show_in_menus"),
            ],
            heading=_("Address, search engines and menus"),
        ),
    ]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        result = super().save(*args, **kwargs)
        # modelcluster writes topics and other rows after this save, so index once more when all is in place.
        transaction.on_commit(self._reindex)
        return result

    def _reindex(self):
        if page := type(self).objects.filter(pk=self.pk).first():
            index.insert_or_update_object(page)

    @property
    def breadcrumbs(self):
        """The live pages above this one, home page first."""
        return self.get_ancestors().live().filter(depth__gt=1)

    @property
    def kind(self):
        """What this is, in a visitor's word: "Practice", "Event"."""
        return self.specific_class._meta.verbose_name

    def topic_names(self):
        return " ".join(topic.name for topic in self.topics.all())


class IndexPage(BasePage):
    """The one page above all pages of a kind."""

    intro = RichTextField(_("introduction"), blank=True)

    parent_page_types = ["home.HomePage"]
    max_count = 1
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        abstract = True

from http import HTTPMethod

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.forms.pages import BasePageForm, CopyPageForm, refuse_reserved_slug
from cms.models.offered_documents import OffersDocuments
from cms.models.routes import RoutesMixin
from cms.models.topics import TopicsField
from cms.models.tree import BasePageManager, TreeMixin
from search.engine.searchable import Kind, Searchable

#: The kind shown in search results for a page that is not a practice, an event and so on.
PLAIN_PAGE = Kind(_("page"), _("pages"))


class BasePage(RoutesMixin, TreeMixin, OffersDocuments, Searchable, Page):
    """The base of every page of the site: a summary, a picture for lists and shares, topics and a place in search."""

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

    objects = BasePageManager()

    base_form_class = BasePageForm
    copy_form_class = CopyPageForm
    # Pages are read; what visitors send goes to addresses of its own.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    # Wagtail would do so before modelcluster writes topics and other rows; ``save`` does it behind them.
    search_auto_update = False
    search_fields = [
        *Page.search_fields,
        index.SearchField("title", boost=10),
        index.SearchField("topic_names", boost=6),
        index.AutocompleteField("topic_names"),
        index.SearchField("summary", boost=3),
        index.SearchField("document_texts", boost=0.4),
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

    def clean(self):
        super().clean()
        try:
            refuse_reserved_slug(self.slug, self.get_parent())
        except ValidationError as error:
            raise ValidationError({"slug": error}) from error

    def save(self, *args, **kwargs):
        result = super().save(*args, **kwargs)
        # As it is stored: this instance may be a draft.
        index.insert_or_update_object(type(self).objects.get(pk=self.pk))
        return result

    @property
    def meta_description(self):
        return self.search_description or self.summary

    @property
    def share_image(self):
        return self.listing_image.share_rendition if self.listing_image else None

    @property
    def kind(self):
        """The kind of page in a visitor's word: "Practice", "Event"."""
        return self.specific_class._meta.verbose_name

    def topic_names(self):
        return " ".join(topic.name for topic in self.topics.all())


class IndexPage(BasePage):
    """The one page above all pages of a kind."""

    intro = RichTextField(_("introduction"), blank=True)

    parent_page_types = ["home.HomePage"]
    max_count = 1
    cache_parameters = ("p",)
    search_kind = PLAIN_PAGE
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        abstract = True

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import body_blocks
from cms.models import BasePage, IndexPage
from cms.models.streams import StreamField

LIST_FEATURES = ["ul", "bold", "link"]


class CallIndexPage(IndexPage):
    subpage_types = ["home.CallPage"]
    template = "home/call_index_page.html"
    page_description = _("All calls.")

    class Meta:
        verbose_name = _("overview of calls")
        verbose_name_plural = _("overviews of calls")

    #: Calls on one page.
    page_size = 24

    @property
    def calls(self):
        """The public calls; those without a last day, then the latest."""
        return CallPage.objects.live().public().child_of(self).order_by(models.F("deadline").desc(nulls_first=True))

    def get_context(self, request, *args, **kwargs):
        calls = Paginator(self.calls, self.page_size).get_page(request.GET.get("p"))
        return {**super().get_context(request, *args, **kwargs), "calls": calls}


class CallPage(BasePage):
    """An invitation to take part in the Labo, with its conditions and what it brings."""

    intro = RichTextField(_("introduction"), blank=True)
    conditions = RichTextField(_("conditions"), blank=True, features=LIST_FEATURES)
    benefits_participant = RichTextField(_("benefits for you as a participant"), blank=True, features=LIST_FEATURES)
    benefits_organisation = RichTextField(_("benefits for your organisation"), blank=True, features=LIST_FEATURES)
    benefits_society = RichTextField(_("benefits for society"), blank=True, features=LIST_FEATURES)
    deadline = models.DateField(
        _("deadline"), null=True, blank=True, help_text=_("The last day on which candidates can apply.")
    )
    template_document = models.ForeignKey(
        "cms.SiteDocument",
        verbose_name=_("template for candidates"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact = models.ForeignKey(
        "cms.Person", verbose_name=_("contact"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(body_blocks(), blank=True, verbose_name=_("more text"))

    shown_relations = [*BasePage.shown_relations, "contact", "template_document"]
    parent_page_types = ["home.CallIndexPage"]
    subpage_types = []
    template = "home/call_page.html"
    page_description = _("An invitation to take part in the Labo.")
    search_fields = [
        *BasePage.search_fields,
        *[
            index.SearchField(name)
            for name in [
                "intro",
                "conditions",
                "benefits_participant",
                "benefits_organisation",
                "benefits_society",
                "body",
            ]
        ],
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("conditions"),
        MultiFieldPanel(
            [
                FieldPanel("benefits_participant"),
                FieldPanel("benefits_organisation"),
                FieldPanel("benefits_society"),
            ],
            heading=_("What it brings"),
        ),
        FieldRowPanel([FieldPanel("deadline"), FieldPanel("template_document"), FieldPanel("contact")]),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    @property
    def is_open(self):
        return self.deadline is not None and self.deadline >= timezone.localdate()

    @property
    def deadline_label(self):
        """Until when the call runs, or ran."""
        if self.deadline is None:
            return _("This call has no last day yet.")
        sentence = _("You can apply until %(day)s.") if self.is_open else _("This call ran until %(day)s.")
        return sentence % {"day": date_format(self.deadline, "j F Y")}

    @property
    def benefits(self):
        """The three lists of benefits with their headings, the empty ones left out."""
        benefits = [
            (_("What does it bring you?"), self.benefits_participant),
            (_("What does it bring your organisation?"), self.benefits_organisation),
            (_("What does it bring society?"), self.benefits_society),
        ]
        return [(heading, text) for heading, text in benefits if text]

"""What came of an event, on its own page."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.models import BasePage
from cms.models.managers import ChildRows
from cms.models.resources import Resource, ResourceLink, has_one_place
from search.engine.fields import WEIGHT_MARK

#: Stands in the index of an event that was over when it was indexed, see ``services.indexing``. It looks like a weight,
#: so it is no word that anybody can look for or is offered.
OVER_MARK = f"{WEIGHT_MARK}0"


# What ``Afterwards`` is mixed into.
_Base = BasePage if TYPE_CHECKING else models.Model


class Afterwards(_Base):
    """Part of ``EventPage``: shown when the event is over; until then it is the editors' preparation."""

    if TYPE_CHECKING:

        @property
        def is_past(self) -> bool: ...

    presentations: ChildRows["EventPresentation"]

    report = RichTextField(
        _("report"),
        blank=True,
        help_text=_("Shown when the meeting is over. Who was there gets a mail, once, that it is on the page."),
    )
    lessons = RichTextField(_("lessons"), blank=True, help_text=_("What a colleague should remember: a short list."))

    afterwards_search_fields = [
        # With a boost, so that it is never among the words that a full index leaves out.
        index.SearchField("over_mark", boost=4),
        index.SearchField("report_text"),
        index.SearchField("lessons_text"),
        index.SearchField("presentations_text"),
    ]
    afterwards_panel = MultiFieldPanel(
        [
            FieldPanel("report"),
            FieldPanel("lessons"),
            InlinePanel("presentations", label=_("Presentation")),
        ],
        heading=_("Afterwards"),
        icon="doc-full",
    )

    class Meta:
        abstract = True

    @property
    def unseen_parts(self):
        """See ``cms.models.offered_documents``."""
        return () if self.is_past else ("report", "lessons", "presentations")

    @property
    def has_report(self) -> bool:
        """Whether the page tells what came of the event; never before it is over."""
        return self.is_past and bool(self._said_of_report or self._said_of_lessons or self.presentations.exists())

    @property
    def shown_report(self) -> str:
        return self.report if self.is_past and self._said_of_report else ""

    @property
    def shown_lessons(self) -> str:
        return self.lessons if self.is_past and self._said_of_lessons else ""

    @property
    def presentation_links(self) -> list[ResourceLink]:
        if not self.is_past:
            return []
        return [presentation.link for presentation in self.presentations.select_related("document")]

    def over_mark(self):
        return OVER_MARK if self.is_past else ""

    def report_text(self):
        return get_text_for_indexing(self.shown_report)

    def lessons_text(self):
        return get_text_for_indexing(self.shown_lessons)

    def presentations_text(self):
        return " ".join(link.title for link in self.presentation_links)

    @property
    def _said_of_report(self):
        return strip_tags(self.report).strip()

    @property
    def _said_of_lessons(self):
        return strip_tags(self.lessons).strip()


class EventPresentation(Resource):
    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="presentations")

    class Meta(Resource.Meta):
        abstract = False
        verbose_name = _("presentation")
        constraints = [has_one_place("presentation_has_one_place")]

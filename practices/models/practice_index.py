from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.models import IndexPage
from practices.models.pages import PracticePage


class PracticeIndexPage(IndexPage):
    """The inventory: all practices, and the ways to look at them."""

    licence = models.CharField(
        _("licence of the data"),
        max_length=160,
        blank=True,
        help_text=_("Stands with the downloads, such as “CC BY 4.0”. Empty: visitors read that none was chosen yet."),
    )
    licence_url = models.URLField(_("web address of the licence"), blank=True)

    subroutes = {
        "": "practices.explore.views.listing.listing",
        "kaart": "practices.explore.views.map.practice_map",
        "vergelijken": "practices.explore.views.comparison.comparison",
        "zoals-mijn-gemeente": "practices.explore.views.like_mine.like_mine",
        "witte-vlekken": "practices.explore.views.white_spots.white_spots",
        "indienen": "practices.submission.views.submit",
        "ingediend": "practices.submission.views.submitted",
        "codeboek": "practices.exchange.exports.views.codebook",
        "data.csv": "practices.exchange.exports.views.as_csv",
        "data.json": "practices.exchange.exports.views.as_json",
        "data.geojson": "practices.exchange.exports.views.as_geojson",
        "data.xlsx": "practices.exchange.exports.views.as_xlsx",
    }
    reserved_child_slugs = frozenset(subroutes) - {""}
    subpage_types = ["practices.PracticePage"]
    template = "practices/practice_index_page.html"
    page_description = _("The inventory of practices.")
    content_panels = [
        *IndexPage.content_panels,
        MultiFieldPanel([FieldRowPanel([FieldPanel("licence"), FieldPanel("licence_url")])], heading=_("Open data")),
    ]

    class Meta:
        verbose_name = _("inventory of practices")
        verbose_name_plural = _("inventories of practices")

    @property
    def practices(self):
        """The practices that everybody may see."""
        return PracticePage.objects.live().public().child_of(self).order_by("title")

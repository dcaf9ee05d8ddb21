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
        "": "practices.views.listing.listing",
        "kaart": "practices.views.map.practice_map",
        "vergelijken": "practices.views.comparison.comparison",
        "zoals-mijn-gemeente": "practices.views.likeness.like_mine",
        "witte-vlekken": "practices.views.white_spots.white_spots",
        "indienen": "practices.views.submission.submit",
        "ingediend": "practices.views.submission.submitted",
        "codeboek": "practices.views.exports.codebook",
        "data.csv": "practices.views.exports.as_csv",
        "data.json": "practices.views.exports.as_json",
        "data.geojson": "practices.views.exports.as_geojson",
        "data.xlsx": "practices.views.exports.as_xlsx",
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

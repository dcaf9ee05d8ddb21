from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import path

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

    @path("")
    def index_route(self, request):
        from practices.explore.views.listing import listing

        return listing(request, self)

    @path("kaart/", name="map")
    def map_route(self, request):
        from practices.explore.views.map import practice_map

        return practice_map(request, self)

    @path("vergelijken/", name="comparison")
    def comparison_route(self, request):
        from practices.explore.views.comparison import comparison

        return comparison(request, self)

    @path("zoals-mijn-gemeente/", name="like_mine")
    def like_mine_route(self, request):
        from practices.explore.views.like_mine import like_mine

        return like_mine(request, self)

    @path("witte-vlekken/", name="white_spots")
    def white_spots_route(self, request):
        from practices.explore.views.white_spots import white_spots

        return white_spots(request, self)

    @path("indienen/", name="submission")
    def submission_route(self, request):
        from practices.submission.views import submit

        return submit(request, self)

    @path("ingediend/", name="submitted")
    def submitted_route(self, request):
        from practices.submission.views import submitted

        return submitted(request, self)

    @path("codeboek/", name="codebook")
    def codebook_route(self, request):
        from practices.exchange.exports.views import codebook

        return codebook(request, self)

    @path("data.csv/", name="csv")
    def csv_route(self, request):
        from practices.exchange.exports.views import as_csv

        return as_csv(request, self)

    @path("data.json/", name="json")
    def json_route(self, request):
        from practices.exchange.exports.views import as_json

        return as_json(request, self)

    @path("data.geojson/", name="geojson")
    def geojson_route(self, request):
        from practices.exchange.exports.views import as_geojson

        return as_geojson(request, self)

    @path("data.xlsx/", name="xlsx")
    def xlsx_route(self, request):
        from practices.exchange.exports.views import as_xlsx

        return as_xlsx(request, self)

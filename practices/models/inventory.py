from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from cms.cache import ONE_DAY
from cms.models import IndexPage
from practices.drawings import map_dots
from practices.models.pages import PracticePage
from practices.reference import flanders


class PracticeIndexPage(IndexPage):
    """The inventory: all practices."""

    page_size = 24

    reserved_child_slugs = frozenset({"kaart", "vergelijken", "indienen", "data", "codeboek", "witte-vlekken"})
    keep_seconds = ONE_DAY
    subpage_types = ["practices.PracticePage"]
    template = "practices/practice_index_page.html"
    page_description = _("The inventory of practices.")

    class Meta:
        verbose_name = _("inventory of practices")
        verbose_name_plural = _("inventories of practices")

    @property
    def search_slug(self):
        """Limits a search to practices."""
        return PracticePage.get_search_kind().slug

    @property
    def practices(self):
        return PracticePage.objects.live().public().child_of(self).order_by("title")

    def get_context(self, request, *args, **kwargs):
        on_map = list(self.practices.on_map())
        page = Paginator(self.practices.for_listing(), self.page_size).get_page(request.GET.get("p"))
        return {
            **super().get_context(request, *args, **kwargs),
            "practices": page,
            "count": page.paginator.count,
            "municipality_count": len({practice.place for practice in on_map}),
            "provinces": flanders()["provinces"],
            "dots": map_dots(on_map),
        }

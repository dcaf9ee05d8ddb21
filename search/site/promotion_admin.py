"""Wagtail's screens for promoted results, without its own log of searches: ours keeps no text of one visitor."""

from typing import Any

from django.urls import path
from wagtail.contrib.search_promotions.views import CreateView, EditView, IndexView

from search.site.insight.models import LONGEST


class PromotionIndexView(IndexView):
    columns = [column for column in IndexView.columns if column.name != "views"]


class PromotionCreateView(CreateView):
    template_name = "search/admin/add_promotion.html"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"query_string": self.request.GET.get("query_string", "")[:LONGEST]}


class PromotionEditView(EditView):
    template_name = "search/admin/edit_promotion.html"


#: Before those of Wagtail, at the same addresses.
URLS = [
    path("searchpicks/", PromotionIndexView.as_view()),
    path("searchpicks/results/", PromotionIndexView.as_view(results_only=True)),
    path("searchpicks/add/", PromotionCreateView.as_view()),
    path("searchpicks/<int:query_id>/", PromotionEditView.as_view()),
]
#: What asks Wagtail's own log.
HIDDEN_REPORT = "search-terms"

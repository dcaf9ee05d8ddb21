from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.tables import TitleColumn
from wagtail.contrib.search_promotions.wagtail_hooks import SearchPicksMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search.engine.models import SynonymGroup
from search.site import promotion_admin
from search.site.insight.models import LONGEST
from search.site.insight.report import InsightView

HOOK = "register_search_menu_item"

search_menu = Menu(register_hook_name=HOOK)


class SynonymCreateView(CreateView):
    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"phrases": self.request.GET.get("phrases", "")[:LONGEST]}


@register_snippet
class SynonymViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "resubmit"
    menu_label = _("Synonyms")
    menu_hook = HOOK
    menu_order = 200
    add_view_class = SynonymCreateView
    list_display = [TitleColumn("__str__", label=_("Synonyms"), sort_key="phrases")]
    search_backend_name = None
    search_fields = ["phrases", "leads_to"]


class InsightMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return InsightView.permission_policy.user_has_permission(request.user, "view")


@hooks.register("register_admin_menu_item")
def register_search_menu() -> MenuItem:
    return SubmenuMenuItem(_("Site search"), search_menu, name="site-search", icon_name="search", order=450)


@hooks.register(HOOK)
def register_insight_item() -> MenuItem:
    return InsightMenuItem(_("Search insight"), reverse_lazy("search_insight"), icon_name="view", order=100)


@hooks.register(HOOK)
def register_promotions_item() -> MenuItem:
    return SearchPicksMenuItem(
        _("Promoted results"), reverse("wagtailsearchpromotions:index"), icon_name="pick", order=300
    )


@hooks.register("construct_settings_menu")
def leave_promotions_to_our_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if not isinstance(item, SearchPicksMenuItem)]


@hooks.register("construct_reports_menu")
def hide_other_log_of_searches(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != promotion_admin.HIDDEN_REPORT]


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own
def register_admin_urls() -> list[URLPattern]:
    return [
        *promotion_admin.URLS,
        path("zoekinzicht/", InsightView.as_view(), name="search_insight"),
        path("zoekinzicht/results/", InsightView.as_view(results_only=True), name="search_insight_results"),
    ]


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchterm")

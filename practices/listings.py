"""Practices in the admin: their columns and filters, in the page explorer and in the menu."""

import django_filters
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView, PageFilterSet
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from practices.models import Municipality, PracticePage, Theme


class RelatedFilter(django_filters.ModelMultipleChoiceFilter):
    """Looks the practices up apart: a search cannot follow the relation itself."""

    def filter(self, pages, values):
        if not values:
            return pages
        return pages.filter(pk__in=PracticePage.objects.filter(**{f"{self.field_name}__in": values}).values("pk"))


class PracticeFilterSet(PageFilterSet):
    municipalities = RelatedFilter(
        label=_("Municipality"),
        queryset=lambda request: Municipality.objects.filter(practices__isnull=False).distinct(),
        widget=CheckboxSelectMultiple,
    )
    themes = RelatedFilter(label=_("Theme"), queryset=Theme.objects.all(), widget=CheckboxSelectMultiple)
    has_child_pages = None
    site = None

    class Meta:
        model = PracticePage
        fields = ["status"]


class PracticeListing:
    """What the listings of practices share."""

    def annotate_queryset(self, pages):
        return super().annotate_queryset(pages).prefetch_related("municipalities", "themes")


class PracticeExplorerView(PracticeListing, ExplorableIndexView):
    pass


class PracticeIndexView(PracticeListing, IndexView):
    pass


class PracticeTypeView(PracticeListing, ContentTypeUseView):
    pass


class PracticeListingOptions:
    model = PracticePage
    icon = "group"
    filterset_class = PracticeFilterSet
    columns = [
        *IndexView.base_columns[:2],
        Column("municipalities", label=_("Municipality"), accessor="place_names", width="12%"),
        Column(
            "themes",
            label=_("Themes"),
            accessor=lambda practice: ", ".join(theme.name for theme in practice.themes.all()),
            width="15%",
        ),
        # Not "status": that is the column of the page itself, live or draft.
        Column("state", label=_("Practice is"), accessor="get_status_display", sort_key="status", width="9%"),
        *[column for column in IndexView.base_columns if column.name in {"latest_revision_created_at", "status"}],
    ]


class PracticeExplorer(PracticeListingOptions, PageViewSet):
    """The columns below the inventory in the page explorer."""

    index_view_class = PracticeExplorerView
    content_type_use_view_class = PracticeTypeView


class PracticeMenu(PracticeListingOptions, PageListingViewSet):
    """All practices, one click away."""

    index_view_class = PracticeIndexView
    name = "praktijken"
    menu_label = _("Practices")
    menu_order = 110
    add_to_admin_menu = True

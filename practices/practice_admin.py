"""Practices in the admin: their columns and filters, in the page explorer and in the menu."""

from typing import TYPE_CHECKING

import django_filters
from django.db.models import F, Q
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView, PageFilterSet
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from practices.models import Municipality, PracticePage, Theme
from practices.models.upkeep import stale_before, unchecked_since
from practices.upkeep.completeness import RELATIONS, WANTS, completeness, lacking


def _lacks(practice):
    """By name what visitors need and do not find; the rest as a number."""
    missing = completeness(practice)
    needed = [str(want.label) for want in missing if want.is_essential]
    if useful := len(missing) - len(needed):
        needed.append(ngettext("%(count)d useful thing", "%(count)d useful things", useful) % {"count": useful})
    return capfirst(", ".join(needed)) or "–"


def _checked_on(practice):
    return date_format(practice.last_check.checked_on, "SHORT_DATE_FORMAT") if practice.last_check else "–"


class RelatedFilter(django_filters.ModelMultipleChoiceFilter):
    """Looks the practices up apart: a search cannot follow the relation itself."""

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.filter(pk__in=PracticePage.objects.filter(**{f"{self.field_name}__in": value}).values("pk"))


class PracticeFilterSet(PageFilterSet):
    municipalities = RelatedFilter(
        label=_("Municipality"),
        queryset=lambda request: Municipality.objects.filter(practices__isnull=False).distinct(),
        widget=CheckboxSelectMultiple,
    )
    themes = RelatedFilter(label=_("Theme"), queryset=Theme.objects.all(), widget=CheckboxSelectMultiple)
    check = django_filters.ChoiceFilter(
        label=_("Checked"),
        choices=[("stale", _("Not for 18 months")), ("never", _("Never"))],
        empty_label=_("All"),
        widget=RadioSelect,
        method="filter_check",
    )
    lacks = django_filters.MultipleChoiceFilter(
        label=_("Lacks"),
        choices=lambda: [(want.name, capfirst(str(want.label))) for want in WANTS],
        widget=CheckboxSelectMultiple,
        method="filter_lacks",
    )
    has_child_pages = None
    site = None

    class Meta:
        model = PracticePage
        fields = ["status"]

    def filter_lacks(self, pages, name, values):
        return lacking(pages, values) if values else pages

    def filter_check(self, pages, name, value):
        condition = Q(upkeep__checked_on=None) if value == "never" else unchecked_since(stale_before())
        return pages.filter(pk__in=PracticePage.objects.filter(condition).values("pk"))


# What ``PracticeListing`` is mixed into.
_Listing = IndexView if TYPE_CHECKING else object


class PracticeListing(_Listing):
    """Shared by the listings of practices."""

    def annotate_queryset(self, pages):
        return super().annotate_queryset(pages).prefetch_related("upkeep", *RELATIONS)

    def get_valid_orderings(self):
        orderings = super().get_valid_orderings()
        # A search cannot sort by what is beside the page.
        return [name for name in orderings if name.lstrip("-") != "checked_on"] if self.is_searching else orderings

    def order_queryset(self, queryset):
        if self.ordering in {"checked_on", "-checked_on"}:
            # Never checked is longest ago.
            day = F("upkeep__checked_on")
            order = day.desc(nulls_last=True) if self.ordering.startswith("-") else day.asc(nulls_first=True)
            return queryset.order_by(order, "title")
        return super().order_queryset(queryset)


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
        IndexView.base_columns[0],
        # Wagtail's own leaves the title what the other columns do not take: a word per line.
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title", width="25%"),
        Column("municipalities", label=_("Municipality"), accessor="place_names", width="11%"),
        Column(
            "themes",
            label=_("Themes"),
            accessor=lambda practice: ", ".join(theme.name for theme in practice.themes.all()),
            width="12%",
        ),
        # Not "status": that is the column of the page itself, live or draft.
        Column("lacks", label=_("Lacks"), accessor=_lacks, width="13%"),
        Column("state", label=_("Practice is"), accessor="get_status_display", sort_key="status", width="8%"),
        Column("checked_on", label=_("Checked on"), accessor=_checked_on, sort_key="checked_on", width="8%"),
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

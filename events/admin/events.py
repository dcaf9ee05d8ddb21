"""Events in the admin: their columns and filters, below the agenda in the page explorer and in the menu."""

from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView, PageFilterSet
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from events.models import EventPage, EventState


def _day(event):
    return date_format(event.local_start, "SHORT_DATETIME_FORMAT") if event.start else event.month_label


class EventFilterSet(PageFilterSet):
    """Looks events up apart: the search index knows neither their state nor their end."""

    moment = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("upcoming", _("To come")), ("past", _("Over"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_moment",
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=EventState.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_state",
    )
    has_child_pages = None
    site = None

    class Meta:
        model = EventPage
        fields = ["kind_of_event"]

    def filter_moment(self, pages, name, value):
        events = EventPage.objects.past() if value == "past" else EventPage.objects.upcoming()
        return pages.filter(pk__in=events.order_by().values("pk"))

    def filter_state(self, pages, name, value):
        return pages.filter(pk__in=EventPage.objects.filter(ledger__state=value).values("pk"))


# What ``EventListing`` is mixed into.
_Listing = IndexView if TYPE_CHECKING else object


class EventListing(_Listing):
    """What the listings of events share, in the page explorer and in the menu."""

    def annotate_queryset(self, pages):
        return super().annotate_queryset(pages.with_day()).prefetch_related("ledger")

    def get_valid_orderings(self):
        orderings = super().get_valid_orderings()
        return [name for name in orderings if name.lstrip("-") != "day"] if self.is_searching else orderings

    def order_queryset(self, queryset):
        if self.ordering == "day":
            return queryset.order_by(F("day").asc(nulls_last=True), "start", "title")
        if self.ordering == "-day":
            return queryset.order_by(F("day").desc(nulls_first=True), "-start", "title")
        return super().order_queryset(queryset)


class EventExplorerView(EventListing, ExplorableIndexView):
    pass


class EventIndexView(EventListing, IndexView):
    pass


class EventTypeView(EventListing, ContentTypeUseView):
    pass


class EventListingOptions:
    model = EventPage
    icon = "calendar-alt"
    ordering = "-day"
    filterset_class = EventFilterSet
    columns = [
        *IndexView.base_columns[:2],
        Column("day", label=_("Date"), accessor=_day, sort_key="day", width="14%"),
        Column("kind", label=_("Kind"), accessor="get_kind_of_event_display", sort_key="kind_of_event", width="12%"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="ledger.get_state_display",
            primary=lambda event: event.ledger.goes_ahead,
            width="12%",
        ),
        *[column for column in IndexView.base_columns if column.name in {"latest_revision_created_at", "status"}],
    ]


class EventExplorer(EventListingOptions, PageViewSet):
    """The columns below the agenda in the page explorer."""

    index_view_class = EventExplorerView
    content_type_use_view_class = EventTypeView


class EventMenu(EventListingOptions, PageListingViewSet):
    """All events, one click away."""

    index_view_class = EventIndexView
    name = "agenda"
    menu_label = _("Agenda")
    menu_order = 120
    add_to_admin_menu = True

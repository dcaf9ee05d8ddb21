"""“Zoekinzicht”: what visitors search for, what finds nothing and what they do not open; each row leads to a remedy."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, NullIf, Round
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.models import User
from search.site.insight.models import SearchClick, SearchTerm

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PERIODS = [("30", _("30 days")), ("90", _("90 days")), ("180", _("180 days"))]
NOTHING, UNOPENED = "niets", "ongeopend"
SHOWN = [(NOTHING, _("Found nothing")), (UNOPENED, _("Found, never opened"))]


class InsightFilterSet(WagtailFilterSet):
    #: The view counts by it.
    period = ChoiceFilter(label=_("Period"), choices=PERIODS, empty_label=None, method="as_it_is")
    show = ChoiceFilter(label=_("Show"), choices=SHOWN, empty_label=_("All searches"), method="of_kind")

    class Meta:
        model = SearchTerm
        fields = []

    def as_it_is(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset

    def of_kind(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == NOTHING:
            return queryset.filter(without__gt=0)
        return queryset.filter(clicked=0, without__lt=F("times"))


def remedies(term: str, user: User) -> Iterator[tuple["StrOrPromise", str]]:
    """Links with which this editor may help visitors who search for it: labels with addresses."""
    if user.has_perm("search.add_synonymgroup"):
        address = reverse("wagtailsnippets_search_synonymgroup:add")
        yield _("Make a synonym"), f"{address}?{urlencode({'phrases': term})}"
    if user.has_perm("wagtailsearchpromotions.add_searchpromotion"):
        address = reverse("wagtailsearchpromotions:add")
        yield _("Put a result on top"), f"{address}?{urlencode({'query_string': term})}"


class RemedyColumn(Column):
    cell_template_name = "search/admin/remedies.html"

    def get_cell_context_data(self, instance: SearchTerm, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        return context | {"term": instance.text, "remedies": list(remedies(instance.text, user))}


def _result_page(term: SearchTerm) -> str:
    # With a page number it is not taken for the search of a visitor, and not counted.
    return f"{reverse('search')}?{urlencode({'q': term.text, 'p': 1})}"


class InsightView(ReportView):
    page_title = _("Search insight")
    header_icon = "search"
    model = SearchTerm
    permission_policy = ModelPermissionPolicy(SearchTerm)
    any_permission_required = ["view"]
    results_template_name = "search/admin/insight_results.html"
    index_url_name = "search_insight"
    index_results_url_name = "search_insight_results"
    filterset_class = InsightFilterSet
    is_searchable = True
    search_fields = ["text"]
    default_ordering = "-times"
    columns = [
        TitleColumn("text", label=_("Searched for"), sort_key="text", get_url=_result_page),
        NumberColumn("times", label=_("Searched"), sort_key="times"),
        NumberColumn("without", label=_("Found nothing"), sort_key="without"),
        NumberColumn("clicked", label=_("Opened a result"), sort_key="clicked"),
        Column("place", label=_("Average place"), sort_key="place"),
        Column("favourite", label=_("Opened most")),
        RemedyColumn("remedies", label=_("What you can do")),
    ]
    list_export = ["text", "times", "without", "clicked", "place"]
    export_headings = {
        "text": _("Searched for"),
        "times": _("Searched"),
        "without": _("Found nothing"),
        "clicked": _("Opened a result"),
        "place": _("Average place"),
    }
    export_filename = "zoekinzicht"

    @cached_property
    def since(self) -> date:
        """The day before the period."""
        asked = self.request.GET.get("period")
        return timezone.localdate() - timedelta(days=int(asked if asked in dict(PERIODS) else PERIODS[0][0]))

    def get_base_queryset(self) -> QuerySet[SearchTerm]:
        in_period = Q(days__day__gt=self.since)
        favourite = (
            SearchClick.objects.filter(term=OuterRef("pk"), day__gt=self.since)
            .values("page")
            .annotate(clicked=Sum("clicks"))
            .order_by("-clicked", "page")
            .values("page__title")[:1]
        )
        return (
            SearchTerm.objects.exclude(text="")
            .filter(in_period)
            .annotate(
                times=Sum("days__searches"),
                without=Sum("days__empty"),
                clicked=Sum("days__clicks"),
                place=Round(Cast(Sum("days__places"), FloatField()) / NullIf(Sum("days__clicks"), 0), 1),
                favourite=Subquery(favourite),
            )
            .filter(times__gt=0)
        )

"""The results that editors put on top for a search."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import HttpRequest
from wagtail.contrib.search_promotions.models import Query as PromotedQuery
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import PageViewRestriction

from cms.web.cache import per_version
from search.engine.query import Query

_SHOWN_PATH = ExpressionWrapper(OuterRef("page__path"), output_field=CharField())


@dataclass(frozen=True)
class Promoted:
    """A page that everybody may see, or an address elsewhere (``page`` is None); ``text`` may be empty."""

    title: str
    url: str
    text: str = ""
    page: int | None = None


def promoted(query: Query, request: HttpRequest | None = None) -> list[Promoted]:
    """The choice of editors for exactly this search; capitals, accents, signs and spaces do not matter.

    One query when there is something for it, none otherwise. Never ``PromotedQuery.get``, which writes.
    """
    queries = per_version(("search", "promoted"), _searches_with_promotions).get(query.key)
    if not queries:
        return []
    above = PageViewRestriction.objects.alias(shown=_SHOWN_PATH).filter(shown__startswith=F("page__path"))
    # Not by Wagtail's ``public()``: that is a query more.
    shown = Q(page=None) | (Q(page__live=True) & ~Exists(above))
    # The first may have no number, which is before 0 in one database and after all others in another.
    order = [F("sort_order").asc(nulls_first=True), "pk"]
    chosen = SearchPromotion.objects.filter(shown, query__in=queries).select_related("page").order_by(*order)
    return [found for promotion in chosen if (found := _promoted(promotion, request)).url]


def _searches_with_promotions() -> dict[str, list[int]]:
    """The keys of the searches that editors chose results for; Wagtail keeps them with their accents and signs."""
    found = defaultdict(list)
    queries = PromotedQuery.objects.filter(editors_picks__isnull=False).distinct()
    for key, text in queries.values_list("pk", "query_string"):
        if search := Query.parse(text).key:
            found[search].append(key)
    return dict(found)


def _promoted(promotion: SearchPromotion, request: HttpRequest | None) -> Promoted:
    if promotion.page is None:
        return Promoted(promotion.external_link_text or "", promotion.external_link_url, promotion.description)
    page = promotion.page
    return Promoted(page.title, page.get_url(request) or "", promotion.description, page.pk)

"""Lists of filters: up to six hundred lines of a few values each, so each line is rendered once and remembered."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from practices.explore.filter_groups import FilterGroup
from practices.explore.inventory import Count

register = template.Library()


@register.simple_tag
def filter_values(group: FilterGroup, counts: list[Count]) -> SafeString:
    """The lines of some values of a group: ``{% filter_values group group.first %}``."""
    peak = max((count.number for count in group.first), default=0) if group.has_steps else 0
    language = get_language()
    lines = ((_line(group.name, count, count.number * 100 // peak if peak else 0, language),) for count in counts)
    return format_html_join("", "{}", lines)


@lru_cache(maxsize=8192)
def _line(facet: str, count: Count, share: int, language: str) -> SafeString:
    step = (int(count.slug) if count.slug.isdigit() else 0) if facet == "positie" else None
    context = {"facet": facet, "count": count, "step": step, "share": share}
    return render_to_string("practices/components/filter_value.html", context)

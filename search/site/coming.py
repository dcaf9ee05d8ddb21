"""Tells which meetings are still to come."""

from collections.abc import Mapping

from wagtail.models import Page

from events.models import EventPage
from search.engine.keys import one_of


def coming(models: Mapping[int, type[Page]]) -> dict[int, bool]:
    """Whether each meeting among the pages with these keys and types is still to come. One query, if there are any."""
    keys = [key for key, model in models.items() if issubclass(model, EventPage)]
    if not keys:
        return {}
    events = EventPage.objects.filter(pk__in=one_of(keys)).with_is_over().values_list("pk", "is_over")
    return {key: not is_over for key, is_over in events}

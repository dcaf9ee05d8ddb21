"""What site search asks about events: where they are, and whether they are still to come."""

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.models import EventPage
from practices.models import Municipality
from practices.searching import MUNICIPALITY, municipalities_with_practices
from search.engine.keys import one_of
from search.registry import Rows, Shortcut, register_coming, register_facet, register_shortcuts


def register() -> None:
    register_coming(EventPage, coming)
    register_shortcuts(MUNICIPALITY, municipalities_with_events_only)
    hosted = EventPage.objects.exclude(host_municipality=None)
    rows = Rows(hosted.all, "pk", "host_municipality__name", "host_municipality__name")
    register_facet("gemeente", _("Municipality"), rows)


def coming(keys: Collection[int]) -> Iterable[tuple[int, bool]]:
    events = EventPage.objects.filter(pk__in=one_of(keys)).with_is_over().values_list("pk", "is_over")
    return ((key, not is_over) for key, is_over in events)


def municipalities_with_events_only() -> Iterator[Shortcut]:
    """Those with practices as well lead to these, see ``practices.searching``."""
    known = {place.title for place in municipalities_with_practices()}
    hosts = Municipality.objects.filter(hosted_events__in=EventPage.objects.live().public())
    for host in hosts.annotate(count=Count("hosted_events")).order_by("-count", "name"):
        if host.name not in known:
            address = urlencode({"q": host.name, "type": EventPage.get_search_kind().slug})
            text = ngettext("%(count)s meeting", "%(count)s meetings", host.count) % {"count": host.count}
            yield Shortcut(host.name, f"{reverse('search')}?{address}", text, tuple(host.former_names))

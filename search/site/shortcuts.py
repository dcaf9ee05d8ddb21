"""Links to many pages, which are found beside them: topics and municipalities."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext

from cms.models import Topic
from cms.web.cache import per_version
from events.models import EventPage
from practices.explore.inventory import Inventory
from practices.models import Municipality, PracticeIndexPage
from search.engine.dutch import words
from search.engine.searchable import Kind
from search.site.facets import KIND

TOPIC = Kind(_("topic"), _("topics"))
MUNICIPALITY = Kind(_("municipality"), _("municipalities"))
MAX_POPULAR = 12


@dataclass(frozen=True)
class Shortcut:
    """A link, with a few words about it."""

    title: str
    url: str
    text: str = ""
    #: Other names that it goes by.
    names: tuple[str, ...] = ()


def find_topics(asked: Iterable[str]) -> list[Shortcut]:
    """The topics in which every one of these folded words begins a word, those with most pages first."""
    beginnings = [f" {word}" for word in asked]
    return [_told(topic) for text, topic in _topics() if all(beginning in text for beginning in beginnings)]


def popular_topics() -> list[Shortcut]:
    return [_told(topic) for _text, topic in _topics()[:MAX_POPULAR]]


def shortcuts() -> Iterator[tuple[Kind, Shortcut]]:
    """All of them, those used most first."""
    practised = list(_municipalities_with_practices())
    for shortcut in [*practised, *_municipalities_with_events({place.title for place in practised})]:
        yield MUNICIPALITY, shortcut
    for _text, topic in _topics():
        count = topic.page_count
        text = npgettext("of the site", "%(count)s page", "%(count)s pages", count) % {"count": count}
        yield TOPIC, Shortcut(capfirst(topic.name), topic.get_absolute_url(), text)


def _told(topic: Topic) -> Shortcut:
    text = ngettext("%(count)s page about this topic.", "%(count)s pages about this topic.", topic.page_count)
    return Shortcut(capfirst(topic.name), topic.get_absolute_url(), text % {"count": topic.page_count})


def _topics() -> Sequence[tuple[str, Topic]]:
    """Those with most pages first, each with its folded words, each behind a space."""
    return per_version(("search", "topics"), _read_topics)


def _read_topics() -> list[tuple[str, Topic]]:
    topics = Topic.objects.with_live_pages().order_by("-page_count", "key")
    return [(f" {' '.join(words(topic.name))}", topic) for topic in topics]


def _municipalities_with_practices() -> Iterator[Shortcut]:
    """Each leads to its practices in the inventory; former names lead there too."""
    index = PracticeIndexPage.objects.live().public().first()
    if not index:
        return
    former = dict(Municipality.objects.values_list("name", "former_names"))
    places = Inventory.of(index).facets["gemeente"].values.values()
    for place in sorted(places, key=lambda place: -place.bits.bit_count()):
        count = place.bits.bit_count()
        text = ngettext("%(count)s practice", "%(count)s practices", count) % {"count": count}
        yield Shortcut(place.label, f"{index.url}?gemeente={place.slug}", text, tuple(former.get(place.label, ())))


def _municipalities_with_events(known: set[str]) -> Iterator[Shortcut]:
    """The others, each of which leads to its meetings."""
    hosts = Municipality.objects.filter(hosted_events__in=EventPage.objects.live().public()).exclude(name__in=known)
    counted = hosts.annotate(count=Count("hosted_events")).order_by("-count", "name")
    for name, former_names, count in counted.values_list("name", "former_names", "count"):
        address = urlencode({"q": name, KIND: EventPage.get_search_kind().slug})
        text = ngettext("%(count)s meeting", "%(count)s meetings", count) % {"count": count}
        yield Shortcut(name, f"{reverse('search')}?{address}", text, tuple(former_names))

"""Topics among the results of site search."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.models import PageTopic, Topic
from cms.models.topics import topic_key
from search import registry
from search.index import Kind

MAX_POPULAR = 12


def register_topics() -> None:
    registry.register(registry.Source(Kind(_("topic"), _("topics")), find_topics, popular_topics, topic_names))


def find_topics(terms: Sequence[str]) -> list[registry.Suggestion]:
    """The topics in which every term begins a word, those with most pages first."""
    begins_a_word = Q()
    for term in map(topic_key, terms):
        begins_a_word &= Q(key__startswith=term) | Q(key__contains=f" {term}") | Q(key__contains=f"-{term}")
    return [_suggestion(topic) for topic in _topics().filter(begins_a_word)]


def popular_topics() -> list[registry.Suggestion]:
    return [_suggestion(topic) for topic in _topics()[:MAX_POPULAR]]


def topic_names(page_keys: Iterable[int]) -> Iterable[tuple[int, str]]:
    return PageTopic.objects.filter(content_object__in=page_keys).values_list("content_object", "tag__name")


def _topics():
    return Topic.objects.with_live_pages().order_by("-page_count", "key")


def _suggestion(topic):
    text = ngettext("%(count)s page about this topic.", "%(count)s pages about this topic.", topic.page_count)
    return registry.Suggestion(capfirst(topic.name), topic.get_absolute_url(), text % {"count": topic.page_count})

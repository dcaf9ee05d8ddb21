"""Topics among the results of site search."""

from collections.abc import Iterator, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, npgettext

from cms.models import PageTopic, Topic
from search import registry
from search.engine.dutch import fold, words
from search.engine.memory import per_version
from search.engine.searchable import Kind

MAX_POPULAR = 12


def register_topics() -> None:
    kind = Kind(_("topic"), _("topics"))
    registry.register(registry.Source(kind, find_topics, popular_topics))
    registry.register_shortcuts(kind, topic_shortcuts)
    rows = registry.Rows(PageTopic.objects.all, "content_object_id", "tag__slug", "tag__name")
    registry.register_facet("onderwerp", _("Topic"), rows)


def find_topics(terms: Sequence[str]) -> list[registry.Suggestion]:
    """The topics in which every term begins a word, those with most pages first."""
    beginnings = [f" {fold(term)}" for term in terms]
    return [_suggestion(topic) for text, topic in _topics() if all(beginning in text for beginning in beginnings)]


def popular_topics() -> list[registry.Suggestion]:
    return [_suggestion(topic) for _text, topic in _topics()[:MAX_POPULAR]]


def topic_shortcuts() -> Iterator[registry.Shortcut]:
    for _text, topic in _topics():
        count = topic.page_count
        text = npgettext("of the site", "%(count)s page", "%(count)s pages", count) % {"count": count}
        yield registry.Shortcut(capfirst(topic.name), topic.get_absolute_url(), text)


def _topics() -> list[tuple[str, Topic]]:
    """Those with most pages first, each with its folded words, each behind a space."""
    return per_version("topics", _read_topics)


def _read_topics():
    topics = Topic.objects.with_live_pages().order_by("-page_count", "key")
    return [(f" {' '.join(words(topic.name))}", topic) for topic in topics]


def _suggestion(topic):
    text = ngettext("%(count)s page about this topic.", "%(count)s pages about this topic.", topic.page_count)
    return registry.Suggestion(capfirst(topic.name), topic.get_absolute_url(), text % {"count": topic.page_count})

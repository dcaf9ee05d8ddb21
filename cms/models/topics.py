import unicodedata
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager, _ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel

from cms.forms.pages import TopicForm
from cms.models.managers import manager_of
from cms.models.tree import public_pages
from search.engine.searchable import reindex_on_commit

if TYPE_CHECKING:
    from wagtail.snippets.views.snippets import SnippetViewSet


def topic_key(name):
    """The key that two spellings of one topic share: "Zórg ", "zórg" and their decomposed forms are one."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


class TopicQuerySet(models.QuerySet["Topic"]):
    def named(self, name):
        return self.filter(key=topic_key(name))

    def with_live_pages(self):
        """Topics a visitor can open, with ``page_count``; saving a draft already makes its new topics."""
        return self.of_pages(public_pages())

    def of_pages(self, pages):
        """The topics of these pages; ``page_count`` says how many of them have the topic."""
        return self.filter(topic_items__content_object__in=pages).annotate(page_count=models.Count("topic_items"))

    def resolve(self, names):
        """The topics of these names (topics pass through), each once and in order; unknown names become topics."""
        topics = [
            name if isinstance(name, Topic) else self.get_or_create(key=topic_key(name), defaults={"name": name})[0]
            for name in names
        ]
        return list(dict.fromkeys(topics))


class Topic(TagBase):
    """A free tag, shared by all page types."""

    key = models.CharField(max_length=100, unique=True, editable=False)
    topic_items: models.QuerySet["PageTopic"]
    #: Only of ``TopicQuerySet.of_pages``.
    page_count: int
    if TYPE_CHECKING:  # Wagtail sets it.
        snippet_viewset: ClassVar[SnippetViewSet]

    objects = manager_of(TopicQuerySet)

    free_tagging = True
    base_form_class = TopicForm
    panels = [FieldPanel("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def save(self, *args, **kwargs):
        self.name = " ".join(self.name.split())
        self.key = topic_key(self.name)
        super().save(*args, **kwargs)

    def slugify(self, tag, i=None):
        # ASCII, so that every topic has an address; a name of signs only still needs one.
        slug = slugify(tag) or "onderwerp"
        return f"{slug}-{i}" if i else slug

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])


class PageTopic(ItemBase):
    content_object = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="topic_items")
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="topic_items", verbose_name=_("topic"))

    class Meta:
        verbose_name = _("topic of a page")
        verbose_name_plural = _("topics of pages")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="page_topic_once")]


class _PageTopicsManager(_ClusterTaggableManager):
    def _to_tag_model_instances(self, tags, tag_kwargs):
        # taggit compares names with iexact, which folds only ASCII on SQLite and keeps spaces.
        return Topic.objects.resolve(tags)


class TopicsField(ClusterTaggableManager):
    """The topics of a page, looked up by ``Topic.key``."""

    def __get__(self, instance, model):
        return _PageTopicsManager(through=self.through, model=model, instance=instance, prefetch_cache_name=self.name)


@receiver([post_save, pre_delete], sender=Topic)
def _reindex_its_pages(instance, created=False, **kwargs):
    if not created:
        reindex_on_commit(list(instance.topic_items.values_list("content_object", flat=True)))

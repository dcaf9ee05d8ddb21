"""Puts the same words into the index on both databases.

Wagtail's own indexers read every field three to five times, count the length of all titles at every save, and leave
folding to the database, of which PostgreSQL does none: "coordinatie" would not find "coördinatie" there.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from modelsearch.conf import get_app_config
from modelsearch.index import AutocompleteField, BaseField, RelatedFields, SearchField
from modelsearch.utils import get_content_type_pk

from search.engine.backends.expression import plain
from search.engine.fields import text_of
from search.engine.models import IndexState

IndexEntry = get_app_config().get_model("IndexEntry", require_ready=False)

#: Bytes that the words of one page take in PostgreSQL: in the title and the rest together, as a search joins these, and
#: in what is suggested. It refuses more than 2 ** 20; the difference is for "1e2e3", which it takes for two words. The
#: same on all databases, so that they find the same.
MOST_BYTES = 900_000
#: What a word takes there beside its own bytes, and what each time takes that it comes back.
NEW_WORD, SAME_WORD = 5, 2

#: Per section of the index its texts with the boosts of their fields.
Sections = dict[str, list[tuple[float | None, str]]]


class FoldedIndex:
    """Mixin of an index of Wagtail."""

    write_connection: BaseDatabaseWrapper

    def values(self, sections: Sections) -> dict[str, Any]:
        """The columns of an entry."""
        raise NotImplementedError

    def settle(self) -> None:
        """Make the index quick once all is in it."""
        raise NotImplementedError

    def add_items(self, model: type[models.Model], objs: Iterable[Any]) -> None:
        content_type = get_content_type_pk(model)
        entries = [
            IndexEntry(content_type_id=content_type, object_id=str(obj.pk), **self.values(_sections(obj)))
            for obj in objs
            if obj.get_search_fields()
        ]
        keys = {"id", "content_type", "object_id", "title_norm"}
        IndexEntry._default_manager.using(self.write_connection.alias).bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=[field.name for field in IndexEntry._meta.concrete_fields if field.name not in keys],
        )

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Wagtail calls this after each page, and with ``full`` once all is in a new index.

        How short a title is plays no part in our ranking, and to count that takes longer the more pages there are.
        """
        if full:
            self.settle()
            IndexState.note()


def _sections(obj: Any) -> Sections:
    """All texts, or of a page with too many words those of its heaviest fields: ``Searchable`` gives these first."""
    sections = {"title": [], "body": [], "autocomplete": []}
    found, suggested = _Space(), _Space()
    for section, boost, value in _values(obj, obj.get_search_fields()):
        space = suggested if section == "autocomplete" else found
        sections[section].append((boost, " ".join(space.take(plain(text_of(value))))))
    return sections


class _Space:
    """The part of ``MOST_BYTES`` that is left."""

    def __init__(self) -> None:
        self._left = MOST_BYTES
        self._known: set[str] = set()

    def take(self, words: list[str]) -> list[str]:
        """The words up to the first that does not fit; from then on none does."""
        for place, word in enumerate(words):
            self._left -= SAME_WORD if word in self._known else len(word.encode()) + NEW_WORD
            if self._left < 0:
                return words[:place]
            self._known.add(word)
        return words


def _values(obj: Any, fields: Iterable[BaseField]) -> Iterator[tuple[str, float | None, Any]]:
    """Of each field its section, boost and value."""
    for field in fields:
        if isinstance(field, SearchField):
            yield "title" if field.field_name == "title" else "body", field.boost, field.get_value(obj)
        elif isinstance(field, AutocompleteField):
            yield "autocomplete", None, field.get_value(obj)
        elif isinstance(field, RelatedFields):
            for related in _related(field.get_value(obj)):
                yield from _values(related, field.fields)


def _related(value: Any) -> Iterable[Any]:
    if value is None:
        return []
    if isinstance(value, models.Manager):
        return value.all()
    return [value() if callable(value) else value]

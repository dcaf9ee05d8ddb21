"""The index mixin: what a page type must offer to be found and shown among search results."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils.text import slugify
from wagtail.blocks import Block, ChooserBlock, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from search.engine.fields import Completions, Stems

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Kind:
    """A kind of result, in a visitor's words; results are filtered by it."""

    singular: "StrOrPromise"
    plural: "StrOrPromise"

    @property
    def slug(self) -> str:
        return slugify(str(self.plural))


# What ``Searchable`` is mixed into.
_Base = Page if TYPE_CHECKING else index.Indexed


class Searchable(_Base):
    """A page that shows up in site search.

    Subclasses list their own texts in ``search_fields``, with boosts; excerpts are cut from those same fields. Stems
    come before every ``SearchField``, completions behind every ``AutocompleteField``.
    """

    #: One row of the result list; receives ``hit`` (see ``search.engine.hits.Hit``) and ``level`` of its heading.
    search_result_template = "search/components/result.html"
    #: None: the names of the model. Types with the same kind are one filter.
    search_kind: Kind | None = None
    #: The method of its manager, if there is one, that fetches what ``search_facts`` and the template need.
    search_listing = "for_listing"
    #: Long fields of which a row quotes a passage, see ``search.site.passages``, and never the beginning.
    search_passage_fields: tuple[str, ...] = ()

    @property
    def search_facts(self) -> list[str]:
        """What stands behind the kind in a row: place, period."""
        return []

    @classmethod
    def get_search_kind(cls) -> Kind:
        return cls.search_kind or Kind(cls._meta.verbose_name or "", cls._meta.verbose_name_plural or "")

    @classmethod
    def get_search_fields(cls) -> list[index.BaseField]:
        fields = []
        # The heaviest first, so that the beginning of a long text in the index holds what counts most.
        for field in sorted(super().get_search_fields(), key=lambda field: -(getattr(field, "boost", None) or 1)):
            if isinstance(field, index.SearchField):
                fields.append(Stems(field.field_name, boost=field.boost))
            fields.append(field)
            if isinstance(field, index.AutocompleteField):
                fields.append(Completions(field.field_name))
        return fields

    def excerpt_texts(self) -> Iterator[str]:
        """The texts of the search fields that are columns of the page; reading them costs no query."""
        for search_field in super().get_search_fields():
            if not isinstance(search_field, index.SearchField) or search_field.field_name in self.search_passage_fields:
                continue
            try:
                field = search_field.get_field(type(self))
            except FieldDoesNotExist:
                continue
            if isinstance(field, StreamField):
                yield from _stream_texts(field.stream_block, field.value_from_object(self).get_prep_value())
            elif search_field.field_name != "title":
                value = search_field.get_value(self)
                yield from value if isinstance(value, list) else [value]


def searchable_models() -> dict[int, type[Searchable]]:
    """The page types that can be found, by the id of their content type."""
    models = [model for model in apps.get_models() if issubclass(model, Searchable)]
    content_types = ContentType.objects.get_for_models(*models)
    return {content_types[model].pk: model for model in models}


def _stream_texts(block: Block, raw: Any) -> Iterator[str]:
    """The texts in a stream, read from its JSON: the blocks' own values would cost a query per page with a picture."""
    if isinstance(block, StreamBlock):
        for child in raw:
            if child["type"] in block.child_blocks:
                yield from _stream_texts(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, StructBlock):
        for name, child_block in block.child_blocks.items():
            if name in raw:
                yield from _stream_texts(child_block, raw[name])
    elif isinstance(block, ListBlock):
        for child in raw:
            yield from _stream_texts(block.child_block, child["value"])
    elif not isinstance(block, ChooserBlock):
        yield from block.get_searchable_content(block.to_python(raw))


def reindex_on_commit(page_ids: Collection[int]) -> None:
    """Index these pages again; call this when words that they are found by change outside the pages."""

    def reindex() -> None:
        for page in Page.objects.specific().filter(pk__in=page_ids).iterator():
            index.insert_or_update_object(page)

    if page_ids:
        transaction.on_commit(reindex)

"""The texts in the index, from which a database found something."""

from collections.abc import Collection, Iterator

from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast, Left
from modelsearch.conf import get_app_config
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from search.engine.fields import is_internal

#: Characters of a text that are read. The heaviest fields stand first; what is cut off are pages of documents.
MOST_CHARACTERS = 50_000


def index_texts(keys: Collection[int] | PageQuerySet) -> dict[int, tuple[str, str]]:
    """The title and the rest of each of these pages as the index holds them: folded, each field behind its stems.

    One query, also when the pages are a queryset.
    """
    if isinstance(keys, PageQuerySet):
        ids = keys.order_by().annotate(object_id=Cast("pk", CharField())).values("object_id")
    else:
        ids = [str(key) for key in keys]
    title, body = ("title_text", "body_text") if connection.vendor == "postgresql" else ("title", "body")
    entries = (
        get_app_config()
        .get_model("IndexEntry")
        .objects.filter(content_type__in=get_descendants_content_types_pks(Page), object_id__in=ids)
    )
    rows = entries.values_list("object_id", title, Left(body, MOST_CHARACTERS))
    return {int(key): (title, body or "") for key, title, body in rows}


def plain_words(text: str) -> Iterator[str]:
    """The words of a text in the index, without the stems and weights."""
    return (word for word in text.split() if not is_internal(word))

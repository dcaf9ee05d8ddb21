"""A question to the search page, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from wagtail.models import Page

from search.engine.finding import Found, find_or_correct
from search.engine.query import Query
from search.engine.searchable import searchable_models
from search.site.facets import FACETS, KIND

NEWEST_FIRST = "nieuwste"
#: In the address when words that look like mistakes are meant.
LITERALLY = "letterlijk"


@dataclass(frozen=True)
class Asked:
    """An address may be old, mistyped or hostile: a slug of a facet that is not known chooses nothing."""

    query: Query
    #: By the name of a facet the slug that was chosen.
    choice: Mapping[str, str] = field(default_factory=dict)
    newest_first: bool = False
    #: No word may give way to another.
    is_literal: bool = False

    @classmethod
    def of(cls, data: QueryDict) -> "Asked":
        return cls(
            Query.parse(data.get("q", "")),
            {name: slug for name in [KIND, *(facet.name for facet in FACETS)] if (slug := data.get(name))},
            data.get("sort") == NEWEST_FIRST,
            LITERALLY in data,
        )

    def address(self, **changes: str) -> str:
        """The query string of the same search, "?" included; a change replaces a parameter or empties it."""
        asked = {"q": self.query.text, **self.choice, "sort": NEWEST_FIRST if self.newest_first else ""} | changes
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def find_pages(asked: Asked) -> Found:
    """Pages with their content type and, if they are ordered by it, when they were published."""
    columns = ["content_type_id", *(["first_published_at"] if asked.newest_first else [])]
    # What everybody may see. Wagtail asks for the restrictions each time that ``public()`` is called.
    pages = Page.objects.live().public().filter(content_type__in=searchable_models())
    return find_or_correct(asked.query, pages, *columns, is_literal=asked.is_literal)

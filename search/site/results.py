"""The results of a search: found, narrowed to what was chosen, in order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext

from search.engine.finding import Found
from search.engine.hits import Hit
from search.engine.ranking import best_first, coming_first
from search.engine.searchable import Kind, searchable_models
from search.site import facets
from search.site.asked import Asked
from search.site.coming import coming
from search.site.facets import FACETS, KIND, Choice
from search.site.rows import page_rows, shortcut_row
from search.site.shortcuts import TOPIC, find_topics


@dataclass(frozen=True)
class Block:
    """A facet beside the results. ``total`` is without a choice in this facet; ``chosen`` None for all values."""

    name: str
    label: str
    total: int
    choices: Sequence[Choice]
    chosen: Choice | None


class Results:
    """All that was found, as a sequence of ``Hit`` for a paginator: pages first, then topics.

    A facet counts its values among what is chosen in the other facets.
    """

    def __init__(self, asked: Asked, found: Found, request: HttpRequest) -> None:
        self.query, self.found, self._request = found.query, found, request
        self.is_corrected = found.query is not asked.query
        self._newest_first = asked.newest_first
        self._models = searchable_models()
        self._kinds = {content_type: model.get_search_kind() for content_type, model in self._models.items()}
        self._types = {key: row[0] for key, row in found.rows.items()}
        self._topics = find_topics(found.query.words)
        self._choice = asked.choice
        self._keys_with = facets.keys_with(asked.choice, self._types)
        self.kind = next((kind for kind in self._kind_counts() if kind.slug == asked.choice.get(KIND)), None)
        self._keys = self._within(kind=self.kind)
        #: What was asked, without the choices that choose nothing.
        self.asked = replace(asked, query=found.query, choice=self._effective_choice())

    @cached_property
    def blocks(self) -> list[Block]:
        return [self._kind_block(), *self._facet_blocks()]

    def __len__(self) -> int:
        return len(self._keys) + self._topic_count()

    def __getitem__(self, window: slice) -> list[Hit]:
        models = {key: self._models[self._types[key]] for key in self._ordered_keys[window]}
        count = len(self._keys)
        topics = self._topics[max(0, window.start - count) : max(0, window.stop - count)] if self._topic_count() else []
        matcher = self.query.matcher
        return [
            *page_rows(models, self._request, matcher),
            *(shortcut_row(TOPIC, topic, matcher) for topic in topics),
        ]

    @cached_property
    def _ordered_keys(self) -> list[int]:
        if self._newest_first:
            return sorted(self._keys, key=self._published_at, reverse=True)
        is_coming = coming({key: self._models[self._types[key]] for key in self._keys})
        return coming_first(best_first(self._keys, self.query, is_coming), is_coming)

    def _published_at(self, key: int) -> tuple[float, int]:
        published_at = self.found.rows[key][1]
        return (published_at.timestamp() if published_at else 0, key)

    def _effective_choice(self) -> dict[str, str]:
        kind = {KIND: self.kind.slug} if self.kind else {}
        return kind | {facet.name: self._choice[facet.name] for facet in FACETS if facet.name in self._keys_with}

    def _within(self, *, kind: Kind | None = None, leaving_out: str = "") -> list[int]:
        """The pages that have all that is chosen, one facet left out."""
        keys = list(self._types)
        if kind:
            of_kind = {content_type for content_type, one in self._kinds.items() if one == kind}
            keys = [key for key in keys if self._types[key] in of_kind]
        for name, chosen in self._keys_with.items():
            if name != leaving_out:
                keys = [key for key in keys if key in chosen]
        return keys

    def _topic_count(self, *, leaving_out: str = "") -> int:
        """How many topics belong to what is chosen. They have no value of any facet but their kind."""
        is_narrowed = self._keys_with.keys() - {leaving_out}
        return 0 if is_narrowed or self.kind not in (None, TOPIC) else len(self._topics)

    def _kind_counts(self) -> dict[Kind, int]:
        counts = Counter()
        for content_type, count in Counter(self._types[key] for key in self._within()).items():
            counts[self._kinds[content_type]] += count
        topics = 0 if self._keys_with else len(self._topics)
        return dict(counts.most_common()) | ({TOPIC: topics} if topics else {})

    def _kind_block(self) -> Block:
        counts = self._kind_counts()
        choices = [Choice(kind.slug, str(capfirst(kind.plural)), count) for kind, count in counts.items()]
        chosen = next((choice for choice in choices if self.kind and choice.slug == self.kind.slug), None)
        return Block(KIND, gettext("Kind of result"), sum(counts.values()), choices, chosen)

    def _facet_blocks(self) -> list[Block]:
        within = {facet.name: self._within(kind=self.kind, leaving_out=facet.name) for facet in FACETS}
        counts = facets.count(within)
        blocks = []
        for facet in FACETS:
            choices = counts.get(facet.name, [])
            slug = self.asked.choice.get(facet.name)
            # A value that no result has beside the other choices keeps no name, but can be taken away.
            chosen = next((one for one in choices if one.slug == slug), Choice(slug, slug, 0) if slug else None)
            if choices or chosen:
                total = len(within[facet.name]) + self._topic_count(leaving_out=facet.name)
                blocks.append(Block(facet.name, str(facet.label), total, choices, chosen))
        return blocks

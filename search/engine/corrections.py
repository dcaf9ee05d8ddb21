"""Corrections of mistyped words."""

import re
from dataclasses import dataclass

from wagtail.query import PageQuerySet

from search.engine.query import Query
from search.engine.vocabulary import LONG, vocabulary

# Letters that a form of a word may have at its end and another not, and those that are mixed up in its ending.
_ENDINGS, _D_OR_T = frozenset("denst"), re.compile(r"[dt](?=(en?)?$)")


@dataclass(frozen=True)
class Correction:
    """A query that may have been meant.

    ``is_sure`` when no word differs by more than one mistake, in a word of some length, and not only in how it ends.
    """

    query: Query
    is_sure: bool


def corrected(query: Query, pages: PageQuerySet) -> Correction | None:
    """The query with unknown words replaced by the known ones that are most like them; None when nothing changes.

    A word replaces nothing unless one of ``pages`` that held it when they were gathered is still among them, and holds
    it still. Three queries, beside what is remembered.
    """
    known = vocabulary()
    with_synonyms = {word for concept in query.concepts if concept.synonyms for word in concept.typed}
    near = known.nearest_to(word for word in query.words if word not in with_synonyms)
    public = known.public({right for right, _mistakes in near.values()}, pages)
    better = {word: right for word, (right, _mistakes) in near.items() if right in public}
    if not better:
        return None
    is_sure = all(
        near[word][1] == 1 and len(word) >= LONG and not _may_be_forms(word, right) for word, right in better.items()
    )
    terms = [better.get(word, term) for word, term in zip(query.words, query.terms, strict=True)]
    return Correction(Query.parse(" ".join(terms)), is_sure)


def _may_be_forms(word: str, other: str) -> bool:
    """Whether words that differ by one letter are perhaps forms of one: verzameld, verzamelde; verhuisd, verhuist."""
    shorter, longer = sorted((word, other), key=len)
    is_longer = longer[:-1] == shorter and longer[-1] in _ENDINGS
    return is_longer or _D_OR_T.sub("t", word) == _D_OR_T.sub("t", other)

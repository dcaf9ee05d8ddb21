"""Only for migrations that have landed: they name the mixin of page types by this path, and are never edited."""

from search.engine.searchable import Searchable

__all__ = ["Searchable"]

"""The models of both floors, where Django looks for them. Import each from its own module."""

from search.engine.models import Gathering, IndexState, SynonymGroup, Word
from search.site.insight.models import SearchClick, SearchDay, SearchTerm

__all__ = ["Gathering", "IndexState", "SearchClick", "SearchDay", "SearchTerm", "SynonymGroup", "Word"]

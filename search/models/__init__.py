from search.models.index_state import IndexState
from search.models.insight import SearchClick, SearchDay, SearchTerm
from search.models.synonyms import SynonymGroup
from search.models.vocabulary import Gathering, Word

__all__ = ["Gathering", "IndexState", "SearchClick", "SearchDay", "SearchTerm", "SynonymGroup", "Word"]

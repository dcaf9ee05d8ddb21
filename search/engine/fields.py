"""Fields that the index of a page has beside its texts, so that Dutch forms, compounds and parts of words are found.

They are ordinary search fields of Wagtail with the name of the field that they stand beside: a database backend puts
their value in that field's column, any other backend indexes them as a field more. ``Searchable`` adds them.
"""

from typing import Any

from wagtail.search.index import AutocompleteField, BaseField, SearchField

from search.engine.dutch import MARK, completions, tokens

#: Begins the token that tells what the words up to the next such token weigh: ten times the boost of their field.
WEIGHT_MARK = "zz"


def is_internal(word: str) -> bool:
    """Whether the index itself makes such a word: a stem, or a weight. No text holds it and nobody looks for it."""
    return word.startswith(MARK) or (word.startswith(WEIGHT_MARK) and word[len(WEIGHT_MARK) :].isdigit())


class _Derived(BaseField):
    """A field whose value is made of another's text."""

    # An indexer asks three to five times for each value of a page, always of the fields that ``get_search_fields``
    # gave it for that page, and this value costs more than others.
    _last: tuple[Any, str] = (None, "")

    def get_value(self, obj: Any) -> str:
        of, value = self._last
        if of is not obj:
            value = self.derive(text_of(super().get_value(obj)))
            self._last = (obj, value)
        return value

    def derive(self, text: str) -> str:
        raise NotImplementedError


class Stems(_Derived, SearchField):
    """The stems of a text, behind the weight of its field. It comes before that field, whose words weigh the same.

    Its value is "zz30 zqburger zqbegroot …", or nothing for an empty text.
    """

    def derive(self, text: str) -> str:
        found = tokens(text)
        weight = 1 if self.boost is None else self.boost
        return f"{WEIGHT_MARK}{round(10 * weight)} {found}" if found else ""


class Completions(_Derived, AutocompleteField):
    """The words of a title or label without accents, and the inner words of its compounds: "budget" of "wijkbudget"."""

    def derive(self, text: str) -> str:
        return completions(text)


def text_of(value: Any) -> str:
    """Wagtail's search fields give a text, lists and dictionaries of texts, or nothing."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return " ".join(map(text_of, value))
    return "" if value is None else str(value)

"""The columns that everybody gets, in groups, each with its values: for the page that explains them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practices.exchange.columns.column import Column
from practices.exchange.columns.facts import FACTS
from practices.exchange.columns.meanings import Meaning
from practices.exchange.columns.profile import PROFILE
from practices.exchange.columns.story import STORY


@dataclass(frozen=True)
class Explained:
    column: Column
    values: list[Meaning]

    @property
    def name_parts(self) -> list[str]:
        """The name in the pieces between which a line may break."""
        return self.column.name.replace("_", "_ ").split()

    @property
    def only_names(self) -> str:
        """The values as one line, when there is nothing to say about them."""
        is_said = any(meaning.explanation or meaning.label != meaning.value for meaning in self.values)
        return "" if is_said else "\u00a0· ".join(meaning.value for meaning in self.values)


@dataclass(frozen=True)
class Section:
    heading: str | Promise
    columns: list[Explained]


def codebook_sections() -> list[Section]:
    """One query for each managed vocabulary."""
    groups: list[tuple[str | Promise, Sequence[Column]]] = [
        (_("Which practice, where and about what"), FACTS),
        (_("Place on the continuum and profile"), PROFILE),
        (_("Description, lessons and sources"), STORY),
    ]
    return [
        Section(heading, [_explain(column) for column in columns if column.is_public]) for heading, columns in groups
    ]


def _explain(column):
    return Explained(column, list(column.values()) if column.values else [])

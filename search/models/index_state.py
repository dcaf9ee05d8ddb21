from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.db import models
from modelsearch.index import get_indexed_models

SEARCH = Path(__file__).parents[1]
#: The files of ``search`` that decide which tokens a word gets and how they are written into the index.
ANALYSED_BY = [
    "dutch.py",
    "irregular.py",
    "fields.py",
    "backends/words.py",
    "backends/indexing.py",
    "backends/sqlite.py",
    "backends/postgres.py",
    "lexicon/__init__.py",
    *(f"lexicon/{name}.txt" for name in ["forms", "heads", "ours", "tails", "verbs"]),
]


class IndexState(models.Model):
    """With which analysis of words the index was last made. One row."""

    analysis_version = models.PositiveIntegerField()

    def __str__(self):
        return f"version {self.analysis_version}"

    @classmethod
    def note(cls) -> None:
        """The index was just made."""
        cls.objects.update_or_create(pk=1, defaults={"analysis_version": analysis_version()})

    @classmethod
    def is_due(cls) -> bool:
        """Whether the index has to be made again: its words are not those that search asks for."""
        return not cls.objects.filter(analysis_version=analysis_version()).exists()


def analysis_version() -> int:
    """Another number whenever a text would get other words in the index. Nobody has to raise it.

    Reads the lists from disk, a few milliseconds: for checks and for whoever makes the index.
    """
    made_of = sha256(version("snowballstemmer").encode())
    for name in ANALYSED_BY:
        made_of.update((SEARCH / name).read_bytes())
    for model in get_indexed_models():
        made_of.update(f"{model._meta.label} {[*_described(model.get_search_fields())]}".encode())
    # What fits a PositiveIntegerField.
    return int.from_bytes(made_of.digest()[:4]) >> 1


def _described(fields) -> Iterator[tuple]:
    for field in fields:
        yield type(field).__name__, field.field_name, getattr(field, "boost", None)
        yield from _described(getattr(field, "fields", ()))

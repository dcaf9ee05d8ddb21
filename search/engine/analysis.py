"""By which analysis of words an index was made."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from modelsearch.index import BaseField, get_indexed_models

ENGINE = Path(__file__).parent
#: The files that decide which tokens a word gets and how they are written into the index.
ANALYSED_BY = [
    "dutch.py",
    "irregular.py",
    "fields.py",
    "backends/words.py",
    "backends/indexing.py",
    "backends/sqlite.py",
    "backends/postgres.py",
    "lexicon/__init__.py",
    *(f"lexicon/{name}.txt" for name in ["forms", "heads", "ours", "places", "tails", "verbs"]),
]


def analysis_version() -> int:
    """Another number whenever a text would get other words in the index. Nobody has to raise it.

    Reads the lists from disk, a few milliseconds: for checks and for whoever makes the index.
    """
    made_of = sha256(version("snowballstemmer").encode())
    for name in ANALYSED_BY:
        made_of.update((ENGINE / name).read_bytes())
    for model in get_indexed_models():
        made_of.update(f"{model._meta.label} {[*_described(model.get_search_fields())]}".encode())
    # What fits a PositiveIntegerField.
    return int.from_bytes(made_of.digest()[:4]) >> 1


def _described(fields: Iterable[BaseField]) -> Iterator[tuple]:
    for field in fields:
        yield type(field).__name__, field.field_name, getattr(field, "boost", None)
        yield from _described(getattr(field, "fields", ()))

"""Names as people write them, and the municipalities and words they mean."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from practices.exchange.reading.scrubbing import fold
from practices.models import Municipality

#: From 0 to 1. Lower than this a candidate only distracts.
ALIKE = 0.6
MOST_CANDIDATES = 5

# Words around the name of a municipality in real files: “stad Gent”, “9000 Gent”, “Gent (stad)”.
_AROUND = re.compile(
    r"^\s*(?:b-)?\d{4}\b|\(.*?\)|\bvan\b"
    r"|\b(?:stadsbestuur|gemeentebestuur|lokaal bestuur|stad|gemeente|ocmw|district)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Match:
    """The meaning of a name in a file: one of the known things, or the likely ones to choose from."""

    pk: int | None
    candidates: tuple[int, ...] = ()


class Names:
    """A list of known names in which misspelt ones are looked up. A name is compared only once."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._known: dict[str, set[int]] = {}
        for name, pk in names:
            self._known.setdefault(fold(name), set()).add(pk)
        self._found: dict[str, Match] = {}

    def find(self, text: str) -> Match:
        key = fold(text)
        if key not in self._found:
            self._found[key] = self._look_up(key)
        return self._found[key]

    def add(self, name: str, pk: int) -> None:
        """A word that came into being meanwhile."""
        self._known.setdefault(fold(name), set()).add(pk)
        self._found.pop(fold(name), None)

    def _look_up(self, key: str) -> Match:
        exact = self._known.get(key, set())
        if len(exact) == 1:
            return Match(next(iter(exact)))
        close = difflib.get_close_matches(key, self._known, n=MOST_CANDIDATES, cutoff=ALIKE)
        candidates = dict.fromkeys(pk for name in close for pk in sorted(self._known[name]))
        return Match(None, tuple(candidates)[:MOST_CANDIDATES])


class MunicipalityNames(Names):
    """The municipalities by name, NIS code, and the names of those that became part of them."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        municipalities = list(municipalities)
        self._by_code = {municipality.nis_code: municipality.pk for municipality in municipalities}
        today = [(municipality.name, municipality.pk) for municipality in municipalities]
        taken = {fold(name) for name, _pk in today}
        former = [
            (name, municipality.pk)
            for municipality in municipalities
            for name in municipality.former_names
            if fold(name) not in taken
        ]
        super().__init__([*today, *former])

    def find(self, text: str) -> Match:
        if pk := self._by_code.get(text.strip()):
            return Match(pk)
        match = super().find(text)
        if match.pk is None and (bare := _AROUND.sub(" ", text)) != text and fold(bare):
            bare_match = super().find(bare)
            return bare_match if bare_match.pk or not match.candidates else match
        return match

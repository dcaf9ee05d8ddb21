"""Compiles the Dutch catalogue, without gettext: ``python -m cms.catalogue``. Django reads only the compiled one."""

from pathlib import Path

import polib

SOURCE = Path(__file__).parent.parent / "locale/nl/LC_MESSAGES/django.po"
COMPILED = SOURCE.with_suffix(".mo")


def is_stale() -> bool:
    return not COMPILED.exists() or COMPILED.stat().st_mtime < SOURCE.stat().st_mtime


def compile_catalogue() -> None:
    """Another process may be reading the compiled catalogue: the new one takes its place in one step."""
    draft = COMPILED.with_suffix(".mo.part")
    polib.pofile(str(SOURCE)).save_as_mofile(str(draft))
    draft.replace(COMPILED)


if __name__ == "__main__":
    compile_catalogue()

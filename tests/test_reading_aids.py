"""What the texts for newcomers point at is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

TEXTS = ["README.md", "CONTRIBUTING.md", "docs/tour.md"]
ROOTS = "cms|docs|events|home|locale|practices|search|templates|tests"


def pointers(text):
    """Paths in backticks, each with the name that stands behind its colon."""
    found = re.findall(rf"`((?:{ROOTS})/[\w./]*)(?::([\w.]+))?`", (settings.BASE_DIR / text).read_text())
    return [pytest.param(path, name, id=f"{path}:{name}") for path, name in dict.fromkeys(found)]


@cache
def names_in(path: Path) -> set[str]:
    """The functions, classes and constants of a module, and the methods as ``Class.method``."""
    names = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{inner.name}" for inner in node.body if isinstance(inner, ast.FunctionDef)}
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


@pytest.mark.parametrize(("path", "name"), [pointer for text in TEXTS for pointer in pointers(text)])
def test_what_a_text_points_at_is_there(path, name):
    files = list(settings.BASE_DIR.glob(f"{path}*"))  # “docs/adr/0018” names a file by its number
    assert files
    assert not name or name in names_in(files[0])


def test_the_tour_points_at_code():
    assert len([pointer for pointer in pointers("docs/tour.md") if pointer.values[1]]) > 40

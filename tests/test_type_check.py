"""The type check of ``make lint`` finds mistakes in every app, and its list of exceptions only becomes shorter."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ["cms", "home", "events", "practices", "search"]
#: In how many modules a rule is still off. Lower it with every entry that goes.
MOST_EXCEPTIONS = 104


def exceptions():
    """Each exception in ``pyproject.toml``: the module and the rule that is off in it."""
    ty = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ty"]
    return [
        (module, rule) for entry in ty.get("overrides", []) for rule in entry["rules"] for module in entry["include"]
    ]


@pytest.fixture
def sources(tmp_path):
    """A copy of what ty reads, to be changed at will."""
    for name in [*APPS, "stubs"]:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def reported(sources):
    """What ty says of them: module, rule and sentence."""
    command = [Path(sys.prefix, "bin", "ty"), "check", "--python", sys.prefix, "--output-format", "concise"]
    answer = subprocess.run(command, cwd=sources, capture_output=True, text=True).stdout
    assert "Found" in answer or "All checks passed" in answer
    return re.findall(r"^(\S+?):\d+:\d+: \w+\[([a-z-]+)\] (.*)$", answer, flags=re.MULTILINE)


def test_the_list_of_exceptions_only_becomes_shorter():
    assert len(exceptions()) == len(set(exceptions())) <= MOST_EXCEPTIONS


def test_no_rule_is_off_everywhere():
    assert not tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ty"].get("rules")


def test_every_exception_is_needed(sources):
    settings = (sources / "pyproject.toml").read_text()
    without = re.sub(r"\[\[tool\.ty\.overrides\]\].*?(?=\n\[tool\.)", "", settings, flags=re.DOTALL)
    (sources / "pyproject.toml").write_text(without)
    needed = {(module, rule) for module, rule, _sentence in reported(sources)}
    assert set(exceptions()) <= needed

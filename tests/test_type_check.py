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
MOST_EXCEPTIONS = 27
#: In how many modules of services, the search engine and the like not every function says its types. Lower it too.
MOST_NOT_ANNOTATED = 52

#: In every app a mistake of each kind: the module, what stands in it, and what somebody might write there instead.
MISTAKES = {
    "attribute on a page": [
        ("cms/models/pages.py", "self.search_description or self.summary", "self.search_description or self.sumary"),
        ("home/models/pages.py", "self.hero_title.partition", "self.hero_titel.partition"),
        ("events/models/pages.py", "self.get_kind_of_event_display()", "self.get_kind_of_evnt_display()"),
        ("practices/models/pages.py", "self.end_year < self.start_year", "self.end_year < self.strat_year"),
        ("search/site/coming.py", "EventPage.objects", "EventPage.object"),
    ],
    "attribute on a model": [
        ("cms/models/documents.py", "self.is_found and self.page_count", "self.is_found and self.pages_count"),
        ("home/models/calls.py", "self.deadline is None", "self.dead_line is None"),
        ("events/models/registrations.py", "self.anonymised_at is not None", "self.anonymized_at is not None"),
        ("practices/models/upkeep.py", "return self.checked_on >=", "return self.checked_at >="),
        ("search/engine/models.py", "self.leads_to", "self.lead_to"),
    ],
    "attribute in a service": [
        ("cms/topics/services.py", "source.get_absolute_url()", "source.get_absolut_url()"),
        ("home/links.py", "from cms.models import public_pages", "from cms.models import pubic_pages"),
        ("events/services/organising.py", "user=by", "user=by.usr"),
        ("practices/upkeep/services.py", "practice=practice", "practice=practice.pag"),
        ("search/engine/synonyms.py", "known.longest", "known.longst"),
    ],
    "argument": [
        ("cms/topics/admin.py", "by=logged_in(self.request)", "by=self.request"),
        ("home/sites.py", "urlsplit(settings.BASE_URL)", "urlsplit(5)"),
        ("events/views/participants.py", "by=logged_in(self.request)", "by=self.request"),
        ("practices/exchange/imports/views.py", "by=logged_in(self.request)", "by=self.request"),
        ("search/engine/synonyms.py", "len(words)", "len(5)"),
    ],
    "call": [
        ("cms/topics/services.py", "len(pages)", "pages()"),
        ("home/models/calls.py", ">= timezone.localdate()", ">= timezone.localdate()()"),
        ("events/services/organising.py", "locked(event.pk)", "locked(event.pk)()"),
        ("practices/upkeep/services.py", "_lock(practice)", "SALT(practice)"),
        ("search/engine/synonyms.py", "_bounded(", "MOST_ALTERNATIVES("),
    ],
}


def exceptions():
    """Each exception in ``pyproject.toml``: the module and the rule that is off in it."""
    ty = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ty"]
    return [
        (module, rule) for entry in ty.get("overrides", []) for rule in entry["rules"] for module in entry["include"]
    ]


def _without_python(folder, names):
    paths = [Path(folder, name) for name in names]
    return [path.name for path in paths if path.is_file() and path.suffix not in {".py", ".pyi", ".typed"}]


@pytest.fixture
def sources(tmp_path):
    """A copy of what ty reads, to be changed at will."""
    for name in [*APPS, "stubs"]:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=_without_python)
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


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_reported_in_every_app(kind, sources):
    for module, right, wrong in MISTAKES[kind]:
        text = (sources / module).read_text()
        assert right in text, f"{module} no longer says {right}"
        (sources / module).write_text(text.replace(right, wrong, 1))
    found = {module for module, _rule, _sentence in reported(sources)}
    assert found == {module for module, _right, _wrong in MISTAKES[kind]}


def test_the_list_of_modules_without_annotations_only_becomes_shorter_and_has_no_entry_too_many():
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    listed = {
        module for module, rules in ruff["per-file-ignores"].items() if rules == ["ANN"] and not module.startswith("!")
    }
    assert len(listed) <= MOST_NOT_ANNOTATED
    rules = ",".join(rule for rule in ruff["select"] if rule.startswith("ANN"))
    command = [Path(sys.prefix, "bin", "ruff"), "check", "--isolated", "--no-cache", "--output-format", "concise"]
    answer = subprocess.run(
        [*command, "--select", rules, *sorted(listed)], cwd=ROOT, capture_output=True, text=True
    ).stdout
    assert listed <= set(re.findall(r"^(\S+?):\d+:\d+: ANN", answer, flags=re.MULTILINE))

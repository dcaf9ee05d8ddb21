"""The Dutch catalogue says everything that the sources ask, and nothing else."""

import os
import shutil
import subprocess
import sys
from gettext import GNUTranslations

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext

from cms import catalogue as compiling
from cms.checks import check_catalogue

CATALOGUE = "locale/nl/LC_MESSAGES/django.po"
SOURCES = ["cms", "events", "home", "locale", "practices", "search", "templates"]


def words(entries):
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(settings.BASE_DIR / CATALOGUE))


def test_every_string_is_translated(catalogue):
    unfinished = [entry.msgid for entry in catalogue if not entry.translated()]
    assert not unfinished, "Translate these, or take away their mark “fuzzy”, in the catalogue."


def test_the_compiled_catalogue_says_what_the_source_says(catalogue, tmp_path, monkeypatch):
    monkeypatch.setattr(compiling, "COMPILED", tmp_path / "django.mo")
    assert compiling.is_stale()
    compiling.compile_catalogue()
    assert not compiling.is_stale()
    with compiling.COMPILED.open("rb") as compiled:
        texts = GNUTranslations(compiled)
    for entry in catalogue:
        for number, text in (entry.msgstr_plural or {None: entry.msgstr}).items():
            key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
            assert texts._catalog[key if number is None else (key, number)] == text


def test_a_compiled_catalogue_that_is_missing_or_older_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(compiling, "COMPILED", tmp_path / "django.mo")
    assert [warning.id for warning in check_catalogue(None)] == ["labo.W031"]
    compiling.compile_catalogue()
    assert list(check_catalogue(None)) == []
    os.utime(compiling.COMPILED, (0, 0))
    assert [warning.id for warning in check_catalogue(None)] == ["labo.W031"]


def test_the_site_speaks_dutch():
    assert gettext("Page not found") == "Pagina niet gevonden"


@pytest.mark.skipif(not shutil.which("xgettext") and not os.environ.get("CI"), reason="gettext is not installed")
def test_the_catalogue_holds_the_strings_of_the_sources(catalogue, tmp_path):
    # In a copy, because makemessages writes beside the templates and into the catalogue.
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name)
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "nl", "--no-location", "--no-obsolete", "-v", "0"],
        cwd=tmp_path,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "VAR_DIR": str(tmp_path / "var")},
        check=True,
    )
    fresh = words(polib.pofile(str(tmp_path / CATALOGUE)))
    assert fresh - words(catalogue) == set(), "`make messages` adds these; then translate them."
    assert words(catalogue) - fresh == set(), "`make messages` drops these: no source asks for them any more."

"""The Dutch catalogue says everything that the sources ask, and nothing else."""

import os
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings

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


def test_the_compiled_catalogue_is_the_source_one(catalogue):
    compiled = polib.mofile(str(settings.BASE_DIR / CATALOGUE).replace(".po", ".mo"))
    text = {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in catalogue}
    assert text == {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in compiled}


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

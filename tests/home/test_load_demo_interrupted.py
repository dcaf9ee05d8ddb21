"""Loading the demo while the power fails: the site is empty or whole, and a rerun completes it."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

PAGES_OF_AN_EMPTY_SITE = 2  # the root and the home page
WHOLE = {
    "practices_practicepage": 24,
    "events_eventpage": 7,
    "practices_experimentlinepage": 1,
    "practices_videopage": 2,
    "home_callpage": 1,
    "home_standardpage": 10,
    "cms_siteimage": 31,
    "cms_sitedocument": 1,
    "cms_person": 2,
    "cms_user": 4,
}

pytestmark = pytest.mark.processes


class Site:
    """A site of its own: SQLite file, media and passwords in one directory, driven through ``manage.py``."""

    def __init__(self, var):
        self.var = var

    def start(self):
        environment = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CACHE_URL", "EMAIL_URL"}
        } | {"DJANGO_SETTINGS_MODULE": "cms.settings.base", "VAR_DIR": str(self.var), "BASE_URL": "http://localhost"}
        return subprocess.Popen(
            [sys.executable, "manage.py", "load_demo"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def load_until(self, step):
        """Start loading and kill the process as soon as it begins with ``step``."""
        with self.start() as process:
            for line in process.stdout:
                if line.startswith(step):
                    process.kill()
                    return
        pytest.fail(f"load_demo ended before “{step}”.")

    def count(self, table):
        with closing(sqlite3.connect(self.var / "labo.sqlite3")) as database:
            return database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]

    def column(self, query):
        with closing(sqlite3.connect(self.var / "labo.sqlite3")) as database:
            return [row[0] for row in database.execute(query)]

    @property
    def is_empty(self):
        return self.count("wagtailcore_page") == PAGES_OF_AN_EMPTY_SITE and not any(map(self.count, WHOLE))

    @property
    def is_whole(self):
        return {table: self.count(table) for table in WHOLE} == WHOLE

    @property
    def media(self):
        return sorted(str(path.relative_to(self.var / "media")) for path in (self.var / "media").rglob("*.*"))


@pytest.fixture
def site(db, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("Copies the migrated SQLite file; on PostgreSQL the same transaction does the work.")
    # Not through Django's connection: SQLite copies nothing from a connection that is inside a transaction.
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as migrated,
        closing(sqlite3.connect(tmp_path / "labo.sqlite3")) as copy,
    ):
        migrated.backup(copy)
    return Site(tmp_path)


def test_a_killed_load_leaves_an_empty_site_or_a_whole_one_and_a_rerun_completes_it_once(site):
    for step in ["Publishing the events", "Saving everything"]:
        site.load_until(step)
        assert site.is_empty or site.is_whole

    with site.start() as rerun:
        output = rerun.stdout.read()
    assert rerun.returncode == 0, output
    assert site.is_whole
    # Nothing that the killed loads wrote lies about.
    stored = site.column("SELECT file FROM cms_siteimage UNION SELECT file FROM cms_sitedocument")
    assert site.media == sorted(stored)
    logins = (site.var / "demo-logins.txt").read_text()
    assert logins in output
    assert [line.split()[0] for line in logins.splitlines()] == site.column("SELECT username FROM cms_user ORDER BY id")

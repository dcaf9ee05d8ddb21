"""A site with a wrong setting does not start, and says which one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.any_database

ROOT = settings.BASE_DIR
GOOD = {"BASE_URL": "https://labo.example.be"}


def run(tmp_path, *command, **variables):
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cms.settings.base",
        "VAR_DIR": str(tmp_path / "var"),
        **variables,
    }
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


WRONG = [
    ("BASE_URL", {"BASE_URL": ""}),
    ("BASE_URL", {"BASE_URL": "labo.example.be"}),
    ("BASE_URL", {"BASE_URL": "ftp://labo.example.be"}),
    ("BASE_URL", {"BASE_URL": "https://labo.example.be/labo"}),
    ("BASE_URL", {"BASE_URL": "https://labo.example.be:poort"}),
    ("BASE_URL", {"BASE_URL": "https://naam:geheim@labo.example.be"}),
    ("SECRET_KEY", {**GOOD, "SECRET_KEY": "geheim"}),
    ("DATABASE_URL", {**GOOD, "DATABASE_URL": "geheim"}),
    ("DATABASE_URL", {**GOOD, "DATABASE_URL": "mysql://labo:geheim@localhost/labo"}),
    ("DATABASE_URL", {**GOOD, "DATABASE_URL": "postgres://labo:geheim@localhost"}),
    ("DATABASE_URL", {**GOOD, "DATABASE_URL": "postgres://labo:geheim/1@localhost/labo"}),
    ("CACHE_URL", {**GOOD, "CACHE_URL": "geheim"}),
    ("CACHE_URL", {**GOOD, "CACHE_URL": "locmemcache://"}),
    ("EMAIL_URL", {**GOOD, "EMAIL_URL": "geheim"}),
    ("EMAIL_URL", {**GOOD, "EMAIL_URL": "smtp://labo:geheim@mail.example.be:poort"}),
    ("EMAIL_URL", {**GOOD, "EMAIL_URL": "smtp+tls://labo:geheim#1@mail.example.be:587"}),
    ("EMAIL_URL", {**GOOD, "EMAIL_URL": "smtp://"}),
    ("VAR_DIR", {**GOOD, "VAR_DIR": "/dev/null/var"}),
    ("RETENTION_DAYS", {**GOOD, "RETENTION_DAYS": "0"}),
    ("RETENTION_DAYS", {**GOOD, "RETENTION_DAYS": "geheim"}),
    ("RETENTION_SENSITIVE_DAYS", {**GOOD, "RETENTION_SENSITIVE_DAYS": "-14"}),
    ("RETENTION_CANCELLED_DAYS", {**GOOD, "RETENTION_CANCELLED_DAYS": "100000000"}),
]


@pytest.mark.parametrize(("name", "variables"), WRONG)
def test_a_wrong_setting_is_named_in_one_line(tmp_path, name, variables):
    process = run(tmp_path, "manage.py", "check", **variables)
    _, errors = process.communicate()
    assert process.returncode != 0
    assert errors.count("\n") == 1
    assert errors.startswith(f"Cannot start. {name} ")
    if name != "BASE_URL":
        assert "geheim" not in errors


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {
            "DATABASE_URL": "postgres://labo:geheim@localhost/labo",
            "CACHE_URL": "redis://localhost:6379/1",
            "EMAIL_URL": "smtp+tls://labo:geheim@mail.example.be:587",
            "SECRET_KEY": "x" * 50,
            "ALLOWED_HOSTS": "www.example.be,example.be",
        },
    ],
)
def test_a_site_with_good_settings_starts(tmp_path, variables):
    process = run(tmp_path, "manage.py", "check", "--tag", "security", **GOOD, **variables)
    _, errors = process.communicate()
    assert process.returncode == 0, errors


def test_two_processes_that_start_together_share_one_key(tmp_path):
    code = "from django.conf import settings; print(settings.SECRET_KEY)"
    processes = [run(tmp_path, "-c", code, **GOOD) for _ in range(4)]
    keys = {process.communicate()[0] for process in processes}
    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert [path.name for path in (tmp_path / "var").glob("secret-key*")] == ["secret-key"]
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("variables", "days"),
    [
        ({}, [14, 90, 30]),
        ({"RETENTION_DAYS": ""}, [14, 90, 30]),
        ({"RETENTION_DAYS": "60", "RETENTION_SENSITIVE_DAYS": "7", "RETENTION_CANCELLED_DAYS": "1"}, [7, 60, 1]),
    ],
)
def test_visitors_read_how_long_this_site_keeps_their_data(tmp_path, variables, days):
    code = "import django; django.setup(); from events.terms import FOR_VISITORS; print(*FOR_VISITORS, sep='\\n')"
    printed, errors = run(tmp_path, "-c", code, **GOOD, **variables).communicate()
    assert [int(line.split()[0]) for line in printed.splitlines()] == days, errors


def test_the_example_names_every_variable():
    code = "".join(path.read_text() for path in Path(ROOT, "cms", "settings").glob("*.py"))
    used = set(re.findall(r'env(?:ironment)?\.\w+\(\s*"([A-Z_]+)"', code))
    example = set(re.findall(r"^#?([A-Z_]+)=", Path(ROOT, ".env.example").read_text(), re.MULTILINE))
    assert used == example

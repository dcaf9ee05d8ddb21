"""
The database of the tests: migrated once, then copied for every process of every run.

To migrate takes longer than most files of tests, so a template is kept from run to run. Its name holds a hash of what
its schema and first rows follow from: after a change no template of that name is found and a new one is made. Tests
never touch the template. Each process gets a new copy when it starts, so nothing of an earlier run remains in it.
"""

import contextlib
import fcntl
import hashlib
import re
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

#: The locked packages stand for the migrations of Wagtail and Django.
SOURCES = ["*/migrations/*.py", "cms/settings/*.py", "requirements.txt"]


def connect_to_a_copy(process: str, salt: str = "") -> None:
    """Connects to the copy of this process (``gw0``, ``master``). Another ``salt`` means another template."""
    template, copy = (_name(suffix) for suffix in [f"template_{_hash_of_sources(salt)}", process])
    with _one_process_at_a_time():
        _drop_older_templates(template)
        connection.settings_dict["TEST"]["NAME"] = template
        # Makes it, or goes on where it was killed, or only brings up to date what follows the code, such as the roles.
        connection.creation.create_test_db(verbosity=0, keepdb=True)
        _copy(template, copy)
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = copy


def _hash_of_sources(salt):
    paths = sorted(path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern))
    return hashlib.sha256(b"".join([salt.encode(), *(path.read_bytes() for path in paths)])).hexdigest()[:12]


@contextlib.contextmanager
def _one_process_at_a_time():
    with (settings.VAR_DIR / "test.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_file():
    return connection.vendor == "sqlite"


def _name(suffix):
    name = connection.settings_dict["NAME"]
    return str(settings.VAR_DIR / f"test_{suffix}.sqlite3") if _is_file() else f"test_{name}_{suffix}"


def _drop_older_templates(template):
    if _is_file():
        for path in settings.VAR_DIR.glob("test_template_*"):
            if not path.name.startswith(Path(template).name):
                path.unlink()
        return
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{re.escape(_name('template_'))}"])
        for [name] in cursor.fetchall():
            if name != template:
                cursor.execute(f'DROP DATABASE "{name}"')


def _copy(template, copy):
    connection.close()  # which also writes everything into the file
    if _is_file():
        # A write-ahead log that a killed run left does not belong to the new file.
        for path in settings.VAR_DIR.glob(f"{Path(copy).name}*"):
            path.unlink()
        shutil.copy(template, copy)
        return
    # PostgreSQL copies no database that somebody is connected to.
    connection.close_pool()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{template}"')

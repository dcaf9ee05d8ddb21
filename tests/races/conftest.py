"""Real processes with production settings, on the database of the test run."""

import os
import socket
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection


def database_url():
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    login = ":".join(quote(config[part]) for part in ["USER", "PASSWORD"] if config[part])
    return f"postgres://{login}@{config['HOST']}:{config['PORT']}/{config['NAME']}"


@pytest.fixture
def port():
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    """``start("-m", "cms.serve", PORT="8000")`` runs Python; what still runs after the test is killed."""
    started = []

    def start(*arguments, **variables):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.base",
            "BASE_URL": "http://localhost",
            "VAR_DIR": str(tmp_path),
            **variables,
        }
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def eventually():
    """``eventually(condition)`` waits until it is true; half a minute is for a busy machine."""

    def wait(condition, seconds=30):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "It did not happen in time."
            time.sleep(0.05)

    return wait

"""Real processes with production settings, on the database of the test run."""

import json
import os
import socket
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from tests.races.mailbox import listening
from tests.trials import IS_LONG


def size(short, long):
    return long if IS_LONG else short


def database_url():
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    login = ":".join(quote(config[part]) for part in ["USER", "PASSWORD"] if config[part])
    return f"postgres://{login}@{config['HOST']}:{config['PORT']}/{config['NAME']}"


def free_port():
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port():
    return free_port()


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
def mailbox(port):
    """A real mail server."""
    with listening(port) as mailbox:
        yield mailbox


@pytest.fixture
def start_worker(start, mailbox, port):
    """The program that sends mail, to this mail server."""

    def start_worker():
        return start("manage.py", "worker", DATABASE_URL=database_url(), EMAIL_URL=f"smtp://127.0.0.1:{port}")

    return start_worker


@pytest.fixture
def eventually():
    """``eventually(condition)`` waits until it is true; half a minute is for a busy machine."""

    def wait(condition, seconds=30):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "It did not happen in time."
            time.sleep(0.05)

    return wait


@pytest.fixture
def play(transactional_db, start, tmp_path):
    """``play([(task, count, rounds), …])``: scenes one after the other, as ``crowd``; gives what came of each."""

    def run(scenes, may_fail=False, **variables):
        (tmp_path / "scenes.json").write_text(json.dumps(scenes))
        environment = {"DJANGO_SETTINGS_MODULE": "tests.races.settings", "DATABASE_URL": database_url(), **variables}
        process = start("-m", "tests.races.crowd", str(tmp_path / "scenes.json"), **environment)
        output = process.communicate(timeout=1800)[0]
        _log, told, answers = output.partition("answers: ")
        assert told, output
        played = json.loads(answers)
        given = [answer for rounds, _exits in played for answers in rounds for answer in answers]
        assert may_fail or not [answer for answer in given if str(answer).startswith("error")], output
        return played

    return run


@pytest.fixture
def crowd(play):
    """``crowd(task, count, rounds)`` gives what each process answered in each round, and how the processes ended."""

    def run(task, count, rounds, **kwargs):
        [played] = play([(task, count, rounds)], **kwargs)
        return played

    return run


@pytest.fixture
def tell(capsys):
    """Prints what was proven, in the long version."""

    def tell(proof):
        if IS_LONG:
            with capsys.disabled():
                print(f"\n{connection.vendor}: {proof}")

    return tell

"""What ``make run`` ends with: a web server and a worker that live and die together."""

import contextlib
import os
import signal
import socket
import urllib.request

import pytest

from tests.races.process_trees import command_line, descendants, gone

pytestmark = [pytest.mark.processes, pytest.mark.any_database]


@pytest.fixture
def in_a_terminal():
    """Also when these tests run under nohup, which has everything outlive the terminal."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def site(in_a_terminal, start, port):
    """The running site; no tables are needed to live and die."""
    process = start("-m", "cms.serve", PORT=str(port), DATABASE_URL="", CACHE_URL="", EMAIL_URL="")
    lines = iter(process.stdout.readline, "")
    announcement = next((line for line in lines if line.startswith("The site is on")), "")
    assert f"http://localhost:{port}" in announcement
    yield process
    for pid in descendants(process.pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_the_site_answers(site, port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/gezond/") as response:
        assert response.status == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_no_orphan(site, number, eventually):
    tree = descendants(site.pid)
    assert len(tree) == 4  # gunicorn with two processes, and the worker
    site.send_signal(number)
    assert site.wait(30) == 0
    eventually(lambda: gone(tree))


@pytest.mark.parametrize("victim, name", [("gunicorn", "The web server"), ("worker", "The worker")])
def test_when_one_dies_both_stop_with_an_error(site, victim, name, eventually):
    tree = descendants(site.pid)
    first = next(pid for pid in tree if f"\0{victim}\0" in command_line(pid))
    os.kill(first, signal.SIGKILL)
    output, _ = site.communicate(timeout=30)
    assert site.returncode == 1
    assert f"{name} stopped by itself" in output
    eventually(lambda: gone(tree))


def test_nothing_outlives_a_killed_supervisor(site, eventually):
    tree = descendants(site.pid)
    site.kill()
    site.wait()
    eventually(lambda: gone(tree))


def test_a_used_port_is_named_with_the_way_out(start, port):
    with socket.create_server(("127.0.0.1", port)):
        process = start("-m", "cms.serve", PORT=str(port))
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert f"Port {port} cannot be used" in output
    assert f"PORT={port + 1} make run" in output


@pytest.mark.parametrize("value", ["0", "70000", "http", "-1", ""])
def test_a_port_that_is_none_is_refused(start, value):
    process = start("-m", "cms.serve", "--check", PORT=value)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "PORT must be a number" in output

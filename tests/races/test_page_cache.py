"""Two server processes share the pages they keep."""

import http.client
import os
import socket
import subprocess
import sys
import time
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from home.models import HomePage
from tests.factories import StandardPageFactory, UserFactory

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

CSRF = "0123456789abcdef0123456789abcdef"


def database_url():
    db = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{db['NAME']}"
    login = f"{quote(db['USER'], safe='')}:{quote(db['PASSWORD'], safe='')}"
    return f"postgres://{login}@{db['HOST'] or 'localhost'}:{db['PORT'] or 5432}/{db['NAME']}"


class Server:
    """One gunicorn with one worker; ``with`` stops it."""

    def __init__(self, var_dir):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.races.settings",
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(var_dir),
        }
        command = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--threads=2", f"--bind=127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)

    def __enter__(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self.ask("GET", "/gezond/")
            except ConnectionRefusedError:
                time.sleep(0.1)
            else:
                return self
        raise TimeoutError("gunicorn did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)

    def ask(self, method, path, body=None, **headers):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        link.request(method, path, body, {"Host": "localhost", **headers})
        response = link.getresponse()
        text = response.read().decode()
        link.close()
        return response.status, text

    def text(self, path):
        return self.ask("GET", path)[1]


@pytest.fixture
def servers(tmp_path):
    with Server(tmp_path) as first, Server(tmp_path) as second:
        yield first, second


def test_what_is_published_in_one_process_shows_in_the_other_within_a_second(transactional_db, servers):
    here, there = servers
    page = StandardPageFactory(parent=HomePage.objects.get(), title="Oude titel", slug="over-ons")
    client = Client()
    client.force_login(UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    cookies = f"labo-csrf={CSRF}; labo-session={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    for server in [here, there, there]:
        assert "<h1>Oude titel" in server.text("/over-ons/")
    # Behind the back of the cache: whoever still shows the old title has it from there.
    type(page).objects.filter(pk=page.pk).update(title="Achter de rug")
    assert "<h1>Oude titel" in there.text("/over-ons/")

    form = {
        "csrfmiddlewaretoken": CSRF,
        "title": "Nieuwe titel",
        "slug": "over-ons",
        "body-count": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-publish": "action-publish",
    }
    status, _ = here.ask(
        "POST",
        f"/beheer/pages/{page.pk}/edit/",
        urlencode(form),
        **{"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"},
    )
    published = time.monotonic()
    assert status == 302

    while "<h1>Nieuwe titel" not in there.text("/over-ons/"):
        assert time.monotonic() - published < 1, "the other process still shows the old page"
        time.sleep(0.02)
    assert "<h1>Nieuwe titel" in here.text("/over-ons/")

"""Two server processes share the pages they keep."""

import http.client
import socket
import time
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from home.models import HomePage
from tests.factories import StandardPageFactory, UserFactory
from tests.races.conftest import database_url

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

CSRF = "0123456789abcdef0123456789abcdef"


class Server:
    """One gunicorn with one worker, all on the same cache directory."""

    def __init__(self, start):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = start(
            *["-m", "gunicorn", "cms.wsgi", "--threads=2", f"--bind=127.0.0.1:{self.port}", "--no-control-socket"],
            DJANGO_SETTINGS_MODULE="tests.races.settings",
            DATABASE_URL=database_url(),
        )

    def is_up(self):
        try:
            return self.ask("GET", "/gezond/")[0] == 200
        except ConnectionRefusedError:
            return False

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
def servers(transactional_db, start, eventually):
    servers = [Server(start), Server(start)]
    for server in servers:
        eventually(server.is_up)
    yield servers
    for server in servers:
        server.process.terminate()
        server.process.wait(10)


def test_what_is_published_in_one_process_shows_in_the_other_within_a_second(servers):
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

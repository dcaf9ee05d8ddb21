"""The headers that browsers get, with the settings of a site on HTTPS."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client

from cms.web.compression import TextGZipMiddleware
from tests.factories import UserFactory

pytestmark = pytest.mark.any_database

# Read by a process of its own, because the settings are computed from BASE_URL when they are imported.
READ_SETTINGS = """
import json, re
from cms.settings import base
print(json.dumps({n: v for n, v in vars(base).items() if re.match("SECURE_|SESSION_|CSRF_|X_FRAME|ALLOWED_HOSTS", n)}))
"""

PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "https://www.youtube-nocookie.com https://player.vimeo.com",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "object-src": "'none'",
}

FOR_EVERY_ANSWER = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOR_EVERY_PAGE = {
    **FOR_EVERY_ANSWER,
    "Content-Type": "text/html; charset=utf-8",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
}


@pytest.fixture(scope="module")
def https_settings(tmp_path_factory):
    environment = {
        "PATH": os.environ["PATH"],
        "BASE_URL": "https://labo.example.be",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
    }
    output = subprocess.check_output(
        [sys.executable, "-c", READ_SETTINGS], cwd=django_settings.BASE_DIR, env=environment
    )
    return json.loads(output)


@pytest.fixture
def https(https_settings, settings):
    """A visitor over HTTPS."""
    for name, value in https_settings.items():
        setattr(settings, name, value)
    return Client(headers={"Host": "labo.example.be", "X-Forwarded-Proto": "https"})


def policy(response):
    directives = response["Content-Security-Policy"].split(";")
    return {name: values for name, _, values in (directive.strip().partition(" ") for directive in directives)}


def test_a_page_has_exactly_these_headers(home, https):
    response = https.get("/")
    headers = dict(response.headers)
    assert policy(response) == PUBLIC_POLICY
    for name in ["Content-Security-Policy", "Content-Length", "ETag"]:
        del headers[name]
    assert headers == {**FOR_EVERY_PAGE, "Cache-Control": "public, no-cache", "Vary": "Accept-Encoding"}
    assert not response.cookies


def test_a_page_from_the_cache_has_the_same_headers(home, https, shared_cache):
    assert dict(https.get("/").headers) == dict(https.get("/").headers)


def test_not_found_is_as_safe(db, https):
    response = https.get("/bestaat-niet/")
    assert response.status_code == 404
    assert policy(response) == PUBLIC_POLICY
    assert FOR_EVERY_PAGE.items() <= dict(response.headers).items()


def test_http_is_sent_to_https(https):
    response = https.get("/labo/", headers={"X-Forwarded-Proto": "http"})
    assert (response.status_code, response["Location"]) == (301, "https://labo.example.be/labo/")


def test_cookies_belong_to_this_host_over_https(db, https):
    page = https.get("/beheer/login/")
    https.post("/beheer/login/", {"username": "x", "password": "y"})
    UserFactory(username="redacteur", is_superuser=True)
    login = https.post(
        "/beheer/login/",
        {"username": "redacteur", "password": "geheim-genoeg-voor-een-test"},
        headers={"Referer": "https://labo.example.be/beheer/login/"},
    )
    assert login.status_code == 302
    cookies = {**page.cookies, **login.cookies}
    assert set(cookies) == {"__Host-labo-session", "__Host-labo-csrf"}
    for cookie in cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
            True,
            True,
            "Lax",
            "/",
            "",
        )


def test_the_admin_has_its_own_policy(client, admin_user):
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    for path in ["/beheer/", "/beheer/login/", "/beheer/pages/", "/beheer/users/"]:
        rules = policy(client.get(path, follow=True))
        assert rules["script-src"] == "'self' 'unsafe-inline'"
        assert rules["frame-ancestors"] == "'self'"
        assert rules["frame-src"].startswith("'self' https://")
        assert rules["object-src"] == "'none'"


def test_the_policy_of_visitors_is_the_same_for_editors(home, client, admin_user):
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    assert policy(client.get("/")) == PUBLIC_POLICY


@pytest.mark.parametrize(
    ("media_type", "encoding"),
    [
        ("text/html; charset=utf-8", "gzip"),
        ("text/calendar", "gzip"),
        ("application/json", "gzip"),
        ("image/png", None),
        ("application/pdf", None),
    ],
)
def test_text_is_compressed_and_pictures_are_not(rf, media_type, encoding):
    compress = TextGZipMiddleware(lambda request: HttpResponse("a" * 1000, content_type=media_type))
    response = compress(rf.get("/", headers={"Accept-Encoding": "gzip"}))
    assert response.get("Content-Encoding") == encoding

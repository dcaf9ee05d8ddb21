import pytest
from django.core.cache import cache
from django.db import connection

from cms.web import health
from tests.factories import StandardPageFactory


@pytest.fixture
def ready(home, shared_cache, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        StandardPageFactory(parent=home)


@pytest.fixture
def broken(monkeypatch):
    """``broken(part)``: that part fails, with a secret in its error."""

    def break_part(part):
        def fail():
            raise OSError("password=geheim")

        monkeypatch.setitem(health.CHECKS, part, fail)

    return break_part


def test_alive_needs_no_database(client):
    # No database fixture: a query would fail.
    response = client.get("/gezond/")
    assert response.status_code == 200
    assert response.json() == {"site": "ok"}


def test_ready_has_a_line_per_part(client, ready):
    response = client.get("/klaar/")
    assert response.status_code == 200
    assert response.content.decode().splitlines() == [
        "{",
        '  "site": "ok",',
        '  "database": "ok",',
        '  "migrations": "ok",',
        '  "cache": "ok",',
        '  "index": "ok"',
        "}",
    ]


@pytest.mark.parametrize("part", ["database", "migrations", "cache", "index"])
def test_one_broken_part_makes_the_site_not_ready(client, ready, broken, part):
    broken(part)
    response = client.get("/klaar/")
    assert response.status_code == 503
    assert {name for name, state in response.json().items() if state == "failed"} == {"site", part}
    assert b"geheim" not in response.content


def test_a_cache_that_forgets_is_not_ready(client, home):
    # Tests have a cache that keeps nothing.
    assert client.get("/klaar/").json()["cache"] == "failed"


def test_an_empty_index_is_not_ready(client, home, shared_cache):
    assert client.get("/klaar/").json()["index"] == "failed"


def test_a_database_without_its_last_migration_is_not_ready(client, ready, monkeypatch):
    monkeypatch.setattr(health, "_check_migrations", health._check_migrations.__wrapped__)
    monkeypatch.setitem(health.CHECKS, "migrations", health._check_migrations)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'home'")
    assert client.get("/klaar/").json()["migrations"] == "failed"


@pytest.mark.parametrize("path", ["/gezond/", "/klaar/"])
def test_a_probe_comes_by_number_and_without_https(client, ready, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(path, headers={"Host": "10.0.0.7:8000"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


def test_looking_leaves_nothing_behind(client, ready):
    client.get("/klaar/")
    before = len(cache._cache)
    client.get("/klaar/")
    assert len(cache._cache) == before

import contextlib
import uuid

import pytest
from django.db import connection

from cms import cache


@pytest.fixture
def page_cache(settings, monkeypatch):
    """A real, empty cache; other tests have none."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    }
    monkeypatch.setattr(cache, "_believed", ("", 0.0))
    monkeypatch.setattr(cache, "_remembered", ("", {}))


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """``with committed():`` what was saved before counts as long committed, what is saved inside as just now."""

    @contextlib.contextmanager
    def commit():
        connection.run_on_commit = []
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return commit

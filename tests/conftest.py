import contextlib
import uuid

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils.translation.reloader import translation_file_changed
from hypothesis import settings as hypothesis_settings
from wagtail.models import Site

from cms import catalogue
from cms.web import cache as page_cache
from home.models import HomePage
from tests.database import connect_to_a_copy
from tests.factories import UserFactory
from tests.trials import PROFILE

hypothesis_settings.load_profile(PROFILE)


def pytest_configure():
    """The tests read Dutch, also where nobody ran make; before the processes of xdist start."""
    if catalogue.is_stale():
        catalogue.compile_catalogue()
        translation_file_changed(None, catalogue.COMPILED)  # for what Django read while it was set up


def pytest_collection_modifyitems(items):
    """A test without a database need not be repeated on another."""
    for item in items:
        if not item.get_closest_marker("django_db") and not {"db", "transactional_db"}.intersection(item.fixturenames):
            item.add_marker("any_database")


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, worker_id, testrun_uid):
    """In the place of pytest-django's. The template is kept from run to run, unless ``--create-db`` asks a new one."""
    with django_db_blocker.unblock():
        connect_to_a_copy(worker_id, salt=testrun_uid if request.config.getoption("create_db") else "")
        # What Django puts back after a test that commits.
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


@pytest.fixture
def home(db):
    """The home page that every new site starts with."""
    return HomePage.objects.get()


@pytest.fixture
def site(home):
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def member(db):
    """``member(role)`` makes a user in that group."""

    def make(role):
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def log_in_as(member):
    """``log_in_as(role)`` gives the client of somebody in that group, with the person as ``client.user``."""

    def log_in(role):
        client = Client()
        client.user = member(role)
        client.force_login(client.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.fixture
def shared_cache(settings, monkeypatch):
    """A cache that remembers, empty at first; without it no page is kept, as there is no cache in tests."""
    locmem = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": locmem, "LOCATION": uuid.uuid4().hex}}
    # What this process remembers by itself goes with it.
    monkeypatch.setattr(page_cache, "_believed", ("", 0.0))
    monkeypatch.setattr(page_cache, "_remembered", ("", {}))


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """``with committed():`` what was saved before counts as long committed, what is saved inside as just now."""

    @contextlib.contextmanager
    def commit():
        connection.run_on_commit = []
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return commit

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Site

from home.models import HomePage
from tests.factories import UserFactory


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

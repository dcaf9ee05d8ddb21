import pytest
from wagtail.models import Site

from home.models import HomePage


@pytest.fixture
def home(db):
    """The home page that every new site starts with."""
    return HomePage.objects.get()


@pytest.fixture
def site(home):
    return Site.objects.get(is_default_site=True)

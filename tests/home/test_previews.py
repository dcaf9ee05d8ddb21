"""The page of `make dev` that shows all components and blocks."""

from pathlib import Path

import pytest
from django.conf import settings

from cms import urls
from home import previews
from tests.factories import ImageFactory, PersonFactory, VideoPageFactory
from tests.factories.full import document
from tests.factories.tree import grow

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TEMPLATES = Path(settings.BASE_DIR) / "templates"

#: As `make dev` has them.
urlpatterns = [*previews.urlpatterns, *urls.urlpatterns]


@pytest.fixture
def shown(client, home, settings):
    ImageFactory()
    PersonFactory()
    grow(VideoPageFactory)
    document()
    settings.ROOT_URLCONF = __name__
    return client.get("/onderdelen/")


def test_each_component_and_block_is_shown(shown):
    assert shown.status_code == 200
    folders = [TEMPLATES / "components", TEMPLATES / "blocks"]
    files = {str(path.relative_to(TEMPLATES)) for folder in folders for path in folder.rglob("*.html")}
    assert files - {template.name for template in shown.templates} == set()


def test_an_empty_site_has_the_page_too(client, home, settings):
    settings.ROOT_URLCONF = __name__
    assert client.get("/onderdelen/").status_code == 200


def test_it_is_not_in_production(client, home):
    assert client.get("/onderdelen/").status_code == 404

"""Streams in migrations: no block stands there, and no block gets lost there."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation
from wagtail import blocks
from wagtail.fields import StreamField as WagtailStreamField

from cms.models.streams import StreamField
from home.models import StandardPage
from tests.factories import StandardPageFactory
from tests.factories.full import body

pytestmark = pytest.mark.django_db


def stored(page):
    """What stands in the column."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(body AS text) FROM home_standardpage WHERE page_ptr_id = %s", [page.pk])
        return cursor.fetchone()[0]


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, body=body())


@pytest.fixture(scope="module")
def history(django_db_setup, django_db_blocker):
    """The state of all models as migrations know them."""
    with django_db_blocker.unblock():
        return MigrationLoader(connection).project_state()


@pytest.fixture
def page_in_migrations(history, page):
    return history.apps.get_model("home", "StandardPage").objects.get(pk=page.pk)


def kinds(page):
    return [block.block_type for block in StandardPage.objects.get(pk=page.pk).body]


def test_each_stream_of_ours_is_such_a_field():
    models = [model for app in settings.OUR_APPS for model in apps.get_app_config(app).get_models()]
    streams = [field for model in models for field in model._meta.fields if isinstance(field, WagtailStreamField)]
    assert len(streams) > 10
    assert [str(field) for field in streams if not isinstance(field, StreamField)] == []


def test_a_model_of_migrations_saves_the_blocks_that_it_read(page, page_in_migrations):
    before = stored(page)
    page_in_migrations.save()
    assert stored(page) == before
    assert kinds(page) == [name for name, _value in body()]


def test_a_migration_changes_one_block_and_leaves_the_others(page, page_in_migrations):
    for block in page_in_migrations.body:
        if block["type"] == "heading":
            block["value"] = "Een andere kop"
    page_in_migrations.save()
    assert StandardPage.objects.get(pk=page.pk).body[0].value == "Een andere kop"
    assert kinds(page) == [name for name, _value in body()]


def test_another_block_makes_no_migration(history, monkeypatch):
    more = StreamField([("something_new", blocks.CharBlock())], blank=True, verbose_name="text")
    field = StandardPage._meta.get_field("body")
    monkeypatch.setattr(field, "stream_block", more.stream_block)
    with translation.override(None):  # as makemigrations does
        autodetector = MigrationAutodetector(history, ProjectState.from_apps(apps))
        changes = autodetector.changes(graph=MigrationLoader(connection).graph)
    assert changes == {}

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from search import dutch
from search.checks import check_index, check_keys
from search.models import IndexState

pytestmark = pytest.mark.django_db


def mistakes():
    return [mistake.id for mistake in check_index(None, databases=["default"])]


def test_a_prepared_site_has_a_sound_index():
    call_command("prepare")
    assert (mistakes(), check_keys(None), IndexState.is_due()) == ([], [], False)


def test_words_that_are_analysed_anew_make_the_index_due_until_the_site_is_prepared(home, monkeypatch):
    call_command("prepare")
    monkeypatch.setattr(dutch, "VERSION", dutch.VERSION + 1)
    assert mistakes() == ["search.W004"]
    home.index_entries.all().delete()
    call_command("prepare")
    assert mistakes() == []
    assert list(Page.objects.search("Labo")) == [home.page_ptr]


def test_an_index_of_before_the_analysis_is_due_as_well(home):
    home.save()
    IndexState.objects.all().delete()
    assert mistakes() == ["search.W004"]


def test_a_missing_index_or_column_is_told():
    drop = {
        "sqlite": "ALTER TABLE wagtailsearch_indexentry_fts RENAME TO kept_aside;"
        "CREATE VIRTUAL TABLE wagtailsearch_indexentry_fts USING fts5(title, body)",
        "postgresql": "DROP INDEX search_title_body",
    }[connection.vendor]
    with connection.cursor() as cursor:
        for statement in drop.split(";"):
            cursor.execute(statement)
    assert mistakes() == [{"sqlite": "search.W002", "postgresql": "search.W003"}[connection.vendor]]

import inspect
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.index import SearchField

from home.models import HomePage
from search.engine import analysis, dutch, fields
from search.engine.analysis import analysis_version
from search.engine.backends import indexing, words
from search.engine.checks import check_index, check_keys
from search.engine.models import IndexState

pytestmark = pytest.mark.django_db


def mistakes():
    return [mistake.id for mistake in check_index(None, databases=["default"])]


def test_a_prepared_site_has_a_sound_index():
    call_command("prepare")
    assert (mistakes(), check_keys(None), IndexState.is_due()) == ([], [], False)


@pytest.fixture
def search(tmp_path, monkeypatch):
    """A copy of what analyses words, to change."""
    for name in analysis.ANALYSED_BY:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        shutil.copy(analysis.ENGINE / name, tmp_path / name)
    monkeypatch.setattr(analysis, "ENGINE", tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["dutch.py", "irregular.py", "lexicon/ours.txt", "lexicon/forms.txt"])
def test_words_that_are_analysed_anew_make_the_index_due_until_the_site_is_prepared(home, search, name):
    call_command("prepare")
    (search / name).write_text((search / name).read_text() + "buurtkas\n")
    assert mistakes() == ["search.W004"]
    home.index_entries.all().delete()
    call_command("prepare")
    assert mistakes() == []
    assert list(Page.objects.search("Labo")) == [home.page_ptr]


@pytest.mark.parametrize(
    "decides",
    [dutch.tokens, fields.text_of, words.plain, indexing._sections, type(get_search_backend()).index_class.values],
)
def test_what_decides_about_words_is_part_of_the_version(decides):
    where = Path(inspect.getsourcefile(decides)).relative_to(analysis.ENGINE)
    assert str(where) in analysis.ANALYSED_BY


def test_a_field_that_is_added_or_weighs_more_makes_the_index_due(home, monkeypatch):
    call_command("prepare")
    for added in [SearchField("introduction", boost=9), SearchField("introduction", boost=8)]:
        fields = [*HomePage.get_search_fields(), added]
        monkeypatch.setattr(HomePage, "get_search_fields", lambda fields=fields: fields)
        assert mistakes() == ["search.W004"]
        IndexState.note()
        assert mistakes() == []


def test_the_version_is_the_same_every_time():
    assert analysis_version() == analysis_version() > 0


def test_an_index_without_a_noted_analysis_is_due_as_well(home):
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

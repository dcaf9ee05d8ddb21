"""The first results of what people type, on the demo site, the same on every database.

``relevance.toml`` says which pages should be on top, ``first_results.toml`` which page is. With ``-s`` the figures are
shown.
"""

import io
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.html import strip_tags

from search.engine import vocabulary

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
#: A page counts as found when it is among so many.
TOP = 3


def read(name):
    return tomllib.loads((HERE / name).read_text())["queries"]


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker, tmp_path_factory):
    """For each query the titles on the first page of results on the demo site, loaded once and rolled back."""
    var = tmp_path_factory.mktemp("var")
    with (
        override_settings(VAR_DIR=var, MEDIA_ROOT=str(var / "media")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("load_demo", stdout=io.StringIO())
        vocabulary.gather()
        yield {query: titles(query) for query in read("relevance.toml")}
        transaction.set_rollback(True)


def titles(query):
    response = Client().get(reverse("search"), {"q": query})
    return [strip_tags(hit.title) for hit in response.context["page_of_hits"] or ()]


def rank(found, wanted):
    """The place of the first page that was wanted, counted from 1; 0 when there is none."""
    return next((place for place, title in enumerate(found, 1) if title in wanted), 0)


def test_what_people_look_for_is_on_top(answers):
    queries = read("relevance.toml")
    ranks = {query: rank(answers[query], wanted) for query, wanted in queries.items()}
    success = sum(0 < place <= TOP for place in ranks.values()) / len(ranks)
    reciprocal = sum(1 / place for place in ranks.values() if place) / len(ranks)
    figures = f"{connection.vendor}, {len(ranks)} queries: success@{TOP} {success:.3f}, MRR {reciprocal:.3f}"
    print(f"\n{figures}")
    misses = "\n".join(
        f"{place or '-':>3}  {query:32} wanted {' or '.join(queries[query])}; found {', '.join(answers[query][:TOP])}"
        for query, place in ranks.items()
        if place != 1
    )
    assert success >= 0.95 and reciprocal >= 0.85, f"{figures}\n{misses}"


def test_every_database_puts_the_same_page_first(answers):
    recorded = read("first_results.toml")
    assert recorded.keys() == answers.keys()
    first = {query: next(iter(found), "") for query, found in answers.items()}
    others = [query for query, title in first.items() if title != recorded[query]]
    now = "\n".join(f'"{query}" = "{first[query]}"' for query in others)
    print(f"\n{connection.vendor}: {len(others)} of {len(first)} first results are others than recorded\n{now}")
    # Twice this, for what two databases may differ from each other.
    assert len(others) <= len(first) / 20, f"Put these in first_results.toml if they are right:\n{now}"

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search.models import IndexEntry

from cms.web import cache
from home.models import HomePage
from practices.models import Municipality
from practices.places.reference import flanders

pytestmark = pytest.mark.django_db


def test_the_database_gets_its_reference_data(capsys):
    call_command("prepare")
    assert Municipality.objects.count() == len(flanders()["municipalities"])
    assert "No migrations to apply" in capsys.readouterr().out


def test_an_empty_site_can_be_searched(home):
    IndexEntry.objects.all().delete()
    call_command("prepare")
    assert list(HomePage.objects.search("Labo")) == [home]


def test_who_only_looks_at_a_prepared_site_writes_nothing(client):
    """A page that is asked for waits for no lock."""
    call_command("prepare")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    statements = [query["sql"] for query in asked]
    assert statements
    assert [sql for sql in statements if not sql.startswith("SELECT")] == []


@pytest.mark.parametrize("options, loads", [({}, False), ({"demo": True}, True)])
def test_only_who_asks_gets_the_demo(options, loads, monkeypatch):
    called = []
    monkeypatch.setattr("cms.management.commands.prepare.call_command", lambda name, **kwargs: called.append(name))
    call_command("prepare", **options)
    assert ("load_demo" in called) is loads


def test_without_a_mail_server_the_place_of_the_mails_is_named(settings, monkeypatch, capsys):
    monkeypatch.setattr("cms.management.commands.prepare.call_command", lambda name, **kwargs: None)
    settings.OUTBOX_TRANSPORT = "cms.mail.outbox.EmlFileBackend"
    settings.EMAIL_FILE_PATH = "/srv/labo/var/mail"
    call_command("prepare")
    assert "/srv/labo/var/mail" in capsys.readouterr().out


@pytest.mark.usefixtures("shared_cache")
def test_pages_of_the_version_before_are_forgotten(monkeypatch):
    monkeypatch.setattr("cms.management.commands.prepare.call_command", lambda name, **kwargs: None)
    before = cache.version()
    call_command("prepare")
    assert cache.version() != before

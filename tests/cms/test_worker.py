from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from cms.models import PeriodicJob
from cms.work import housekeeping, worker
from cms.work.worker import Job, Worker
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keep_connection(monkeypatch):
    """The connection holds the transaction of the test."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


@pytest.fixture
def jobs(monkeypatch):
    """An empty registry."""
    jobs = {}
    monkeypatch.setattr(worker, "_jobs", jobs)
    return jobs


@pytest.fixture
def ran(jobs):
    """Names of the jobs that ran; ``hourly`` and ``eager`` are registered."""
    ran = []
    worker.register(Job("hourly", every=3600, run=lambda: ran.append("hourly")))
    worker.register(Job("eager", every=2, run=lambda: ran.append("eager"), alone=False))
    return ran


def fail(error):
    raise error


def test_jobs_run_when_they_are_due(ran):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        hands = Worker()
        hands.run_due()
        assert ran == ["hourly", "eager"]

        clock.shift(timedelta(seconds=1))
        hands.run_due()
        assert ran == ["hourly", "eager"]

        clock.shift(timedelta(seconds=1))
        hands.run_due()
        assert ran == ["hourly", "eager", "eager"]

        clock.shift(timedelta(hours=1))
        hands.run_due()
        assert ran[3:] == ["hourly", "eager"]


def test_a_job_that_another_worker_ran_is_not_due(ran):
    Worker().run_due()
    Worker().run_due()
    assert ran.count("hourly") == 1


def test_a_running_job_is_nobody_elses_until_the_lease_ends():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert PeriodicJob.objects.claim("purge")
        assert PeriodicJob.objects.claim("purge") is None
        clock.shift(PeriodicJob.objects.LEASE)
        assert PeriodicJob.objects.claim("purge")


def test_a_failing_job_is_logged_and_stops_no_other(ran, jobs, caplog):
    jobs["hourly"] = Job("hourly", every=3600, run=lambda: fail(ZeroDivisionError("oeps")))
    Worker().run_due()
    assert ran == ["eager"]
    assert "Job hourly failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_the_worker_waits_for_a_database_that_is_away(ran, jobs, caplog):
    away = [OperationalError("connection refused")]
    jobs["eager"] = Job("eager", every=2, run=lambda: fail(away.pop()) if away else ran.append("eager"), alone=False)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        hands = Worker()
        hands.run_due()
        assert "Job eager waits for the database: connection refused" in caplog.text
        assert "Traceback" not in caplog.text
        clock.shift(timedelta(seconds=worker.LOOK_EVERY))
        hands.run_due()
    assert ran == ["hourly", "eager"]


def test_stopping_finishes_the_running_job_and_starts_no_other(ran, jobs):
    hands = Worker()
    jobs["hourly"] = Job("hourly", every=3600, run=lambda: (hands.stop(), ran.append("hourly")))
    hands.run()
    assert ran == ["hourly"]


def test_the_command_runs_what_is_due_once(ran, monkeypatch):
    monkeypatch.setattr("signal.signal", lambda *args: None)
    call_command("worker", once=True)
    assert ran == ["hourly", "eager"]


def test_the_command_works_until_it_is_stopped(jobs, monkeypatch):
    handlers = {}
    monkeypatch.setattr("signal.signal", lambda number, handler: handlers.update({number.name: handler}))
    worker.register(Job("stop", every=1, run=lambda: handlers["SIGTERM"](15, None), alone=False))
    call_command("worker")
    assert set(handlers) == {"SIGTERM", "SIGINT"}


def test_scheduled_pages_are_published_and_expired_ones_leave(home, client):
    now = timezone.now()
    page = StandardPageFactory(parent=home, title="Nieuwe werking", slug="nieuwe-werking", live=False)
    page.go_live_at = now + timedelta(hours=1)
    page.expire_at = now + timedelta(hours=2)
    page.save_revision().publish()
    assert client.get("/nieuwe-werking/").status_code == 404

    with time_machine.travel(now + timedelta(minutes=61)):
        housekeeping.publish_scheduled()
        page.refresh_from_db()
        assert page.live
        assert page.title == "Nieuwe werking"
    with time_machine.travel(now + timedelta(minutes=121)):
        housekeeping.publish_scheduled()
        page.refresh_from_db()
        assert not page.live


def test_purging_removes_sessions_that_ended():
    now = timezone.now()
    Session.objects.create(session_key="oud", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="nieuw", session_data="", expire_date=now + timedelta(days=1))
    housekeeping.purge()
    assert [session.session_key for session in Session.objects.all()] == ["nieuw"]


def test_the_site_registers_its_jobs():
    assert {"outbox", "publish scheduled pages", "purge"} <= set(worker._jobs)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Other databases gather their statistics themselves.")
def test_sqlite_knows_how_much_is_in_its_tables(home):
    StandardPageFactory(parent=home)
    housekeeping.gather_statistics()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'wagtailcore_page'")
        assert cursor.fetchone()[0]

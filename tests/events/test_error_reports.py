"""What people typed stands in no report of an error and in no log: not as a field, nor as a variable of what failed."""

import logging
import sys
import time
from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import IntegrityError
from django.test import Client
from django.utils.module_loading import import_string
from django.views.debug import get_exception_reporter_class

from cms.forms.guard import FASTEST, GuardForm, Token
from events import emails, links
from events.models import Registration
from events.services import changing
from events.services.consent import current_consent
from tests.events.coming import come, open_event

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

CANARY = "kwetter"
TYPED = {
    "name": f"An {CANARY}",
    "email": f"{CANARY}@example.org",
    "organisation": f"Huis {CANARY}",
    "role": f"rol {CANARY}",
    "accessibility": f"een stoel {CANARY}",
    "diet": f"geen noten {CANARY}",
}


@pytest.fixture
def event(home):
    return open_event(title="Labodag")


@pytest.fixture
def reports():
    """The reports of the error of a test, as Django shows and mails them, and its lines in the log."""
    made = []
    # As the site has it: that it is wired is part of what is shown.
    formatter = import_string(settings.LOGGING["formatters"]["line"]["class"])()

    def report(request, **kwargs):
        reporter = get_exception_reporter_class(request)(request, *sys.exc_info())
        log = formatter.format(logging.LogRecord("x", 40, "", 1, "Error", (), sys.exc_info()))
        made.extend([reporter.get_traceback_html(), reporter.get_traceback_text(), log])

    got_request_exception.connect(report)
    yield made
    got_request_exception.disconnect(report)


def fail(*args, **kwargs):
    """As PostgreSQL does, which repeats the row."""
    row = f"DETAIL:  Failing row contains ({', '.join(TYPED.values())},\n\n{args}, {kwargs})."
    try:
        raise ValueError(f'breaks "rule"\n{row}')
    except ValueError as error:
        raise IntegrityError(f'breaks "rule"\n{row}') from error


def send(page, form="", **data):
    token = Token(form, "a key", int(time.time()) - FASTEST - 1)
    return Client(raise_request_exception=False).post(page, {**data, GuardForm.TOKEN: str(token)})


def tells_where_and_not_who(reports):
    for report in reports:
        assert "IntegrityError" in report
        assert 'breaks "rule"' in report.replace("&quot;", '"')
        assert "/services/" in report
        assert CANARY not in report
    return len(reports) == 3


def test_a_report_of_the_registration_form_does_not_say_what_was_typed(event, reports, monkeypatch):
    monkeypatch.setattr(emails, "send_received", fail)
    consent = {"consent": "on", "consent_version": str(current_consent().version)}
    response = send(f"{event.url}inschrijven/", f"registration-{event.pk}", **TYPED, **consent)
    assert (response.status_code, Registration.objects.count()) == (500, 0)
    assert tells_where_and_not_who(reports)


def test_a_report_of_the_own_page_does_not_say_whose_it_is(event, reports, monkeypatch):
    own_page = links.own_path(come(event, f"{CANARY} Ampe", diet=CANARY))
    monkeypatch.setattr(changing, "locked_by", fail)
    assert send(f"{own_page}gegevens/", **TYPED).status_code == 500
    assert tells_where_and_not_who(reports)


def test_a_report_of_the_form_for_lost_links_does_not_say_the_address(event, reports, monkeypatch):
    monkeypatch.setattr(emails, "send_links", fail)
    assert send("/inschrijving/link-kwijt/", "lost link", email=TYPED["email"]).status_code == 500
    assert tells_where_and_not_who(reports)


def refuse(*args, **kwargs):
    """As a mail server does, which repeats the address."""
    raise SMTPRecipientsRefused({TYPED["email"]: (550, b"unknown")})


def write_in_ascii(*args, **kwargs):
    f"{TYPED['name']} é".encode("ascii")


@pytest.mark.parametrize("fail", [refuse, write_in_ascii])
def test_an_error_that_repeats_what_was_typed_is_reported_without_it(event, reports, monkeypatch, fail):
    monkeypatch.setattr(emails, "send_links", fail)
    come(event, email=TYPED["email"])
    assert send("/inschrijving/link-kwijt/", "lost link", email=TYPED["email"]).status_code == 500
    assert len(reports) == 3
    assert not any(CANARY in report for report in reports)

"""A real Chromium against the live server. One browser per test run, a fresh profile per test."""

import os

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.browser import find_chromium

# Playwright runs an event loop in the thread of the tests; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser(django_db_setup, django_db_blocker):
    executable = find_chromium()
    if not executable:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing.")
        pytest.skip("Chromium is missing: install the package chromium.")
    first_rows = connection._test_serialized_contents
    with sync_playwright() as playwright:
        # Inside the event loop Django opens a connection of its own, which must know the first rows as well.
        connection._test_serialized_contents = first_rows
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()
        with django_db_blocker.unblock():
            connection.close()


@pytest.fixture
def tab(browser, live_server):
    """A tab on the live server; ``tab.complaints`` lists what the browser's console objected to."""
    context = browser.new_context(base_url=live_server.url, locale="nl-BE", timezone_id="Europe/Brussels")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type in {"error", "warning"} and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


@pytest.fixture(autouse=True)
def _keep_first_rows(django_db_serialized_rollback):
    """Tests on the live server commit; the rows of the migrations (home page, groups) come back after each."""


@pytest.fixture
def log_in(tab, live_server):
    """``log_in(user)``: from then on the tab is that user's."""

    def log_in(user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        tab.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return log_in

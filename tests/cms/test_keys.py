"""A number that no row can have: an address with it is not found, a form with it is refused. Never an error page."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import URLPattern, get_resolver

from cms.forms.fields import RowChoiceField
from cms.keys import LARGEST
from events.models import EventPage
from tests.factories import EventPageFactory, UserFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.django_db

TOO_LARGE = [str(LARGEST + 1), "9" * 30, "9" * 5000]
OURS = ("cms.", "events.", "home.", "practices.", "search.")


def numbered_addresses(patterns=None, before=""):
    """Every address of ours that holds the key of a row, with ``{}`` in the place of keys."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            yield from numbered_addresses(entry.url_patterns, route)
        elif entry.pattern.converters and entry.lookup_str.startswith(OURS) and re.search("<(int|key):", route):
            yield "/" + re.sub("<str:[^>]*>", "binnen", re.sub("<(?:int|key):[^>]*>", "{}", route))


def test_addresses_of_rows_are_found_by_this_test():
    assert "/beheer/agenda/{}/deelnemers/" in set(numbered_addresses())


@pytest.mark.parametrize("key", TOO_LARGE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_with_a_number_that_is_too_large_is_not_found(home, method, key):
    client = Client()
    client.force_login(UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    answers = {
        address: getattr(client, method)(address.replace("{}", key)).status_code for address in numbered_addresses()
    }
    assert set(answers.values()) == {404}, answers


@pytest.mark.parametrize("key", [*TOO_LARGE, f"-{LARGEST}9", "٩" * 30, "x", "1.5", "\ud800"])
def test_a_choice_that_no_row_can_be_is_refused(home, key):
    # The key of this model is a relation: Django does not look at how large such a number is.
    with pytest.raises(ValidationError) as refused:
        RowChoiceField(EventPage.objects.all()).clean(key)
    assert refused.value.code == "invalid_choice"


def test_a_row_that_is_there_is_chosen(home):
    event = grow(EventPageFactory)
    assert RowChoiceField(EventPage.objects.all()).clean(str(event.pk)) == event

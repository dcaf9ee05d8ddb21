"""Programs stay out, people never lose what they typed."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.forms import guard
from cms.forms.guard import FASTEST, OLDEST, GuardForm, Limit, Token, network_of
from cms.models import RateBucket

NOW = "2026-03-02 10:00 +0100"


def sent(token, **data):
    return GuardForm({GuardForm.TOKEN: str(token), **data}, guards="inschrijving 7")


def handed_out(clock, seconds_ago):
    token = Token.issue("inschrijving 7")
    clock.shift(timedelta(seconds=seconds_ago))
    return token


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.mark.parametrize("age", [FASTEST, 60, OLDEST])
def test_a_form_that_somebody_read_passes(clock, age):
    token = handed_out(clock, age)
    form = sent(token)
    assert form.is_valid()
    assert not form.is_trapped
    assert form.key == token.key


def test_the_same_copy_keeps_its_key_however_often_it_is_shown(clock):
    token = handed_out(clock, 10)
    again = sent(sent(token).token)
    assert again.is_valid()
    assert again.key == token.key


def test_two_copies_have_two_keys():
    assert Token.issue("a").key != Token.issue("a").key
    assert len(Token.issue("a").key) == 32


@pytest.mark.parametrize(
    "age, message",
    [(0, "heel snel"), (FASTEST - 1, "heel snel"), (OLDEST + 1, "langer dan een dag"), (-60, "heel snel")],
)
def test_too_fast_and_too_old_are_told(clock, age, message):
    form = sent(handed_out(clock, age))
    assert not form.is_valid()
    [error] = form.non_field_errors()
    assert message in error
    assert "antwoorden staan hier nog" in error


def test_who_was_too_fast_only_has_to_wait(clock):
    token = handed_out(clock, 0)
    form = sent(token)
    assert not form.is_valid()
    clock.shift(timedelta(seconds=FASTEST))
    assert sent(form.token).is_valid()
    assert form.token.key == token.key


def test_who_was_too_late_gets_a_new_token(clock):
    form = sent(handed_out(clock, OLDEST + 1))
    assert not form.is_valid()
    shown = str(form.token)
    clock.shift(timedelta(seconds=FASTEST))
    assert sent(shown).is_valid()


@given(st.text())
def test_no_text_passes_as_a_token(text):
    form = sent(text)
    assert not form.is_valid()
    assert "niet controleren" in form.non_field_errors()[0]


@pytest.mark.parametrize(
    "forged",
    [
        Token.issue("inschrijving 8"),
        signing.dumps({"form": "inschrijving 7", "key": "a" * 32, "issued": 0}),
        f"{Token.issue('inschrijving 7')}x",
    ],
    ids=["of another form", "signed for something else", "changed"],
)
def test_tokens_of_others_are_refused_and_replaced(forged, clock):
    form = sent(forged)
    assert not form.is_valid()
    shown = str(form.token)
    clock.shift(timedelta(seconds=FASTEST))
    assert sent(shown).is_valid()


def test_a_renewed_form_is_another_copy(clock):
    token = handed_out(clock, 10)
    form = sent(token)
    form.renew()
    assert form.token.key != token.key


def test_only_programs_fill_in_the_field_that_nobody_sees():
    assert sent("", **{GuardForm.TRAP: "https://example.org"}).is_trapped


@pytest.mark.parametrize(
    "address, network",
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_a_subscriber_counts_as_one(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.django_db
class TestLimit:
    limit = Limit("proef", most=3, seconds=3600)

    def test_it_is_full_after_the_last(self, clock):
        assert [self.limit.take("ann") for _ in range(5)] == [True, True, True, False, False]
        assert RateBucket.objects.get().count == 3

    def test_everybody_has_a_limit_of_their_own(self, clock):
        for _ in range(4):
            self.limit.take("ann")
        assert self.limit.take("bart")
        assert Limit("iets anders", most=3, seconds=3600).take("ann")

    def test_the_next_window_is_empty(self, clock):
        for _ in range(4):
            self.limit.take("ann")
        clock.shift(timedelta(hours=1))
        assert self.limit.take("ann")

    def test_nobody_is_named(self, clock):
        self.limit.take("192.0.2.7")
        clock.shift(timedelta(hours=1))
        self.limit.take("192.0.2.7")
        first, second = RateBucket.objects.all()
        assert "192" not in first.who
        assert first.who != second.who, "two windows tell that it was the same person"

    def test_windows_that_are_over_are_forgotten(self, clock):
        self.limit.take("ann")
        guard.purge()
        assert RateBucket.objects.exists()
        clock.shift(timedelta(hours=2))
        self.limit.take("bart")
        guard.purge()
        assert RateBucket.objects.get().ends_at > timezone.now()

"""Editors say that a practice was checked, and handle what contacts write."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from home import roles
from practices.models import Checker, PracticeCorrection, PracticePage, PracticeUpkeep
from practices.upkeep import services as upkeep
from tests.factories import PracticeIndexPageFactory, PracticePageFactory, StandardPageFactory

pytestmark = pytest.mark.any_database

CORRECTIONS = "practices_practicecorrection_modeladmin_index"


@pytest.fixture
def inventory(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def practice(inventory):
    return PracticePageFactory(parent=inventory, title="Wijkraad Noord")


@pytest.fixture
def chief(log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


@pytest.fixture
def correction(practice):
    return PracticeCorrection.objects.create(practice=practice, text="Het heet nu\n<b>Wijkforum</b>.")


def check_url(practice):
    return reverse("practice_record_check", args=[practice.pk])


def handle_url(correction):
    return reverse("practices_handle_correction", args=[correction.pk])


def inspect_url(correction):
    return reverse("practices_practicecorrection_modeladmin_inspect", args=[correction.pk])


def edit_url(practice):
    return reverse("wagtailadmin_pages:edit", args=[practice.pk])


def text(client, url, **query):
    return client.get(url, query).content.decode()


def test_checking_is_one_click_away_in_the_editor_and_in_the_lists(chief, inventory, practice):
    explorer = reverse("wagtailadmin_explore", args=[inventory.pk])
    for url in [edit_url(practice), explorer, reverse("praktijken:index")]:
        html = text(chief, url)
        assert check_url(practice) in html
        assert "Nagekeken" in html


def test_other_pages_are_not_checked(chief, home):
    page = StandardPageFactory(parent=home)
    assert "Nagekeken" not in text(chief, edit_url(page))


def test_an_editor_says_on_which_day_the_page_was_true(chief, practice):
    assert timezone.localdate().strftime("%Y") in text(chief, check_url(practice))
    response = chief.post(check_url(practice), {"on": "2026-03-03"}, follow=True)
    html = response.content.decode()
    assert "“Wijkraad Noord” staat als nagekeken." in html
    assert "Nagekeken op 3 maart 2026 door de redactie." in html
    row = PracticeUpkeep.objects.get()
    assert (row.checked_on, row.checked_by) == (datetime.date(2026, 3, 3), Checker.EDITOR)
    history = text(chief, reverse("wagtailadmin_pages:history", args=[practice.pk]))
    assert "Klopte op 3 maart 2026, nagekeken door: redactie" in history


@pytest.mark.parametrize("day", ["", "gisteren", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused_with_a_message(chief, practice, day):
    response = chief.post(check_url(practice), {"on": day})
    assert response.context["form"].errors["on"]
    assert not PracticeUpkeep.objects.exists()


def test_who_may_not_publish_may_not_say_that_a_page_was_checked(log_in_as, practice, inventory):
    editor = log_in_as(roles.EDITOR)
    assert editor.get(check_url(practice))["Location"] == "/beheer/"
    assert editor.post(check_url(practice), {"on": "2026-03-03"})["Location"] == "/beheer/"
    assert check_url(practice) not in text(editor, edit_url(practice))
    assert not PracticeUpkeep.objects.exists()


def test_a_visitor_has_to_log_in_first(client, practice, correction):
    for url in [check_url(practice), inspect_url(correction), reverse(CORRECTIONS)]:
        assert client.get(url)["Location"].startswith("/beheer/login/")
    assert client.post(handle_url(correction))["Location"].startswith("/beheer/login/")


def test_the_form_of_a_practice_says_how_it_stands(chief, practice, inventory):
    assert "Niemand heeft deze pagina al nagekeken." in text(chief, edit_url(practice))
    upkeep.record_check(practice=practice, on=datetime.date(2020, 3, 3), by=Checker.CONTACT)
    PracticeUpkeep.objects.update(asked_at=datetime.datetime(2021, 4, 1, tzinfo=datetime.UTC))
    html = text(chief, edit_url(practice))
    assert "Deze pagina is sinds maart 2020 niet meer nagekeken." in html
    assert "De contactpersoon kreeg de vraag op 1 april 2021." in html
    new = text(chief, reverse("wagtailadmin_pages:add", args=["practices", "practicepage", inventory.pk]))
    assert "Zodra de praktijk bewaard is" in new


@pytest.fixture
def three_practices(inventory):
    today = timezone.localdate()
    for title, days_ago in [("Vers", 10), ("Oud", 600), ("Nooit", None)]:
        page = PracticePageFactory(parent=inventory, title=title)
        if days_ago:
            day = today - datetime.timedelta(days=days_ago)
            upkeep.record_check(practice=page, on=day, by=Checker.EDITOR)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"check": "stale"}, ["Oud"]),
        ({"check": "never"}, ["Nooit"]),
        ({"check": "stale", "q": "oud"}, ["Oud"]),
        ({"ordering": "checked_on"}, ["Nooit", "Oud", "Vers"]),
        ({"ordering": "-checked_on"}, ["Vers", "Oud", "Nooit"]),
        ({"ordering": "checked_on", "q": "vers"}, ["Vers"]),
    ],
)
def test_practices_can_be_found_by_their_check(chief, inventory, three_practices, query, expected):
    for url in [reverse("wagtailadmin_explore", args=[inventory.pk]), reverse("praktijken:index")]:
        response = chief.get(url, query)
        assert [page.title for page in response.context["object_list"]] == expected


def test_the_list_says_when_practices_were_checked(chief, practice):
    upkeep.record_check(practice=practice, on=datetime.date(2026, 3, 3), by=Checker.EDITOR)
    assert "03/03/2026" in text(chief, reverse("praktijken:index"))


def test_corrections_stand_in_the_menu_and_on_the_dashboard(chief, correction):
    html = text(chief, reverse("wagtailadmin_home"))
    assert reverse(CORRECTIONS) in html
    assert "1 correctie te verwerken" in html
    assert "Wijkraad Noord" in text(chief, reverse(CORRECTIONS), state="open")
    assert "Wijkraad Noord" not in text(chief, reverse(CORRECTIONS), state="handled")


def test_a_correction_is_read_and_handled(chief, correction):
    html = text(chief, inspect_url(correction))
    assert "Het heet nu<br>&lt;b&gt;Wijkforum&lt;/b&gt;." in html
    assert edit_url(correction.practice) in html
    response = chief.post(handle_url(correction), follow=True)
    assert "De correctie voor “Wijkraad Noord” is verwerkt." in response.content.decode()
    correction.refresh_from_db()
    assert correction.handled_by == chief.user
    assert handle_url(correction) not in text(chief, inspect_url(correction))
    assert "te verwerken" not in text(chief, reverse("wagtailadmin_home"))


def test_reading_handles_nothing(chief, correction):
    assert chief.get(handle_url(correction)).status_code == 405
    correction.refresh_from_db()
    assert correction.handled_at is None


@pytest.mark.parametrize("role", [roles.EDITOR, roles.AGENDA_MANAGER])
def test_corrections_are_for_those_who_may_publish_practices(log_in_as, correction, role):
    somebody = log_in_as(role)
    for url in [reverse(CORRECTIONS), inspect_url(correction)]:
        assert somebody.get(url)["Location"] == "/beheer/"
    assert somebody.post(handle_url(correction))["Location"] == "/beheer/"
    html = text(somebody, reverse("wagtailadmin_home"))
    assert "te verwerken" not in html
    assert reverse(CORRECTIONS) not in html
    correction.refresh_from_db()
    assert correction.handled_at is None


def test_nobody_adds_changes_or_deletes_a_correction(chief, correction):
    for action in ["create", "edit", "delete"]:
        args = [] if action == "create" else [correction.pk]
        response = chief.post(reverse(f"practices_practicecorrection_modeladmin_{action}", args=args))
        assert response["Location"] == "/beheer/"
    assert PracticeCorrection.objects.count() == 1


def test_more_corrections_take_no_more_queries(chief, inventory, shared_cache):
    def count():
        PracticeCorrection.objects.create(practice=PracticePageFactory(parent=inventory), text="Iets.")
        chief.get(reverse(CORRECTIONS))
        with CaptureQueriesContext(connection) as queries:
            chief.get(reverse(CORRECTIONS))
        return len(queries)

    assert count() == count()


def test_a_copied_practice_was_not_checked(chief, practice):
    upkeep.record_check(practice=practice, on=datetime.date(2026, 3, 3), by=Checker.EDITOR)
    copy = practice.copy(update_attrs={"slug": "kopie"})
    assert PracticePage.objects.get(pk=copy.pk).upkeep_line == ""

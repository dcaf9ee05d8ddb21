"""The whole site with its page cache: nobody sees an old page, and nobody sees another's."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache as django_cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from cms.models import SiteSettings, Topic
from cms.web import cache
from tests.factories import (
    EventIndexPageFactory,
    EventPageFactory,
    ImageFactory,
    MunicipalityFactory,
    PersonFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    StandardPageFactory,
    UserFactory,
)

pytestmark = pytest.mark.usefixtures("shared_cache")


@pytest.fixture
def page(home):
    return StandardPageFactory(parent=home, title="Over ons", slug="over-ons")


def text(path, client=None):
    return (client or Client()).get(path).content.decode()


def test_the_second_visitor_costs_no_query(page, django_assert_num_queries):
    first = Client().get("/over-ons/")
    with django_assert_num_queries(0):
        second = Client().get("/over-ons/")
    assert first.content == second.content
    assert first.headers == second.headers


def test_who_has_the_page_already_gets_no_body_and_costs_no_query(page, client, django_assert_num_queries):
    etag = client.get("/over-ons/")["ETag"]
    with django_assert_num_queries(0):
        response = client.get("/over-ons/", headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert client.get("/over-ons/", headers={"If-None-Match": 'W/"else"'}).status_code == 200


def test_visitors_get_no_cookie_and_no_nonce(page, client):
    for _ in range(2):
        response = client.get("/over-ons/")
        assert not response.cookies
        assert response["Vary"] == "Accept-Encoding"
        assert "nonce" not in response["Content-Security-Policy"]


def test_a_published_change_shows_at_once_and_a_draft_never(page, committed):
    assert "<h1>Over ons" in text("/over-ons/")
    page.title = "Nieuwe titel"
    with committed():
        revision = page.save_revision()
    assert "Nieuwe titel" not in text("/over-ons/")
    with committed():
        revision.publish()
    assert "<h1>Nieuwe titel" in text("/over-ons/")


def test_an_unpublished_and_a_deleted_page_are_gone_at_once(home, page, committed, client):
    client.get("/over-ons/")
    with committed():
        page.unpublish()
    assert client.get("/over-ons/").status_code == 404
    with committed():
        page.save_revision().publish()
    assert client.get("/over-ons/").status_code == 200
    with committed():
        page.delete()
    assert client.get("/over-ons/").status_code == 404


def test_a_page_appears_and_disappears_on_schedule(home, committed, client, time_machine):
    time_machine.move_to("2026-03-01 10:00 +0100", tick=False)
    page = StandardPageFactory(parent=home, slug="tijdelijk", live=False)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.expire_at = timezone.now() + datetime.timedelta(hours=2)
    page.save_revision().publish()
    states = []
    for _ in range(3):
        with committed():
            call_command("publish_scheduled")
        states.append(client.get("/tijdelijk/").status_code)
        time_machine.shift(3700)
    assert states == [404, 200, 404]


def test_a_moved_page_is_only_at_its_new_address(home, page, committed, client):
    target = StandardPageFactory(parent=home, slug="labo")
    client.get("/over-ons/")
    with committed():
        page.move(target, pos="last-child")
    assert client.get("/over-ons/").status_code != 200
    assert client.get("/labo/over-ons/").status_code == 200


def test_a_redirect_works_from_the_moment_it_is_made(home, page, committed, client):
    assert client.get("/vroeger/").status_code == 404
    with committed():
        Redirect.objects.create(old_path="/vroeger", redirect_page=page)
    assert client.get("/vroeger/")["Location"].endswith("/over-ons/")


def test_menu_and_contact_are_fresh_on_every_page(page, committed):
    assert "Voorbeeldpersoon Jan" not in text("/over-ons/")
    person = PersonFactory(name="Voorbeeldpersoon Jan")
    site_settings = SiteSettings.load()
    site_settings.contact = person
    site_settings.menu = [("link", {"page": None, "external_url": "/zoeken/", "label": "Rondkijken"})]
    with committed():
        site_settings.save()
    assert "Voorbeeldpersoon Jan" in text("/over-ons/")
    assert "Rondkijken" in text("/over-ons/")
    person.name = "Voorbeeldpersoon An"
    with committed():
        person.save()
    assert "Voorbeeldpersoon An" in text("/over-ons/")


def test_the_current_page_is_marked_in_the_menu_of_each_page(home, page, committed):
    StandardPageFactory(parent=home, slug="labo")
    site_settings = SiteSettings.load()
    site_settings.menu = [
        ("link", {"page": None, "external_url": path, "label": path}) for path in ["/over-ons/", "/labo/"]
    ]
    with committed():
        site_settings.save()
    for path in ["/over-ons/", "/labo/", "/over-ons/", "/labo/"]:
        assert f'<a href="{path}" aria-current="page">' in text(path)
        assert text(path).count('aria-current="page">/') == 1


def test_a_renamed_topic_is_fresh_on_its_page(home, committed):
    page = StandardPageFactory(parent=home)
    page.topics.add("Water")
    page.save()
    topic = Topic.objects.get()
    assert "Water" in text(topic.get_absolute_url())
    topic.name = "Klimaat"
    with committed():
        topic.save()
    assert "Klimaat" in text(topic.get_absolute_url())


def test_facts_beside_the_page_are_fresh(home, committed):
    practice = PracticePageFactory(parent=PracticeIndexPageFactory(parent=home))
    municipality = practice.municipalities.get()
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home))
    assert municipality.name in text(practice.url)
    municipality.name = "Voorbeeldstad"
    with committed():
        municipality.save()
    assert "Voorbeeldstad" in text(practice.url)
    text(event.url)
    event.ledger.state, event.ledger.note = "cancelled", "De zaal is bezet."
    with committed():
        event.ledger.save()
    assert "De zaal is bezet." in text(event.url)


def test_a_relation_made_from_the_other_side_is_fresh(home, committed):
    practice = PracticePageFactory(parent=PracticeIndexPageFactory(parent=home))
    text(practice.url)
    municipality = MunicipalityFactory(name="Voorbeelddorp")
    with committed():
        municipality.practices.add(practice)
    assert "Voorbeelddorp" in text(practice.url)


def test_a_changed_picture_is_fresh(home, committed):
    image = ImageFactory(title="Een tekening")
    page = StandardPageFactory(parent=home, listing_image=image)
    assert "Een tekening" in text(page.url)
    image.title = "Een betere tekening"
    with committed():
        image.save()
    assert "Een betere tekening" in text(page.url)


def test_making_a_rendition_keeps_the_pages(page, committed, django_assert_num_queries):
    image = ImageFactory()
    text("/over-ons/")
    with committed():
        image.get_rendition("width-20")
    with django_assert_num_queries(0):
        text("/over-ons/")


def test_the_agenda_moves_on_with_the_clock(home, time_machine):
    time_machine.move_to("2026-03-01 10:00 +0100", tick=False)
    agenda = EventIndexPageFactory(parent=home)
    soon = timezone.now() + datetime.timedelta(minutes=10)
    EventPageFactory(parent=agenda, title="Bijna gedaan", start=timezone.now(), end=soon)
    before = text(agenda.url)
    time_machine.shift(datetime.timedelta(minutes=10, seconds=1))
    time_machine.shift(datetime.timedelta(minutes=5))
    assert text(agenda.url) != before


def test_the_meetings_of_a_practice_move_on_with_the_clock(home, time_machine):
    time_machine.move_to("2026-03-01 10:00 +0100", tick=False)
    practice = PracticePageFactory(parent=PracticeIndexPageFactory(parent=home))
    soon = timezone.now() + datetime.timedelta(minutes=10)
    EventPageFactory(
        parent=EventIndexPageFactory(parent=home), start=timezone.now(), end=soon, practices=[practice], title="Bezoek"
    )
    before = text(practice.url)
    time_machine.shift(datetime.timedelta(minutes=15, seconds=1))
    assert text(practice.url) != before


def restrict(page, **kwargs):
    return PageViewRestriction.objects.create(page=page, **kwargs)


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_restricted_page_is_closed_at_once_and_open_again_at_once(page, committed, kind):
    page.search_description = "Het geheim van de smid"
    page.save()
    assert "Het geheim van de smid" in text("/over-ons/")
    with committed():
        restriction = restrict(page, restriction_type=kind, password="sesam" if kind == "password" else "")
    for _ in range(2):
        assert "Het geheim van de smid" not in text("/over-ons/")
    with committed():
        restriction.delete()
    assert "Het geheim van de smid" in text("/over-ons/")


def test_who_knows_the_password_fills_no_cache(page, client):
    page.search_description = "Het geheim van de smid"
    page.save()
    restriction = restrict(page, restriction_type="password", password="sesam")
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "sesam", "return_url": "/over-ons/"},
    )
    assert "Het geheim van de smid" in text("/over-ons/", client)
    assert "no-store" in client.get("/over-ons/")["Cache-Control"]
    assert "Het geheim van de smid" not in text("/over-ons/")


def test_a_member_of_the_group_fills_no_cache(page, client):
    page.search_description = "Het geheim van de smid"
    page.save()
    restriction = restrict(page, restriction_type="groups")
    group = Group.objects.create(name="Jury")
    restriction.groups.add(group)
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Het geheim van de smid" in text("/over-ons/", client)
    assert "Het geheim van de smid" not in text("/over-ons/")


def test_an_editor_sees_the_userbar_and_visitors_do_not(page, client):
    client.force_login(UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    for _ in range(2):
        assert "userbar" in text("/over-ons/", client)
        assert "userbar" not in text("/over-ons/")


def test_an_editor_always_sees_the_page_as_it_is(page, client):
    client.force_login(UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    text("/over-ons/")
    # Not through save(), so that the cache does not know.
    type(page).objects.filter(pk=page.pk).update(title="Buiten de cache om")
    assert "Buiten de cache om" in text("/over-ons/", client)
    assert "Buiten de cache om" not in text("/over-ons/")


def test_a_preview_shows_the_draft_and_leaves_the_page_alone(page):
    before = text("/over-ons/")
    page.title = "Nog niet klaar"
    assert "Nog niet klaar" in page.make_preview_request().content.decode()
    assert text("/over-ons/") == before


@pytest.mark.parametrize("path", ["/zoeken/", "/zoeken/?q=over", "/zoeken/?p=2", "/bestaat-niet/", "/beheer/login/"])
def test_search_unknown_addresses_and_the_admin_are_not_cached(page, client, path):
    client.get(path)
    assert not any(key.startswith(":1:page-") for key in django_cache._cache if cache.VERSION_KEY not in key)


def test_another_site_has_its_own_pages(home, settings, committed):
    settings.ALLOWED_HOSTS = ["localhost", "testserver", "buur.example.be"]
    other = StandardPageFactory(parent=home, title="De buren", slug="buren")
    assert "<h1>De buren" not in text("/")
    with committed():
        Site.objects.create(hostname="buur.example.be", root_page=other)
    assert "<h1>De buren" in Client().get("/", headers={"Host": "buur.example.be"}).content.decode()
    assert "<h1>De buren" not in text("/")


def test_pages_expire_only_when_the_change_is_committed(page, committed):
    text("/over-ons/")
    version = cache.version()
    page.title = "Nieuw"
    page.save()
    assert cache.version() == version


def test_publishing_saves_many_rows_and_expires_the_pages_once(page, django_capture_on_commit_callbacks):
    connection.run_on_commit = []
    with django_capture_on_commit_callbacks() as hooks:
        page.topics.add("Water", "Klimaat")
        page.save_revision().publish()
    assert hooks.count(cache.expire) == 1


def test_models_that_visitors_never_see_keep_the_pages():
    """A new model must be here, or it expires all pages with each save."""
    from django.apps import apps
    from django.conf import settings

    models = [model for app in settings.OUR_APPS for model in apps.get_app_config(app).get_models()]
    assert {model.__name__ for model in models if not cache.is_shown(model)} == {
        "Answer",
        "ConsentRecord",
        "ConsentText",
        "DocumentPart",
        "DocumentText",
        "Gathering",
        "Invitation",
        "OutboxMail",
        "PeriodicJob",
        "PracticeCorrection",
        "PracticeImport",
        "PracticeImportRow",
        "PracticeSubmission",
        "RateBucket",
        "Registration",
        "RegistrationAttempt",
        "RegistrationLog",
        "RegistrationNeeds",
        "SearchClick",
        "SearchDay",
        "SearchTerm",
        "SiteRendition",
        "User",
        "Word",
    }


def test_the_form_for_the_password_tells_nothing_of_the_page(page, client):
    page.search_description = page.summary = "Het geheim van de smid"
    page.save()
    restriction = restrict(page, restriction_type="password", password="sesam")
    html = text("/over-ons/")
    assert "<h1" in html
    assert "Vul het wachtwoord in" in html
    assert "geheim van de smid" not in html
    wrong = client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        {"password": "mosterd", "return_url": "/over-ons/"},
    )
    assert 'class="err"' in wrong.content.decode()

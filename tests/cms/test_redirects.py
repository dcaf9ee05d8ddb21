"""Old addresses lead on, also those below a page that was renamed, with all that stands behind them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from events import links
from events.models import Invitation
from tests.factories import EventPageFactory, PracticePageFactory, StandardPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.django_db


def rename(page, slug):
    """As an editor does it in the page editor; Wagtail then makes the redirects."""
    page.slug = slug
    page.save_revision().publish()
    return page


@pytest.fixture
def event(home):
    return grow(EventPageFactory, slug="gent", title="Labo in Gent")


@pytest.fixture
def index(home):
    return grow(PracticePageFactory, slug="koers").get_parent().specific


@pytest.fixture
def moved(event, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return rename(event, "antwerpen")


def leads_to(response, address, status=301):
    assert response.status_code == status
    assert response["Location"] == address


def test_an_invitation_mailed_before_the_event_was_renamed_still_opens_the_form(
    client, event, django_capture_on_commit_callbacks
):
    invitation = Invitation.objects.create(event=event, email="an@example.org", name="An Peeters")
    path = re.sub(r"https?://[^/]+", "", links.invitation(invitation))
    assert path.startswith("/agenda/gent/inschrijven/?")
    with django_capture_on_commit_callbacks(execute=True):
        rename(event, "antwerpen")
    leads_to(client.get(path), path.replace("gent", "antwerpen", 1))
    assert "Welkom, An Peeters" in client.get(path, follow=True).content.decode()


@pytest.mark.parametrize("below", ["", "inschrijven/", "plaatsen/", "agenda.ics", "agenda.ics?x=1"])
def test_every_address_of_a_renamed_event_leads_on(client, moved, below):
    leads_to(client.get(f"/agenda/gent/{below}"), f"/agenda/antwerpen/{below}")
    leads_to(client.head(f"/agenda/gent/{below}"), f"/agenda/antwerpen/{below}")


def test_an_address_without_its_last_slash_leads_on_at_once(client, moved):
    leads_to(client.get("/agenda/gent/inschrijven?uitnodiging=x"), "/agenda/antwerpen/inschrijven/?uitnodiging=x")


QUERIES = [
    "provincie=limburg",
    "grootte=xs&grootte=s&q=b%C3%BCrger+begroting",
    "q=a%26b%2Fc&leeg=",
    "?&&=",
    "q=%E2%82%AC;x",
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_file_keeps_the_filters_in_its_address_as_they_were_written(
    client, index, query, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        rename(index, "inventaris")
    for below in ["", "data.csv", "kaart/"]:
        leads_to(client.get(f"/praktijken/{below}?{query}"), f"/inventaris/{below}?{query}")


def test_what_stands_below_a_moved_page_moves_along(client, home, event, django_capture_on_commit_callbacks):
    other = StandardPageFactory(parent=home, slug="archief")
    with django_capture_on_commit_callbacks(execute=True):
        event.get_parent().move(other, pos="last-child")
    leads_to(client.get("/agenda/agenda.ics"), "/archief/agenda/agenda.ics")
    leads_to(client.get("/agenda/gent/inschrijven/?x=1"), "/archief/agenda/gent/inschrijven/?x=1")


def test_a_page_that_was_renamed_twice_is_found_by_both_names(client, moved, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rename(moved, "brugge")
    for slug in ["gent", "antwerpen"]:
        leads_to(client.get(f"/agenda/{slug}/inschrijven/"), "/agenda/brugge/inschrijven/")


def test_a_redirect_that_an_editor_made_long_ago_leads_on_as_well(client, event, site):
    Redirect.objects.create(old_path="/labo-gent", redirect_page=event, is_permanent=False)
    leads_to(client.get("/labo-gent/inschrijven/?x=1"), "/agenda/gent/inschrijven/?x=1", status=302)


def test_a_redirect_of_the_whole_address_comes_first(client, home, event, moved):
    page = StandardPageFactory(parent=home, slug="vol")
    Redirect.objects.create(old_path="/agenda/gent/inschrijven", redirect_page=page)
    leads_to(client.get("/agenda/gent/inschrijven/"), "/vol/")
    leads_to(client.get("/agenda/gent/plaatsen/"), "/agenda/antwerpen/plaatsen/")


def test_a_query_that_was_redirected_itself_is_not_passed_on(client, home):
    page = StandardPageFactory(parent=home, slug="nieuw")
    Redirect.objects.create(old_path="/index.php?id=3", redirect_page=page)
    leads_to(client.get("/index.php?id=3"), "/nieuw/")
    Redirect.add_redirect("/index.php?naam=caf%C3%A9&b=1", page)
    leads_to(client.get("/index.php?b=1&naam=caf%C3%A9"), "/nieuw/")
    assert client.get("/index.php?id=4").status_code == 404


def test_a_redirect_of_this_site_comes_before_one_of_all_sites(client, home, site):
    here, everywhere = [StandardPageFactory(parent=home, slug=slug) for slug in ["hier", "overal"]]
    Redirect.objects.create(old_path="/oud", redirect_page=everywhere)
    Redirect.objects.create(old_path="/oud", redirect_page=here, site=site)
    leads_to(client.get("/oud/"), "/hier/")


def test_an_old_address_with_other_letters_leads_on(client, home):
    page = grow(EventPageFactory, slug="gent")
    Redirect.objects.create(old_path="/café", redirect_page=page)
    leads_to(client.get("/caf%C3%A9/inschrijven/"), "/agenda/gent/inschrijven/")


@pytest.mark.parametrize(
    "below", ["onzin/", "kaart/", "inschrijven/nog/", "agenda.csv", "data.csv", "%2F%2Fevil.example/", "/evil.example/"]
)
def test_what_the_renamed_page_does_not_answer_is_not_found(client, moved, below):
    assert client.get(f"/agenda/gent/{below}").status_code == 404


def test_a_redirect_never_leaves_the_site(client, home):
    Redirect.objects.create(old_path="/oud", redirect_page=home)
    StandardPageFactory(parent=home, slug="evil")
    leads_to(client.get("/oud//evil/?next=//evil.example"), "/evil/?next=//evil.example")


def test_two_pages_that_changed_names_do_not_send_a_visitor_round(
    client, home, event, django_capture_on_commit_callbacks
):
    other = EventPageFactory(parent=event.get_parent(), slug="brugge", start=None, end=None)
    with django_capture_on_commit_callbacks(execute=True):
        rename(event, "tijdelijk")
    with django_capture_on_commit_callbacks(execute=True):
        rename(other, "gent")
    with django_capture_on_commit_callbacks(execute=True):
        rename(event, "brugge")
    event.start = event.end = None
    event.save_revision().publish()
    # Neither has a day, so neither has a file.
    for slug in ["gent", "brugge"]:
        assert client.get(f"/agenda/{slug}/agenda.ics").status_code == 404
        assert client.get(f"/agenda/{slug}/onzin/").status_code == 404
        assert client.get(f"/agenda/{slug}/inschrijven/").status_code == 200


def test_a_page_that_is_not_live_is_led_to_by_nobody(client, moved):
    moved.unpublish()
    for below in ["", "inschrijven/"]:
        assert client.get(f"/agenda/gent/{below}").status_code == 404


def test_a_page_renamed_and_named_back_is_no_loop(client, moved, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rename(moved, "gent")
    assert client.get("/agenda/gent/onzin/").status_code == 404
    leads_to(client.get("/agenda/antwerpen/inschrijven/"), "/agenda/gent/inschrijven/")
    moved.unpublish()
    assert client.get("/agenda/gent/inschrijven/").status_code == 404


def test_a_form_that_was_open_while_the_page_was_renamed_loses_nothing(client, moved):
    leads_to(client.post("/agenda/gent/inschrijven/?x=1", {"name": "An"}), "/agenda/antwerpen/inschrijven/?x=1", 308)
    answer = client.post("/agenda/gent/inschrijven/", {"name": "An Peeters"}, follow=True).content.decode()
    assert 'value="An Peeters"' in answer


def test_a_link_keeps_the_query_on_our_own_site_only(client, site):
    Redirect.add_redirect("/thema/wonen", "/onderwerpen/woonbeleid/")
    Redirect.add_redirect("/buren", "https://elders.example/pagina/")
    leads_to(client.get("/thema/wonen/?p=2"), "/onderwerpen/woonbeleid/?p=2")
    leads_to(client.get("/buren/?token=geheim"), "https://elders.example/pagina/")
    assert client.get("/buren/nog/").status_code == 404
    # What was filled in goes to no other site.
    assert client.post("/buren/", {"name": "An"}).status_code == 404


def test_personal_links_stay_what_they_are(client, moved):
    response = client.get("/inschrijving/00000000-0000-0000-0000-000000000000/xyz/")
    assert response.status_code == 404
    assert "Location" not in response


@pytest.mark.parametrize(
    "path",
    [
        "/nergens/",
        "/praktijken/nergens/",
        "/agenda/gent/nergens/",
        "/a" * 2000 + "/",
        "/a/?" + "b=%2F&" * 50,
    ],
)
def test_looking_for_redirects_costs_one_query(client, index, moved, path, shared_cache):
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code in {404}
    asked = [query["sql"] for query in queries if "wagtailredirects_redirect" in query["sql"]]
    assert len(asked) == 1
    assert len(queries) <= 3


def test_a_sign_that_databases_refuse_is_not_looked_for(client, index):
    Redirect.objects.create(old_path="/oud", redirect_page=index)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/oud/%00/").status_code == 404
    assert not any("wagtailredirects" in query["sql"] or "slug" in query["sql"] for query in queries)


def test_a_page_that_is_there_asks_for_no_redirects(client, event):
    with CaptureQueriesContext(connection) as queries:
        client.get("/agenda/gent/inschrijven/")
    assert not any("wagtailredirects" in query["sql"] for query in queries)


def test_another_site_has_its_own_redirects(client, home, settings, event):
    settings.ALLOWED_HOSTS = ["*"]
    other = Site.objects.create(hostname="buur.example.be", root_page=StandardPageFactory(parent=home, slug="buren"))
    Redirect.objects.create(old_path="/oud", redirect_page=event, site=other)
    assert client.get("/oud/inschrijven/").status_code == 404

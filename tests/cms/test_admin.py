import re

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home import roles
from home.models import StandardPage
from practices.models import VideoPage
from tests.factories import (
    EventIndexPageFactory,
    EventPageFactory,
    PersonFactory,
    StandardPageFactory,
    VideoIndexPageFactory,
)

pytestmark = pytest.mark.any_database


@pytest.fixture
def chief(log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


def messages_of(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


# --- The dashboard and the menu


def test_the_dashboard_helps_an_editor_on_the_way(log_in_as, home):
    html = log_in_as(roles.EDITOR).get("/beheer/").content.decode()
    assert "Labo lokale burgerparticipatie" in html
    assert "Zo komt een pagina op de site" in html
    assert "een hoofdredacteur leest de pagina na" in html


def test_an_agenda_manager_is_only_offered_to_add_events(log_in_as, home):
    agenda = EventIndexPageFactory(parent=home)
    html = log_in_as(roles.AGENDA_MANAGER).get("/beheer/").content.decode()
    assert reverse("wagtailadmin_pages:add", args=["events", "eventpage", agenda.pk]) in html
    assert "Voeg een praktijk toe" not in html
    assert "onderaan het formulier “Publiceren”" in html


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        (roles.EDITOR, ["Praktijken", "Agenda", "Contactpersonen", "Afbeeldingen"], ["Onderwerpen", "Instellingen"]),
        (roles.CHIEF_EDITOR, ["Onderwerpen", "Woordenlijsten", "Gemeenten", "Doorverwijzingen"], ["Gebruikers"]),
    ],
)
def test_the_menu_shows_what_a_role_needs_in_dutch(log_in_as, home, role, shown, hidden):
    html = log_in_as(role).get("/beheer/").content.decode()
    labels = set(re.findall(r'"label": "([^"]+)"', html))
    assert set(shown) <= labels
    assert not labels & {*hidden, "Snippets", "Editor Guide"}


def test_the_account_offers_no_time_zones_that_a_browser_may_not_know(chief, home):
    html = chief.get("/beheer/account/").content.decode()
    assert "preferred_language" in html
    assert "current_time_zone" not in html


def test_a_contact_person_is_found_by_organisation(chief):
    PersonFactory(name="An", organisation="Voorbeeldbestuur")
    PersonFactory(name="Bert")
    rows = chief.get(reverse("wagtailsnippets_cms_person:list"), {"q": "voorbeeldb"}).context["object_list"]
    assert [person.name for person in rows] == ["An"]


def test_a_chief_editor_changes_the_menu_and_the_footer(chief, home, client):
    page = StandardPageFactory(parent=home, title="Over het Labo")
    url = reverse("wagtailsettings:edit", args=["cms", "sitesettings"])
    data = {
        "tagline": "Samen beslissen",
        "menu": streamfield([("link", {"page": page.pk, "external_url": "", "label": "Het Labo"})]),
        "call_to_action": streamfield([]),
        "footer_columns": streamfield([]),
        "legal_links": streamfield([]),
    }
    final = chief.post(chief.get(url, follow=True).request["PATH_INFO"], nested_form_data(data))
    assert final.status_code == 302
    html = client.get("/").content.decode()
    assert "Het Labo" in html
    assert "Samen beslissen" in html


# --- Addresses that belong to the site itself

RESERVED = "Het adres “zoeken” gebruikt de site zelf al. Kies een ander."


def page_data(**fields):
    return nested_form_data({"body": streamfield([]), "comments": inline_formset([]), **fields})


def test_an_address_of_the_site_itself_is_refused_in_the_form(chief, home):
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
    response = chief.post(url, page_data(title="Zoeken", slug="zoeken"))
    assert RESERVED in response.content.decode()
    assert not StandardPage.objects.exists()


def test_an_address_of_the_site_itself_is_refused_when_copying(chief, home):
    page = StandardPageFactory(parent=home)
    data = {"new_title": "Zoeken", "new_slug": "zoeken", "new_parent_page": home.pk}
    response = chief.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    assert RESERVED in response.content.decode()
    assert StandardPage.objects.count() == 1


@pytest.fixture
def search_below_a_page(home):
    return StandardPageFactory(parent=StandardPageFactory(parent=home), slug="zoeken")


def test_an_address_of_the_site_itself_is_refused_when_moving(chief, home, search_below_a_page):
    url = reverse("wagtailadmin_pages:move_confirm", args=[search_below_a_page.pk, home.pk])
    for response in [chief.get(url), chief.post(url)]:
        assert RESERVED in messages_of(response)
    assert StandardPage.objects.get(slug="zoeken").depth == 4


def test_an_address_of_the_site_itself_is_refused_when_moving_several(chief, home, search_below_a_page):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    response = chief.post(f"{url}?id={search_below_a_page.pk}", {"chooser": home.pk})
    assert RESERVED in messages_of(response)
    assert StandardPage.objects.get(slug="zoeken").depth == 4


def test_an_address_of_the_site_itself_is_refused_in_code(home):
    with pytest.raises(ValidationError, match="Het adres “zoeken”"):
        StandardPageFactory(parent=home, slug="zoeken")
    page = StandardPageFactory(parent=home)
    page.slug = "zoeken"
    with pytest.raises(ValidationError, match="Het adres “zoeken”"):
        page.save_revision()


# --- Addresses that change


@pytest.fixture
def family(home):
    """A page with a child, as visitors know them."""
    parent = StandardPageFactory(parent=home, slug="labo")
    return parent, StandardPageFactory(parent=parent, slug="verhaal")


def rename(chief, page, slug):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return chief.post(url, page_data(title=page.title, slug=slug, **{"action-publish": "1"}))


def test_a_changed_address_leads_to_the_page_and_so_do_those_below_it(
    chief, client, family, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert rename(chief, family[0], "ons-labo").status_code == 302
    for old, new in [("/labo/", "/ons-labo/"), ("/labo/verhaal/", "/ons-labo/verhaal/")]:
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
        assert client.get(new).status_code == 200


def test_a_moved_page_leads_to_its_new_place_and_so_do_those_below_it(chief, client, home, family):
    target = StandardPageFactory(parent=home, slug="archief")
    chief.post(reverse("wagtailadmin_pages:move_confirm", args=[family[0].pk, target.pk]))
    for old, new in [("/labo/", "/archief/labo/"), ("/labo/verhaal/", "/archief/labo/verhaal/")]:
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


def test_a_new_page_may_take_the_old_address(chief, client, home, family, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        rename(chief, family[0], "ons-labo")
    StandardPageFactory(parent=home, slug="labo", title="Nieuw op het oude adres")
    assert "Nieuw op het oude adres" in client.get("/labo/").content.decode()


def test_a_chief_editor_adds_a_redirect_by_hand(chief, client, home, family):
    data = {"old_path": "/oude-site.html", "site": "", "is_permanent": "on", "redirect_page": family[0].pk}
    chief.post(reverse("wagtailredirects:add"), data)
    assert client.get("/oude-site.html")["Location"] == "/labo/"


# --- Mistakes that editors make


@pytest.mark.parametrize(
    "address", ["https://dailymotion.com/video/x1", "https://www.youtube.com/", "https://vimeo.com/x"]
)
def test_a_wrong_video_address_is_answered_with_the_hosts_that_work(chief, home, address):
    url = reverse("wagtailadmin_pages:add", args=["practices", "videopage", VideoIndexPageFactory(parent=home).pk])
    data = {"title": "Film", "slug": "film", "video_url": address, "transcript": rich_text("")}
    response = chief.post(url, page_data(**data, speakers=inline_formset([])))
    html = response.content.decode()
    assert "YouTube" in response.context["form"].errors["video_url"][0]
    assert "Vimeo" in response.context["form"].errors["video_url"][0]
    assert response.context["form"].errors["video_url"][0] in html
    assert not VideoPage.objects.exists()


def test_an_event_that_ends_before_it_starts_is_refused_with_a_message(chief, home):
    event = EventPageFactory(parent=EventIndexPageFactory(parent=home))
    data = {
        "title": event.title,
        "slug": event.slug,
        "kind_of_event": "labomeeting",
        "start": "2030-05-14 18:00",
        "end": "2030-05-14 14:00",
        "intro": rich_text(""),
        "agenda_items": inline_formset([]),
        "speakers": inline_formset([]),
    }
    response = chief.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), page_data(**data))
    assert "Het einde moet na het begin komen" in response.content.decode()

"""Pages are found in few queries, with the same answers that Wagtail gives."""

import pytest
from wagtail.models import PageViewRestriction, Site

from cms.models import SiteSettings
from home.models import StandardPage
from tests.factories import StandardPageFactory


@pytest.fixture
def deep(home):
    """A page four levels down."""
    page = home
    for slug in ["een", "twee", "drie"]:
        page = StandardPageFactory(parent=page, slug=slug, title=slug.capitalize())
    return page


def test_a_page_is_found_at_its_address(client, deep):
    assert client.get("/een/twee/drie/").context["page"] == deep
    assert client.get("/een/twee/").context["page"].title == "Twee"


@pytest.mark.parametrize("path", ["/drie/", "/een/drie/", "/een/twee/drie/vier/", "/een/een/", "/twee/een/"])
def test_other_addresses_are_not_found(client, deep, path):
    assert client.get(path).status_code == 404


def test_pages_with_the_same_slug_are_told_apart(client, deep, home):
    other = StandardPageFactory(parent=home, slug="twee", title="Andere twee")
    assert client.get("/twee/").context["page"] == other
    assert client.get("/een/twee/").context["page"].title == "Twee"


def test_a_page_below_a_draft_is_still_there_but_the_draft_is_no_crumb(client, deep):
    deep.get_parent().specific.unpublish()
    html = client.get("/een/twee/drie/").content.decode()
    crumbs = html[html.index("Kruimelpad") : html.index("</nav>", html.index("Kruimelpad"))]
    assert ">Een</a>" in crumbs
    assert "Twee" not in crumbs
    assert ">Start</a>" in crumbs


def test_depth_costs_no_queries(client, deep, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for path in ["/een/", "/een/twee/drie/"]:
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        counts.append(len(queries))
    # The page that has children below it asks for their types.
    assert counts[1] <= counts[0]


@pytest.mark.parametrize("restricted", ["drie", "een", "home", "root"])
def test_a_restriction_on_any_level_holds(client, deep, home, restricted):
    page = {"home": home, "root": home.get_parent()}.get(restricted) or StandardPage.objects.get(slug=restricted)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    response = client.get("/een/twee/drie/")
    assert response.status_code == 302
    assert "login" in response.url
    assert not StandardPage.objects.public().filter(pk=deep.pk).exists()


def test_an_alias_keeps_the_restrictions_of_its_source(client, deep, home):
    PageViewRestriction.objects.create(page=deep, restriction_type=PageViewRestriction.LOGIN)
    alias = deep.create_alias(parent=home, update_slug="kopie")
    assert client.get(alias.url).status_code == 302


def test_our_public_agrees_with_wagtails(deep, home):
    sibling = StandardPageFactory(parent=home, slug="een-b")
    PageViewRestriction.objects.create(page=StandardPage.objects.get(slug="een"), restriction_type="login")
    wagtails = StandardPage.objects.exclude(StandardPage.objects.private_q())
    assert set(StandardPage.objects.public()) == set(wagtails) == {sibling}


def test_a_second_site_has_pages_of_its_own(client, deep, home):
    Site.objects.create(hostname="ander.example.org", root_page=StandardPage.objects.get(slug="een"))
    assert client.get("/twee/drie/", headers={"host": "localhost"}).status_code == 404


def test_the_menu_leads_only_to_public_pages(client, deep, home):
    draft = StandardPageFactory(parent=home, title="Kladje", live=False)
    closed = StandardPageFactory(parent=home, title="Intern")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    settings = SiteSettings.load()
    pages = [deep, draft, closed]
    settings.menu = [("link", {"page": page, "external_url": "", "label": ""}) for page in pages]
    settings.save()
    html = client.get("/").content.decode()
    menu = html[: html.index("<main")]
    assert 'href="/een/twee/drie/"' in menu
    assert "Kladje" not in menu
    assert "Intern" not in menu


def test_a_link_in_a_text_to_a_page_that_is_gone_leads_nowhere(client, deep, home):
    page = StandardPageFactory(
        parent=home, body=[("paragraph", f'<p><a linktype="page" id="{deep.pk}">Lees drie</a></p>')]
    )
    assert '<a href="/een/twee/drie/">Lees drie</a>' in client.get(page.url).content.decode()
    deep.unpublish()
    assert "<a>Lees drie</a>" in client.get(page.url).content.decode()

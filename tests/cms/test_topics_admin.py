import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models import PageTopic, Topic
from cms.topics import services
from home import roles
from home.models import StandardPage
from tests.factories import StandardPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def admin(log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


@pytest.fixture
def chief(admin):
    return admin.user


@pytest.fixture
def tagged(home):
    """Makes a published page with topics."""

    def make(*names):
        page = StandardPageFactory(parent=home)
        page.topics.set(names)
        page.save_revision().publish()
        return page

    return make


def names(page):
    return set(Topic.objects.filter(topic_items__content_object=page).values_list("name", flat=True))


def edit_url(topic):
    return reverse(Topic.snippet_viewset.get_url_name("edit"), args=[topic.pk])


def merge_url(topic):
    return reverse(Topic.snippet_viewset.get_url_name("merge"), args=[topic.pk])


def test_the_list_shows_how_many_pages_have_a_topic_and_sorts_by_it(admin, tagged):
    tagged("zorg", "jeugd")
    tagged("zorg")
    url = reverse(Topic.snippet_viewset.get_url_name("list"))
    rows = admin.get(url, {"ordering": "-page_count"}).context["object_list"]
    assert [(topic.name, topic.page_count) for topic in rows] == [("zorg", 2), ("jeugd", 1)]
    found = admin.get(url, {"ordering": "-page_count", "q": "JEUG"}).context["object_list"]
    assert [topic.name for topic in found] == ["jeugd"]


def test_the_list_starts_in_alphabetical_order(admin, tagged):
    tagged("zorg", "jeugd", "buurt")
    rows = admin.get(reverse(Topic.snippet_viewset.get_url_name("list"))).context["object_list"]
    assert [topic.name for topic in rows] == ["buurt", "jeugd", "zorg"]


def test_pages_are_found_by_the_new_name_after_a_rename(admin, tagged, django_capture_on_commit_callbacks):
    page = tagged("zorgg")
    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(edit_url(Topic.objects.get()), {"name": "mantelzorg"}, follow=True)
    assert response.status_code == 200
    assert names(page) == {"mantelzorg"}
    assert [hit.pk for hit in Page.objects.search("mantelzorg")] == [page.pk]
    assert not Page.objects.search("zorgg")


def test_pages_are_no_longer_found_by_a_deleted_topic(admin, tagged, django_capture_on_commit_callbacks):
    tagged("verkeerd")
    url = reverse(Topic.snippet_viewset.get_url_name("delete"), args=[Topic.objects.get().pk])
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(url)
    assert not Topic.objects.exists()
    assert not Page.objects.search("verkeerd")


def test_renaming_to_a_name_that_exists_offers_to_merge(admin, tagged):
    tagged("Zorg", "mantelzorg")
    topic, twin = Topic.objects.get(name="mantelzorg"), Topic.objects.get(name="Zorg")
    response = admin.post(edit_url(topic), {"name": "  zORG "})
    html = response.content.decode()
    assert "Het onderwerp “Zorg” bestaat al." in html
    assert f'<a href="{merge_url(topic)}?target={twin.pk}">' in html
    assert Topic.objects.get(pk=topic.pk).name == "mantelzorg"


def test_a_new_topic_with_a_name_that_exists_is_refused(admin, tagged):
    tagged("Zorg")
    response = admin.post(reverse(Topic.snippet_viewset.get_url_name("add")), {"name": "ZORG"})
    assert "Het onderwerp “Zorg” bestaat al." in response.content.decode()
    assert Topic.objects.count() == 1


def test_the_screen_merges_two_topics(admin, tagged):
    both, one = tagged("zorg", "mantelzorg"), tagged("mantelzorg")
    source, target = Topic.objects.get(name="mantelzorg"), Topic.objects.get(name="zorg")
    assert "op 2 pagina’s" in admin.get(merge_url(source)).content.decode()

    response = admin.post(merge_url(source), {"target": target.pk}, follow=True)

    assert "“mantelzorg” is samengevoegd met “zorg”, met 2 pagina’s." in response.content.decode()
    assert names(both) == names(one) == {"zorg"}
    assert PageTopic.objects.count() == 2


def test_the_old_address_leads_to_the_topic_that_stayed(client, tagged, chief):
    tagged("mantelzorg", "zorg", "gezondheid")
    for old, new in [("mantelzorg", "zorg"), ("zorg", "gezondheid")]:
        services.merge_topics(source=Topic.objects.get(name=old), target=Topic.objects.get(name=new), by=chief)
    response = client.get("/onderwerpen/mantelzorg/")
    assert (response.status_code, response["Location"]) == (301, "/onderwerpen/gezondheid/")


def test_a_topic_that_comes_back_is_not_sent_away(tagged, chief):
    tagged("mantelzorg", "zorg")
    services.merge_topics(source=Topic.objects.get(name="mantelzorg"), target=Topic.objects.get(name="zorg"), by=chief)
    tagged("mantelzorg")
    services.merge_topics(source=Topic.objects.get(name="zorg"), target=Topic.objects.get(name="mantelzorg"), by=chief)
    assert dict(Redirect.objects.values_list("old_path", "redirect_link")) == {
        "/onderwerpen/zorg": "/onderwerpen/mantelzorg/"
    }


def test_a_draft_from_before_the_merge_keeps_its_topic(tagged, chief):
    page = tagged("zorg")
    page.topics.add("mantelzorg")
    draft = page.save_revision()
    services.merge_topics(source=Topic.objects.get(name="mantelzorg"), target=Topic.objects.get(name="zorg"), by=chief)
    other = tagged("jeugd")
    services.merge_topics(source=Topic.objects.get(name="jeugd"), target=Topic.objects.get(name="zorg"), by=chief)

    draft.refresh_from_db()
    draft.publish()
    StandardPage.objects.get(pk=other.pk).get_latest_revision().publish()

    assert names(page) == names(other) == {"zorg"}


def test_merged_pages_are_found_by_the_topic_that_stayed(tagged, chief, django_capture_on_commit_callbacks):
    page = tagged("mantelzorg")
    tagged("gezondheid")
    with django_capture_on_commit_callbacks(execute=True):
        services.merge_topics(
            source=Topic.objects.get(name="mantelzorg"), target=Topic.objects.get(name="gezondheid"), by=chief
        )
    assert page.pk in [hit.pk for hit in Page.objects.search("gezondheid")]


def test_a_topic_is_never_merged_into_itself(admin, tagged, chief):
    tagged("zorg")
    topic = Topic.objects.get()
    assert admin.post(merge_url(topic), {"target": topic.pk}).context["form"].errors["target"]
    with pytest.raises(ValueError, match="itself"):
        services.merge_topics(source=topic, target=topic, by=chief)


def test_an_editor_without_the_permission_cannot_merge(log_in_as, tagged):
    tagged("zorg", "mantelzorg")
    source, target = Topic.objects.all()
    response = log_in_as(roles.EDITOR).post(merge_url(source), {"target": target.pk})
    assert response["Location"] == "/beheer/"
    assert Topic.objects.count() == 2

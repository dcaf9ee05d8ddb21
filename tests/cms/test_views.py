import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from cms.models import Topic
from tests.factories import PracticeIndexPageFactory, PracticePageFactory, StandardPageFactory
from tests.trials import tries

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

#: An address that takes forms; this site has nothing there.
FORM = "/inschrijven/"


def tagged(page, *topics):
    page.topics.add(*topics)
    page.save()
    return page


@pytest.fixture
def practice(home):
    return PracticePageFactory(parent=PracticeIndexPageFactory(parent=home), title="Kom erbij")


def page_titles(response):
    return re.findall(r"<h2><a[^>]*>(.*?)</a></h2>", response.text)


class TestTopicPage:
    def test_shows_pages_of_every_type_with_their_kind(self, client, home, practice):
        tagged(practice, "Zorg")
        tagged(StandardPageFactory(parent=home, title="Over zorg", summary="Wat we doen."), "zorg ")
        response = client.get("/onderwerpen/zorg/")
        assert page_titles(response) == ["Kom erbij", "Over zorg"]
        assert "<h1>Zorg</h1>" in response.text
        assert "2 pagina’s over dit onderwerp." in response.text
        assert "Praktijk · Voorbeeldgemeente" in response.text
        assert "Wat we doen." in response.text
        assert '<meta name="description" content="2 pagina’s over Zorg' in response.text

    def test_offers_the_topics_its_pages_share_the_most_frequent_first(self, client, home, practice):
        tagged(practice, "Zorg", "Buurt", "Wonen")
        tagged(StandardPageFactory(parent=home), "Zorg", "Wonen")
        tagged(StandardPageFactory(parent=home), "Klimaat")
        response = client.get("/onderwerpen/zorg/")
        assert re.findall(r'<a class="tag" href="[^"]*">([^<]*)</a>', response.text) == ["Wonen", "Buurt"]

    def test_hides_drafts_and_private_pages(self, client, home, practice):
        tagged(practice, "Zorg")
        tagged(StandardPageFactory(parent=home, title="Klad", live=False), "Zorg", "Geheim")
        private = tagged(StandardPageFactory(parent=home, title="Privé"), "Zorg", "Geheim")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        response = client.get("/onderwerpen/zorg/")
        assert page_titles(response) == ["Kom erbij"]
        assert "Geheim" not in response.text
        assert client.get("/onderwerpen/geheim/").status_code == 404

    def test_an_unknown_topic_is_a_helpful_404(self, client, home):
        response = client.get("/onderwerpen/zee-paardjes/")
        assert response.status_code == 404
        assert 'value="zee paardjes"' in response.text

    def test_many_pages_come_in_parts(self, client, home):
        for number in range(26):
            tagged(StandardPageFactory(parent=home, title=f"Pagina {number:02}"), "Zorg")
        assert len(page_titles(client.get("/onderwerpen/zorg/"))) == 24
        assert page_titles(client.get("/onderwerpen/zorg/", {"p": 2})) == ["Pagina 24", "Pagina 25"]

    def test_the_number_of_queries_does_not_grow_with_the_pages(
        self, client, home, practice, django_assert_max_num_queries
    ):
        tagged(practice, "Zorg", "Wonen")
        client.get("/onderwerpen/zorg/")
        with django_assert_max_num_queries(15) as before:
            client.get("/onderwerpen/zorg/")
        for number in range(5):
            tagged(PracticePageFactory(parent=practice.get_parent()), "Zorg", f"Ander {number}")
        with django_assert_max_num_queries(len(before.captured_queries)):
            client.get("/onderwerpen/zorg/")

    def test_every_topic_has_an_address(self, client, practice):
        tagged(practice, "Coöperatie", "🎉", "??", "日本")
        for topic in Topic.objects.all():
            assert client.get(topic.get_absolute_url()).status_code == 200
        assert Topic.objects.get(name="Coöperatie").slug == "cooperatie"

    @tries(20)
    @given(st.dictionaries(st.text(st.characters(codec="utf-8")) | st.just("p"), st.text(st.characters(codec="utf-8"))))
    def test_no_query_string_breaks_a_page(self, client, practice, parameters):
        if not practice.topics.exists():
            tagged(practice, "Zorg")
        for address in ["/onderwerpen/zorg/", "/onderwerpen/", practice.get_parent().url, practice.url, "/"]:
            assert client.get(address, parameters).status_code == 200
        assert client.get("/onderwerpen/x/", parameters).status_code == 404


def test_the_overview_lists_topics_with_public_pages_and_their_number(client, home, practice):
    tagged(practice, "Zorg", "Wonen")
    tagged(StandardPageFactory(parent=home), "Zorg")
    tagged(StandardPageFactory(parent=home, live=False), "Klad")
    response = client.get(reverse("topics"))
    listed = re.findall(r'<a class="tag" href="([^"]*)">(\w+) <span class="num">(\d+)</span>', response.text)
    assert listed == [("/onderwerpen/wonen/", "Wonen", "1"), ("/onderwerpen/zorg/", "Zorg", "2")]


class TestErrorPages:
    def test_an_unknown_address_is_searched_for(self, client, home):
        response = client.get("/praktijken/wijk-budget_gent.html/")
        assert response.status_code == 404
        assert 'value="wijk budget gent html"' in response.text
        assert 'action="/zoeken/"' in response.text
        assert 'href="/onderwerpen/"' in response.text

    @pytest.mark.parametrize("address", ["/%00/", "/%22%3E%3Cscript%3E/", "/%ED%A0%80/", "/a/" * 200])
    def test_a_strange_address_is_a_plain_404(self, client, home, address):
        response = client.get(address)
        assert response.status_code == 404
        assert "<script>" not in response.text

    def test_a_failing_page_says_sorry_without_the_database(self, client, home, monkeypatch):
        client.raise_request_exception = False
        with connection.execute_wrapper(_database_is_down):
            response = client.get("/")
        assert response.status_code == 500
        assert "Er ging iets mis bij ons" in response.text
        assert 'href="/"' in response.text

    @override_settings(ALLOWED_HOSTS=["labo.example"])
    def test_a_wrong_host_is_a_plain_400(self, client, home):
        response = client.get("/")
        assert response.status_code == 400
        assert "We begrijpen deze vraag niet" in response.text


class TestFormWithoutItsToken:
    ANSWERS = {"name": 'An "A" <b>', "topics": ["wonen", "zorg"], "why": "Een.\r\nTwee.", "csrfmiddlewaretoken": "x"}
    HERE = {"Origin": "http://testserver"}
    CAN_SEND_AGAIN = "Wat u invulde, is er nog."

    @pytest.fixture
    def strict(self, home):
        return Client(enforce_csrf_checks=True)

    def test_says_that_nothing_was_stored_and_what_to_do(self, strict):
        response = strict.post("/")
        assert response.status_code == 403
        assert response["Cache-Control"] == "no-store"
        assert "Formulier niet verzonden" in response.text
        assert "Er is niets bewaard." in response.text
        assert "Ga terug met de knop van de browser" in response.text

    def test_what_was_filled_in_is_sent_again_with_one_press(self, strict):
        response = strict.post(FORM, self.ANSWERS, headers=self.HERE)
        assert response.status_code == 403
        assert self.CAN_SEND_AGAIN in response.text
        fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', response.text)
        fields = [(name, html.unescape(value)) for name, value in fields]
        *answers, (name, token) = sorted(fields, key=lambda field: field[0] == "csrfmiddlewaretoken")
        kept = [("name", 'An "A" <b>'), ("topics", "wonen"), ("topics", "zorg"), ("why", "Een.\r\nTwee.")]
        assert (answers, name) == (kept, "csrfmiddlewaretoken")
        again = strict.post(FORM, {"name": "An", "csrfmiddlewaretoken": token}, headers=self.HERE)
        assert again.status_code == 404, "past the protection, to a page that is not there"

    @pytest.mark.parametrize("origin", [{}, {"Origin": "https://elders.example"}, {"Origin": "null"}])
    def test_what_another_site_made_up_is_never_sent_again(self, strict, origin):
        response = strict.post(FORM, self.ANSWERS, headers=origin)
        assert response.status_code == 403
        assert self.CAN_SEND_AGAIN not in response.text
        assert "wonen" not in response.text

    @pytest.mark.parametrize(
        ("address", "change"),
        [
            ("/beheer/login/", {}),
            (FORM, {"password": "geheim"}),
            (FORM, {"photo": SimpleUploadedFile("foto.png", b"x")}),
        ],
    )
    def test_passwords_files_and_the_admin_are_not_sent_again(self, strict, address, change):
        response = strict.post(address, self.ANSWERS | change, headers=self.HERE)
        assert response.status_code == 403
        assert self.CAN_SEND_AGAIN not in response.text
        assert "geheim" not in response.text


def _database_is_down(execute, sql, params, many, context):
    raise ConnectionError("the database is down")

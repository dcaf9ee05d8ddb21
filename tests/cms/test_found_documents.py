import datetime
import re

import pytest
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.models import DocumentText, SiteDocument
from cms.models.offered_documents import MOST_BYTES
from cms.work.document_texts import read_waiting
from events.models import EventPresentation
from practices.models import PracticeDocument
from search.engine.hits import page_hits
from search.engine.query import Query
from search.site.passages import quotes
from tests.factories import EventPageFactory, PracticePageFactory, StandardPageFactory
from tests.factories.files import docx, pdf, stored
from tests.factories.tree import grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(django_capture_on_commit_callbacks):
    """Lets the worker read what waits, and index it."""

    def run():
        with django_capture_on_commit_callbacks(execute=True):
            read_waiting()

    return run


@pytest.fixture
def document():
    return stored(pdf("Een kaft", "Hoe een fietszone begint", "Over de fietszone en de moestuin"), title="Leidraad")


@pytest.fixture
def page(home, document, committed):
    """A page that offers the document in a block."""
    with committed():
        return StandardPageFactory(parent=home, title="Downloads", body=[("documents", [document])])


@pytest.fixture
def closed():
    """A collection that not everybody sees."""
    collection = Collection.get_first_root_node().add_child(name="Jury")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def search(client, query):
    return client.get(reverse("search"), {"q": query})


def titles(client, query):
    headings = re.findall(r"<h3><a[^>]*>(.*?)</a></h3>", search(client, query).text)
    return [re.sub(r"</?mark>", "", heading) for heading in headings]


def passages(client, query):
    """Address and text of the passages in the rows."""
    rows = re.findall(r'<p class="passage"><a href="([^"]*)">([^<]*)</a>: (.*?)</p>', search(client, query).text)
    return [(url, label, re.sub(r"</?mark>", "", text)) for url, label, text in rows]


def test_a_document_is_found_by_the_page_that_offers_it(client, page, read):
    assert titles(client, "fietszone") == []
    read()
    assert titles(client, "fietszone") == ["Downloads"]


def test_a_row_leads_to_the_page_of_the_document_with_most_of_the_words(client, page, document, read):
    read()
    assert passages(client, "moestuin fietszone") == [
        (f"{document.url}#page=3", "In “Leidraad”, blz. 3", "Over de fietszone en de moestuin")
    ]
    assert passages(client, "fietszone")[0][0] == f"{document.url}#page=2"


def test_a_word_file_has_no_pages_to_lead_to(client, home, read, committed):
    document = stored(docx("Hoe een fietszone begint"), "a.docx", title="Leidraad")
    with committed():
        StandardPageFactory(parent=home, title="Downloads", body=[("documents", [document])])
    read()
    assert passages(client, "fietszone") == [(document.url, "In “Leidraad”", "Hoe een fietszone begint")]


def test_a_document_is_found_by_its_title_before_it_is_read(client, page):
    assert titles(client, "leidraad") == ["Downloads"]


def test_a_row_that_shows_the_words_quotes_no_document(client, home, document, read, committed):
    with committed():
        StandardPageFactory(parent=home, title="De fietszone", body=[("documents", [document])])
    read()
    assert titles(client, "fietszone") == ["De fietszone"]
    assert passages(client, "fietszone") == []


def test_a_row_of_a_page_and_a_link_in_a_text_lead_to_a_document_too(client, home, document, read, committed):
    with committed():
        practice = grow(PracticePageFactory, title="Praktijk met bijlage")
        practice.documents = [PracticeDocument(title="Bijlage", document=document)]
        practice.save()
        link = f'<p>Lees de <a linktype="document" id="{document.pk}">tekst</a>.</p>'
        StandardPageFactory(parent=home, title="Pagina met koppeling", body=[("paragraph", link)])
    read()
    assert sorted(titles(client, "moestuin")) == ["Pagina met koppeling", "Praktijk met bijlage"]


def test_another_title_or_text_is_found_at_once(client, page, document, read, committed):
    read()
    document = SiteDocument.objects.get()
    with committed():
        document.title = "Handboek"
        document.file = stored(pdf("Over de speelstraat"), "ander.pdf").file
        document._set_document_file_metadata()
        document.save()
    assert titles(client, "handboek") == ["Downloads"]
    assert titles(client, "fietszone") == []
    assert passages(client, "fietszone") == []
    read()
    assert titles(client, "speelstraat") == ["Downloads"]


def test_a_document_that_a_page_no_longer_offers_is_not_found(client, page, read, committed):
    read()
    with committed():
        page = type(page).objects.get()
        page.body = []
        page.save()
    assert titles(client, "fietszone") == []
    assert titles(client, "leidraad") == []


def test_a_deleted_document_is_not_found(client, page, document, read, committed):
    read()
    with committed():
        SiteDocument.objects.get().delete()
    assert titles(client, "fietszone") == []
    assert titles(client, "leidraad") == []


@pytest.mark.parametrize("query", ["fietszone", "leidraad"])
class TestNothingPrivateIsFound:
    def test_a_document_of_a_draft(self, client, page, read, query):
        read()
        assert titles(client, query)
        type(page).objects.get().unpublish()
        assert not titles(client, query)

    def test_a_document_that_only_a_draft_of_a_live_page_offers(self, client, home, document, read, committed, query):
        with committed():
            page = StandardPageFactory(parent=home, title="Downloads")
            page.body = [("documents", [document])]
            page.save_revision()
        read()
        assert not titles(client, query)

    def test_a_document_of_a_private_page(self, client, page, read, query):
        read()
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert not titles(client, query)

    def test_a_document_of_a_private_collection(self, client, home, document, closed, read, committed, query):
        document.collection = closed.add_child(name="Deel van de jury")
        document.save()
        with committed():
            StandardPageFactory(parent=home, title="Downloads", body=[("documents", [document])])
        read()
        assert not titles(client, query)

    def test_a_document_whose_collection_becomes_private(self, client, page, read, committed, query):
        read()
        assert titles(client, query)
        with committed():
            restriction = CollectionViewRestriction.objects.create(
                collection=Collection.get_first_root_node(), restriction_type="login"
            )
        assert not titles(client, query)
        with committed():
            restriction.delete()
        assert titles(client, query)

    def test_a_document_that_moves_to_a_private_collection(self, client, page, closed, read, committed, query):
        read()
        with committed():
            document = SiteDocument.objects.get()
            document.collection = closed
            document.save()
        assert not titles(client, query)

    def test_a_document_that_is_moved_with_others(
        self, client, page, document, closed, read, committed, log_in_as, query
    ):
        read()
        editor = log_in_as("Hoofdredacteur")
        editor.user.is_superuser = True
        editor.user.save()
        address = reverse("wagtail_bulk_action", args=["cms", "sitedocument", "add_to_collection"])
        with committed():
            editor.post(f"{address}?id={document.pk}", {"collection": closed.pk})
        assert SiteDocument.objects.get().collection == closed
        assert not titles(client, query)

    def test_a_document_whose_collection_moves_into_a_private_one(
        self, client, admin_client, home, document, closed, read, committed, query
    ):
        collection = Collection.get_first_root_node().add_child(name="Werk")
        document.collection = collection
        document.save()
        with committed():
            StandardPageFactory(parent=home, title="Downloads", body=[("documents", [document])])
        read()
        assert titles(client, query)
        with committed():
            # The form of the editors: it saves the collection before it moves it, not after.
            address = reverse("wagtailadmin_collections:edit", args=[collection.pk])
            assert admin_client.post(address, {"name": "Werk", "parent": closed.pk}).status_code == 302
        assert Collection.objects.get(pk=collection.pk).get_parent() == closed
        assert not titles(client, query)

    def test_a_presentation_of_a_meeting_that_is_still_to_come(self, client, document, read, committed, query):
        with committed():
            start = timezone.now() + datetime.timedelta(days=3)
            event = grow(EventPageFactory, title="Werkbezoek", start=start, end=start + datetime.timedelta(hours=2))
            event.presentations = [EventPresentation(title="Wat er komt", document=document)]
            event.save()
        read()
        assert not titles(client, query)


def test_building_the_whole_index_finds_documents_too(client, page, read):
    read()
    call_command("wagtail_update_index", verbosity=0)
    assert titles(client, "fietszone") == ["Downloads"]


def test_indexing_many_pages_looks_once_for_their_documents(home, page, read, django_assert_max_num_queries):
    read()
    for number in range(5):
        StandardPageFactory(parent=home, title=f"Zonder {number}")
    pages = list(type(page).get_indexed_objects())
    with django_assert_max_num_queries(2):
        texts = [page.document_texts() for page in pages]
    assert sum(bool(text) for text in texts) == 1


def test_quoting_documents_takes_three_queries_for_all_rows(client, home, read, committed, django_assert_num_queries):
    with committed():
        for number in range(4):
            file = stored(pdf(f"De fietszone {number}"), title=f"Leidraad {number}")
            StandardPageFactory(parent=home, title=f"Downloads {number}", body=[("documents", [file])])
    read()
    pages = [page.specific for page in Page.objects.filter(title__startswith="Downloads")]
    matcher = Query.parse("fietszone").matcher
    hits = page_hits({page.pk: type(page) for page in pages}, RequestFactory().get("/"), matcher)
    with django_assert_num_queries(3):
        assert len(quotes(hits, matcher)) == 4


def test_the_words_that_a_page_is_found_by_are_bounded(home, committed):
    documents = [stored(pdf("x"), title=f"Boek {number}") for number in range(3)]
    for number, document in enumerate(documents):
        words = {f"woord{number}x{place}": [1] for place in range(10_000)}
        DocumentText.objects.create(document=document, file_hash=document.file_hash, state="read", words=words)
    with committed():
        page = StandardPageFactory(parent=home, title="Downloads", body=[("documents", documents)])
    text = type(page).objects.get(pk=page.pk).document_texts()
    assert {"Boek", "0", "1", "2"} <= set(text.split())
    assert len(text.encode()) <= MOST_BYTES

import pytest
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from home.models import StandardPage
from search.engine.backends import indexing
from search.engine.backends.indexing import FoldedIndex
from search.engine.searchable import Kind
from tests.factories import ImageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


def test_texts_for_an_excerpt_come_from_columns_and_streams_without_a_query(home, django_assert_num_queries):
    page = StandardPageFactory(parent=home, summary="De samenvatting.")
    page.body = [
        ("paragraph", "<p>Een <b>vette</b> tekst.</p>"),
        ("picture", {"image": ImageFactory(), "caption": "Een bijschrift"}),
    ]
    page.save()
    page = type(page).objects.get(pk=page.pk)

    with django_assert_num_queries(0):
        texts = list(page.excerpt_texts())

    assert texts[0] == "De samenvatting."
    assert "Een vette tekst." in texts
    assert "Een bijschrift" in texts


def found(text):
    return [page.title for page in Page.objects.search(text)]


def test_a_page_is_indexed_once_and_with_its_topics(home, monkeypatch):
    indexed = []
    monkeypatch.setattr(FoldedIndex, "add_items", lambda index, model, pages: indexed.extend(pages))
    page = StandardPageFactory(parent=home)
    indexed.clear()
    page.topics.add("zeepaardje")
    page.save()
    assert [one.topic_names() for one in indexed] == ["zeepaardje"]


def test_a_draft_is_not_found_before_it_is_published(home):
    page = StandardPageFactory(parent=home, title="Zeepaardjes")
    page.title = "Walvissen"
    revision = page.save_revision()
    assert (found("zeepaardjes"), found("walvissen")) == (["Zeepaardjes"], [])
    revision.publish()
    assert (found("zeepaardjes"), found("walvissen")) == ([], ["Walvissen"])


def test_a_page_that_is_gone_leaves_nothing_in_the_index(home):
    page = StandardPageFactory(parent=home, title="Zeepaardjes")
    below = StandardPageFactory(parent=page, title="Zeepaardjes eronder")
    entries = IndexEntry.objects.filter(content_type=page.content_type, object_id__in=[str(page.pk), str(below.pk)])
    assert entries.count() == 2
    page.delete()
    assert found("zeepaardjes") == []
    assert not entries.exists()


def compounds(count):
    """So many different words that PostgreSQL has no room for all of them and their stems."""
    letters = "abcdefghij"
    return [f"burgerbegroting{''.join(letters[int(digit)] for digit in f'{number:05}')}" for number in range(count)]


def test_a_page_with_more_words_than_an_index_holds_is_saved_and_found(home):
    words = compounds(25_000)
    page = StandardPageFactory(parent=home, title="Zeepaardjes", summary="Met walvissen.")
    page.body = [("paragraph", f"<p>{' '.join(words)}</p>")]
    page.save()
    for word in ["zeepaardjes", "walvissen", words[0]]:
        assert found(word) == ["Zeepaardjes"]


def test_of_too_many_words_those_of_light_fields_go_first(monkeypatch):
    monkeypatch.setattr(indexing, "MOST_BYTES", 100)
    page = StandardPage(title="Wijk", summary="Bewoners", body=[("paragraph", f"<p>{' '.join(compounds(20))}</p>")])
    sections = indexing._sections(page)
    texts = [text for section in ["title", "body"] for _boost, text in sections[section]]
    words = " ".join(texts).split()
    assert {"wijk", "bewoners"} < set(words) and "burgerbegrotingaaabj" not in words
    assert sum(len(word) for word in set(words)) < 100


def test_a_word_that_comes_back_takes_little_room(home):
    """A long text says the same words again and again."""
    page = StandardPage(title="Lang", body=[("paragraph", f"<p>{'wijkbudget gemeente ' * 40_000}zeepaardjes</p>")])
    assert "zeepaardjes" in " ".join(text for _boost, text in indexing._sections(page)["body"]).split()


def test_the_slug_of_a_kind_is_fit_for_an_address():
    assert Kind("video", "Video’s").slug == "videos"

import pytest

from search.index import Kind
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


def test_the_slug_of_a_kind_is_fit_for_an_address():
    assert Kind("video", "Video’s").slug == "videos"

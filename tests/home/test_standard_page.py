import pytest
from wagtail.models import PageViewRestriction

from tests.factories import StandardPageFactory, VideoPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database


def test_the_pages_below_a_text_page_are_further_reading(client, home):
    page = StandardPageFactory(parent=home, title="Over het Labo")
    StandardPageFactory(parent=page, title="Zo werkt het", summary="Vier stappen.", show_in_menus=True)
    StandardPageFactory(parent=page, title="Kladje", show_in_menus=True, live=False)
    html = client.get(page.url).content.decode()
    assert "Lees verder" in html
    assert "Zo werkt het" in html
    assert "Vier stappen." in html
    assert "Kladje" not in html


def test_headings_of_the_body_stand_in_the_margin_column(client, home):
    page = StandardPageFactory(parent=home, body=[("heading", "Drie vragen"), ("paragraph", "<p>Wie?</p>")])
    html = " ".join(client.get(page.url).content.decode().split())
    assert '<div class="wrap stream"><h2>Drie vragen</h2>' in html.replace("> <", "><")


def test_a_button_to_a_page_that_is_gone_is_left_out(client, home):
    target = StandardPageFactory(parent=home, title="Doel")
    page = StandardPageFactory(
        parent=home, body=[("button", {"page": target, "label": "Ga verder", "external_url": ""})]
    )
    assert "Ga verder" in client.get(page.url).content.decode()
    target.unpublish()
    assert "Ga verder" not in client.get(page.url).content.decode()


def test_a_video_that_is_not_for_everybody_is_left_out(client, home):
    video = grow(VideoPageFactory, title="Voor de deelnemers")
    page = StandardPageFactory(parent=home, body=[("video", video)])
    assert "Voor de deelnemers" in client.get(page.url).content.decode()
    PageViewRestriction.objects.create(page=video.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert "Voor de deelnemers" not in client.get(page.url).content.decode()

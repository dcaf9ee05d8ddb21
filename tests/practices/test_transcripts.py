import re

import pytest
from django.urls import reverse

from practices.transcripts import paragraphs, with_anchors
from tests.factories import VideoPageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database

TRANSCRIPT = '<p data-block-key="a">Welkom.</p><h3>Vragen</h3><ul><li>Wat is een <b>fietszone</b> &amp; co?</li></ul>'


def test_every_paragraph_heading_and_item_has_an_address():
    assert re.findall(r'<(\w+) id="([^"]*)"', with_anchors(TRANSCRIPT)) == [
        ("p", "alinea-1"),
        ("h3", "alinea-2"),
        ("li", "alinea-3"),
    ]
    assert re.sub(r' id="[^"]*"', "", with_anchors(TRANSCRIPT)) == TRANSCRIPT


def test_the_addresses_in_search_are_those_on_the_page():
    assert list(paragraphs(TRANSCRIPT)) == [
        ("alinea-1", "Welkom."),
        ("alinea-2", "Vragen"),
        ("alinea-3", "Wat is een fietszone & co?"),
    ]


def test_text_before_the_first_paragraph_and_other_tags_are_left_alone():
    assert with_anchors("Los <pre>x</pre><link>") == "Los <pre>x</pre><link>"
    assert list(paragraphs("")) == []


@pytest.mark.django_db
def test_a_row_leads_to_the_paragraph_of_the_transcript(client, home, committed):
    with committed():
        video = grow(VideoPageFactory, title="Een film", transcript=TRANSCRIPT)
    found = client.get(reverse("search"), {"q": "fietszone"}).text
    address = re.search(r'<p class="passage"><a href="([^"]*)">In de uitgeschreven tekst</a>: (.*?)</p>', found)
    assert address[2] == "Wat is een <mark>fietszone</mark> &amp; co?"
    path, _, anchor = address[1].partition("#")
    assert path == video.url
    assert f'<li id="{anchor}">Wat is een' in client.get(path).text

"""Links that editors put in texts name no page that is not for everybody."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import StandardPageFactory


@pytest.fixture
def closed(home):
    page = StandardPageFactory(parent=home, title="Nota over ontslagen", slug="nota")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesam")
    return page


def text_with_button(home, client, **link):
    page = StandardPageFactory(parent=home, body=[("button", {"label": "", "external_url": "", **link})])
    return client.get(page.url).content.decode()


def test_a_button_to_a_public_page_bears_its_title(home, client):
    page = StandardPageFactory(parent=home, title="Over ons")
    assert f'href="{page.url}"' in text_with_button(home, client, page=page)


def test_a_button_to_a_closed_page_does_not_tell_its_title(home, client, closed):
    html = text_with_button(home, client, page=closed)
    assert "ontslagen" not in html
    assert closed.url not in html


def test_a_button_to_a_closed_page_works_with_the_words_of_the_editor(home, client, closed):
    html = text_with_button(home, client, page=closed, label="Voor leden")
    assert f'href="{closed.url}"' in html
    assert "Voor leden" in html
    assert "ontslagen" not in html


def test_a_button_to_a_draft_is_not_there(home, client):
    draft = StandardPageFactory(parent=home, title="Klad", live=False)
    assert "Klad" not in text_with_button(home, client, page=draft, label="")

"""What holds for each block that an editor can choose."""

import pytest
from django.template.loader import get_template

from cms.blocks import body_blocks
from tests.factories import ImageFactory, PersonFactory, VideoPageFactory
from tests.factories.full import body, document
from tests.factories.tree import grow

BLOCKS = body_blocks()
every_block = pytest.mark.parametrize(("name", "block"), BLOCKS, ids=[name for name, _block in BLOCKS])

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def content(home):
    """One of each thing that blocks choose from."""
    ImageFactory(title="Een tekening")
    PersonFactory(name="Voorbeeldpersoon")
    grow(VideoPageFactory, title="Een film")
    document()


@every_block
def test_a_block_explains_itself_in_the_menu(name, block):
    assert block.meta.icon != "placeholder"
    assert block.meta.group and block.label and block.get_description()
    assert get_template(block.get_template())


@every_block
def test_a_block_shows_its_preview(name, block, content):
    assert block.is_previewable
    html = block.render(block.get_preview_value())
    assert len(html.strip()) > 10
    assert "style=" not in html


@every_block
def test_a_block_has_a_preview_on_an_empty_site(name, block, home):
    block.render(block.get_preview_value())


def test_the_full_body_holds_each_block(home):
    assert [name for name, _value in body()] == [name for name, _block in BLOCKS]

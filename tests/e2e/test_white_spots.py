"""The white spots on a phone."""

import pytest

from practices.models import Province
from tests.factories import MunicipalityFactory, PracticePageFactory, ThemeFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.browser


def test_what_stands_above_the_table_is_read_whole_on_a_phone(tab, home):
    places = [MunicipalityFactory(province=number) for number in Province.values]
    practice = grow(PracticePageFactory, municipalities=places, themes=[ThemeFactory()])
    tab.set_viewport_size({"width": 360, "height": 900})
    tab.goto(f"{practice.get_parent().url}witte-vlekken/?per=provincie")
    table, caption = tab.locator("table.spots"), tab.locator("table.spots caption")
    assert table.bounding_box()["width"] > 360
    box = caption.bounding_box()
    assert box["x"] + box["width"] <= 360

"""The choices of the profile are found by their Dutch labels."""

import pytest
from django.utils.translation import override

from practices.models import PracticePage
from tests.factories import PracticeIndexPageFactory, PracticePageFactory


@pytest.mark.parametrize("language", ["nl-be", "en"])
def test_a_choice_of_the_profile_is_found_in_dutch_whatever_language_its_editor_reads(client, home, language):
    index = PracticeIndexPageFactory(parent=home)
    with override(language):
        PracticePageFactory(parent=index, title="Wijkraad", recruitment="loting")
        other = PracticePageFactory(parent=index, title="Speelstraat", recruitment="open")
    assert [practice.title for practice in PracticePage.objects.search("loting")] == ["Wijkraad"]
    assert not list(PracticePage.objects.search("drawn"))
    assert "Wijkraad" in client.get("/zoeken/", {"q": "loting"}).content.decode()

    other.recruitment = "loting"
    other.save_revision().publish()
    assert {practice.title for practice in PracticePage.objects.search("loting")} == {"Wijkraad", "Speelstraat"}

"""What the form of a practice refuses, kindly."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from home import roles
from practices.models import PracticePage
from tests.factories import PracticePageFactory
from tests.factories.tree import grow
from tests.test_editing_every_page import form_data, practice

pytestmark = pytest.mark.any_database


@pytest.fixture
def page(home):
    return grow(PracticePageFactory, title="Wijkbudget")


@pytest.fixture
def save(page, log_in_as):
    chief = log_in_as(roles.CHIEF_EDITOR)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def post(**fields):
        return chief.post(url, form_data(page.title, practice() | fields) | {"action-publish": "1"})

    return post


def test_a_practice_keeps_whom_it_was_adopted_from(page, save):
    origin = grow(PracticePageFactory, title="Het voorbeeld")
    assert save(adoptions=inline_formset([{"origin": origin.pk}])).status_code == 302
    assert list(PracticePage.objects.get(pk=page.pk).adopted_from.all()) == [origin]
    assert list(origin.adopted_by.all()) == [page]


def test_a_practice_is_not_adopted_from_itself(page, save):
    response = save(adoptions=inline_formset([{"origin": page.pk}]))
    assert "Een praktijk kan niet van zichzelf overgenomen zijn." in response.content.decode()


def test_an_example_is_named_once(save):
    origin = grow(PracticePageFactory)
    response = save(adoptions=inline_formset([{"origin": origin.pk}, {"origin": origin.pk}]))
    assert response.status_code == 200
    assert not PracticePage.objects.exclude(adoptions=None).exists()


def test_a_document_is_a_file_or_an_address(save):
    response = save(documents=inline_formset([{"title": "Reglement", "document": "", "url": ""}]))
    assert "Kies een bestand of vul een webadres in, niet allebei." in response.content.decode()


def test_a_choice_that_does_not_exist_is_refused(page, save):
    assert save(phases=["uitvinden"]).status_code == 200
    assert PracticePage.objects.get(pk=page.pk).phases == []

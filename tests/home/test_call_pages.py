import datetime

import pytest
import time_machine
from django.core.files.base import ContentFile

from cms.models import SiteDocument
from tests.factories import CallPageFactory, PersonFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database


@pytest.fixture
def call(home):
    return grow(
        CallPageFactory,
        title="Neem deel",
        deadline=datetime.date(2030, 3, 1),
        conditions="<ul><li>Ervaring met cases</li></ul>",
        benefits_participant="<p>Een netwerk.</p>",
        benefits_society="<p>Frisse ideeën.</p>",
        contact=PersonFactory(name="An Voorbeeld"),
        template_document=SiteDocument.objects.create(title="Sjabloon", file=ContentFile(b"x" * 2048, "sjabloon.docx")),
    )


def test_a_call_is_open_through_its_last_day(client, call):
    with time_machine.travel("2030-03-01 22:00+01:00"):
        assert "Open</span>" in client.get(call.url).content.decode()
    with time_machine.travel("2030-03-02 00:30+01:00"):
        assert "Afgelopen</span>" in client.get(call.url).content.decode()


def test_a_call_tells_conditions_benefits_template_and_contact(client, call):
    html = client.get(call.url).content.decode()
    assert "Ervaring met cases" in html
    assert "Wat levert het jou op?" in html
    assert "Wat levert het de samenleving op?" in html
    assert "Wat levert het je organisatie op?" not in html  # nothing was filled in
    assert call.template_document.url in html
    assert "docx, 2,0" in html
    assert "An Voorbeeld" in html


def test_the_overview_lists_the_latest_call_first(client, call):
    grow(CallPageFactory, title="Oude oproep", deadline=datetime.date(2020, 3, 1))
    html = client.get(call.get_parent().url).content.decode()
    assert html.index("Neem deel") < html.index("Oude oproep")


def test_an_overview_without_calls_says_so(client, call):
    overview = call.get_parent()
    call.unpublish()
    assert "Er loopt nu geen oproep." in client.get(overview.url).content.decode()

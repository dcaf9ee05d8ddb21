import datetime

import pytest
from wagtail.models import PageViewRestriction

from practices.models import ExperimentMilestone, ExperimentParticipant
from practices.models.experiments import ExperimentPractice
from tests.factories import EventPageFactory, ExperimentLinePageFactory, MunicipalityFactory, PracticePageFactory
from tests.factories.tree import grow

pytestmark = pytest.mark.any_database


@pytest.fixture
def line(home):
    return grow(
        ExperimentLinePageFactory,
        title="Right to Challenge",
        status_note="uitkomst onbekend",
        milestones=[
            ExperimentMilestone(when="Later", title="Uitkomst"),
            ExperimentMilestone(when="februari 2020", date=datetime.date(2020, 2, 1), title="Oproep"),
        ],
        participants=[
            ExperimentParticipant(
                municipality=MunicipalityFactory(name="Hasselt"),
                text="Doet mee.",
                practice=grow(PracticePageFactory, title="Sportterrein"),
            ),
            ExperimentParticipant(municipality=MunicipalityFactory(name="Wevelgem")),
        ],
    )


def test_milestones_stand_in_order_of_time_those_without_a_date_last(client, line):
    html = client.get(line.url).content.decode()
    assert html.index("februari 2020") < html.index("Later")


def test_the_municipalities_and_their_practices_are_shown(client, line):
    html = client.get(line.url).content.decode()
    for words in ["2 besturen", "Hasselt", "Doet mee.", "Sportterrein", "Wevelgem", "Lopend, uitkomst onbekend"]:
        assert words in html


def test_a_practice_that_is_no_longer_public_is_not_linked(client, line):
    line.participants.first().practice.unpublish()
    html = client.get(line.url).content.decode()
    assert "Sportterrein" not in html
    assert "Hasselt" in html


def test_a_practice_that_is_not_for_everybody_stays_unknown(client, line):
    practice = line.participants.first().practice
    PageViewRestriction.objects.create(page=practice, restriction_type=PageViewRestriction.LOGIN)
    assert "Sportterrein" not in client.get(line.url).content.decode()


def test_what_came_before_and_the_meetings_are_shown(client, line):
    line.related_practices = [ExperimentPractice(practice=grow(PracticePageFactory, title="Groenonderhoud"))]
    line.save()
    grow(EventPageFactory, title="Labo over uitdaagrecht", experiment_lines=[line])
    html = client.get(line.url).content.decode()
    assert "Wat ging vooraf" in html
    assert "Groenonderhoud" in html
    assert "Labo over uitdaagrecht" in html


def test_the_overview_lists_lines_with_their_municipalities(client, line):
    html = client.get(line.get_parent().url).content.decode()
    assert "Right to Challenge" in html
    assert "Hasselt, Wevelgem" in html


def test_an_overview_without_lines_says_so(client, line):
    overview = line.get_parent()
    line.unpublish()
    assert "Er zijn nog geen experimentlijnen." in client.get(overview.url).content.decode()

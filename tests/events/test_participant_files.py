"""Participants as a file and on paper, and the invitations."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from events import links
from events.models import Access, EventLedger, EventQuestion, Invitation
from events.services.registering import AnswerGiven, Applicant, register
from home import roles
from tests.factories import EventPageFactory
from tests.factories.tree import grow

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", "＝1+1", '=HYPERLINK("http://x")']


@pytest.fixture
def event(home):
    event = grow(EventPageFactory, title="Labodag", slug="labodag")
    EventLedger.objects.filter(event=event).update(access=Access.INVITED)
    event.refresh_from_db()
    return event


@pytest.fixture
def chief(event, log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


@pytest.fixture
def people(event, chief):
    plain = EventQuestion.objects.create(event=event, label="=Trein of fiets?")
    sensitive = EventQuestion.objects.create(event=event, label="Geloof?", is_sensitive=True)
    for number, formula in enumerate(FORMULAS):
        answers = (
            AnswerGiven(str(plain.key), plain.label, formula),
            AnswerGiven(str(sensitive.key), sensitive.label, "geheim-geloof", True),
        )
        applicant = Applicant(
            name=formula, email=f"p{number}@example.org", organisation=formula, answers=answers, diet="geheime-noten"
        )
        register(event=event, applicant=applicant, key=str(number), by=chief.user)


def export(client, event, file_format, **data):
    response = client.post(reverse("event_export", args=[event.pk]), {"file_format": file_format, **data})
    assert response["Content-Disposition"].startswith('attachment; filename="deelnemers-labodag-')
    content = b"".join(response.streaming_content)
    if file_format == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    sheet = load_workbook(io.BytesIO(content)).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_no_cell_is_a_formula(chief, event, people, file_format):
    rows = export(chief, event, file_format)
    assert len(rows) == 1 + len(FORMULAS)
    assert not [cell for row in rows for cell in row if cell.strip().startswith(("=", "+", "-", "@", "＝"))]
    assert "'=Trein of fiets?" in rows[0]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_is_sensitive_goes_along_only_when_asked_and_it_is_logged(chief, event, people, file_format):
    without = str(export(chief, event, file_format))
    assert "geheim" not in without
    assert "Geloof?" not in without
    with_needs = str(export(chief, event, file_format, with_needs="on"))
    assert "geheim-geloof" in with_needs
    assert "geheime-noten" in with_needs
    entries = PageLogEntry.objects.filter(action="events.export", user=chief.user).order_by("pk")
    assert [entry.data["with_needs"] for entry in entries] == [False, True]
    history = chief.get(reverse("wagtailadmin_pages:history", args=[event.pk])).content.decode()
    assert "met gevoelige antwoorden" in history
    assert "zonder gevoelige antwoorden" in history


def test_another_format_is_refused(chief, event):
    response = chief.post(reverse("event_export", args=[event.pk]), {"file_format": "pdf"})
    assert response["Content-Type"].startswith("text/html")
    assert not PageLogEntry.objects.filter(action="events.export").exists()


def test_the_list_for_the_door_has_names_and_nothing_sensitive(chief, event, people):
    html = chief.get(reverse("event_attendance_list", args=[event.pk])).content.decode()
    assert "+SUM(A1)" in html
    assert "geheim" not in html
    assert "example.org" not in html


def test_a_pasted_list_is_invited_once_and_mistakes_stay_in_the_form(chief, event):
    url = reverse("event_invitations", args=[event.pk])
    html = chief.post(url, {"addresses": "An <an@example.org>\nbo@example.org, kapot@"}).content.decode()
    assert "2 mensen zijn per mail uitgenodigd." in html
    assert "kapot@" in html
    html = chief.post(url, {"addresses": "an@example.org"}, follow=True).content.decode()
    assert "1 was al eerder uitgenodigd." in html
    assert Invitation.objects.count() == 2
    for invitation in Invitation.objects.select_related("event"):
        assert links.invitation(invitation) in html


def test_an_invitation_is_revoked_by_a_post_and_its_link_is_no_longer_shown(chief, event, log_in_as):
    chief.post(reverse("event_invitations", args=[event.pk]), {"addresses": "an@example.org"})
    invitation = Invitation.objects.select_related("event").get()
    link = links.invitation(invitation)
    url = reverse("event_revoke_invitation", args=[invitation.pk])
    assert log_in_as(roles.EDITOR).post(url)["Location"] == "/beheer/"
    chief.get(url)
    invitation.refresh_from_db()
    assert invitation.revoked_at is None
    for _click in range(2):
        html = chief.post(url, follow=True).content.decode()
    assert "ingetrokken op" in html
    assert link not in html
    assert PageLogEntry.objects.filter(action="events.revoke_invitation").count() == 1

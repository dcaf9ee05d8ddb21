"""A site of the version of before, brought up to date, has everything it had, and goes on with what it was doing."""

import datetime
import html
import io
import re

import pytest
import time_machine
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import call_command
from wagtail.images.tests.utils import get_test_image_file_jpeg
from wagtail.models import Page

from cms.mail import outbox
from cms.models import OutboxMail, SiteImage, User
from events.models import Invitation, Registration, RegistrationState
from events.services import retention
from practices.exchange.imports import services as imports
from practices.models import Checker, ImportState, PracticeImport, PracticePage, PracticeSubmission
from practices.upkeep.forms import AnswerForm
from search.models import SearchTerm
from tests.upgrade.before import all_rows, connected_to_the_site_of_before, lost

#: When the site of before was left.
NOW = datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)

#: What `prepare` makes again.
MADE_AGAIN = re.compile("wagtailsearch_indexentry|sqlite_stat|search_(word|gathering|indexstate)$")
#: Tables that are no longer there, on purpose.
GONE = {"search_spoolposition"}
#: What was empty in these columns may be empty in another way, such as text that became JSON.
EMPTY_OTHERWISE = {"events_eventledger": "facts", "events_registration": "told"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker):
    """The rows before and after the upgrade. The tests speak to the upgraded site, each in a transaction of its own."""
    with django_db_blocker.unblock(), connected_to_the_site_of_before():
        before = all_rows()
        with time_machine.travel(NOW):
            call_command("prepare", stdout=io.StringIO())
        put_pictures_back()
        yield before, all_rows()


def put_pictures_back():
    """The files of a site stay where they are; the dumps hold none."""
    for picture in SiteImage.objects.all():
        default_storage.save(picture.file.name, get_test_image_file_jpeg(size=(picture.width, picture.height)))


@pytest.fixture(autouse=True)
def clock(rows, db, time_machine, settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    time_machine.move_to(NOW, tick=False)
    return time_machine


def links_to(address, path):
    """The addresses below ``path`` in the mails to somebody."""
    found = [
        link
        for stored in OutboxMail.objects.order_by("pk")
        if stored.to == [address]
        for link in re.findall(rf"http://localhost({path}\S+)", stored.text)
    ]
    assert found
    return found


def text(response):
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_every_row_is_still_there(rows):
    before, after = rows
    assert before.keys() - after.keys() == GONE
    for table in before.keys() & after.keys():
        if MADE_AGAIN.match(table) or not before[table]:
            continue
        columns = set(before[table][0])
        if emptied := EMPTY_OTHERWISE.get(table):
            for row in [*before[table], *after[table]]:
                row[emptied] = row[emptied] or None
        assert after[table], table
        assert columns <= set(after[table][0]), table
        assert not lost(before[table], after[table], columns), table


def test_every_page_is_shown(client):
    for page in Page.objects.live().filter(depth__gt=1):
        assert page.title in text(client.get(page.url))


def test_a_body_shows_each_of_its_blocks(client):
    shown = text(client.get("/over/"))
    for words in ["Een kop", "Bewoners en bestuur", "Van elkaar leren.", "Verder", "Een bijschrift", "Een verslag",
                  "besturen", "Begeleidt", "Voorbeeldpersoon", "Een boek"]:  # fmt: skip
        assert words in shown


def test_a_draft_is_not_shown_and_not_lost(client):
    practice = PracticePage.objects.get(slug="wijkraad-noord")
    assert "Wijkraad Noord en Zuid" not in text(client.get(practice.url))
    draft = practice.get_latest_revision_as_object()
    assert (draft.title, draft.objective) == ("Wijkraad Noord en Zuid", "<p>Alleen in het concept.</p>")
    assert [block.block_type for block in draft.body] == [block.block_type for block in practice.body]


def test_former_addresses_lead_on(client):
    assert client.get("/oude-wijkraad/").headers["Location"].endswith("/praktijken/wijkraad-noord/")
    assert client.get("/elders/").headers["Location"] == "https://example.org/elders"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("an", ["U hebt een plaats", "https://meet.test/x", "Stad Gent", "Ja, tot Gent", "Vegetarisch"]),
        ("bo", ["Uw inschrijving is geannuleerd", "U hebt zelf geannuleerd."]),
        ("cas", ["U hebt een plaats"]),
        ("dirk", ["U bent de eerste op de wachtlijst."]),
        ("eva", ["Er is een plaats voor u: bevestig ze", "dinsdag 1 december 2026, 11u"]),
        ("gil", ["U was erbij"]),
        ("hanne", ["Deze bijeenkomst is voorbij"]),
    ],
)
def test_a_personal_link_of_before_opens_the_own_page(client, name, said):
    shown = text(client.get(links_to(f"{name}@example.org", "/inschrijving/")[0]))
    assert all(words in shown for words in said)


def test_a_seat_that_was_held_before_is_confirmed_now(client):
    [link] = links_to("eva@example.org", "/inschrijving/")
    client.post(f"{link}bevestigen/")
    assert "U hebt een plaats" in text(client.get(link))


def test_the_queue_of_before_moves_up(client):
    [link] = links_to("an@example.org", "/inschrijving/")
    client.post(f"{link}annuleren/")
    assert "U hebt een plaats" in text(client.get(links_to("dirk@example.org", "/inschrijving/")[0]))


def test_an_invitation_of_before_opens_the_form_with_the_name(client):
    [link] = links_to("fee@example.org", "/agenda/")[1:]
    assert 'value="Fee Faes"' in text(client.get(link))


def test_mails_that_waited_leave_once_and_unchanged():
    waiting = {stored.message_id: stored for stored in OutboxMail.objects.filter(sent_at=None)}
    assert len(waiting) == 10
    outbox.deliver_due(60)
    outbox.deliver_due(60)
    assert len(mail.outbox) == len(waiting)
    for sent in mail.outbox:
        stored = waiting.pop(sent.extra_headers["Message-ID"])
        assert (sent.subject, sent.to, sent.body) == (stored.subject, stored.to, stored.text)
        assert (stored.html, "text/html") in sent.alternatives
        assert stored.calendar in [content for content, _type in sent.alternatives] or not stored.calendar


def test_mails_of_before_know_what_they_are_about():
    """Retention and the pages of the organiser find them by these columns."""
    kinds = dict(OutboxMail.objects.filter(to=["eva@example.org"]).values_list("kind", "about"))
    assert kinds == {"registration_pending": Registration.objects.get(email="eva@example.org").public_id}
    [(kind, about)] = OutboxMail.objects.filter(to=["fee@example.org"]).values_list("kind", "about")
    assert (kind, about) == ("registration_invited", Invitation.objects.get().link_key)
    assert set(OutboxMail.objects.filter(about=None).values_list("kind", flat=True)) == {""}
    assert OutboxMail.objects.filter(about=None).count() == 2


def test_half_an_import_is_finished():
    assert list(PracticePage.objects.filter(title__startswith="Dorps").values_list("title", flat=True)) == [
        "Dorpsbudget"
    ]
    imports.work()
    assert PracticeImport.objects.get().state == ImportState.IMPORTED
    drafts = PracticePage.objects.filter(title__startswith="Dorps", live=False).order_by("title")
    assert [(page.title, *page.municipalities.values_list("name", flat=True)) for page in drafts] == [
        ("Dorpsbudget", "Gent"),
        ("Dorpsdebat", "Aalst"),
    ]


def test_a_contact_answers_by_the_link_of_before(client):
    [link] = links_to("ilse@example.org", "/nakijken/")
    assert "Oude praktijk" in text(client.get(link))
    client.post(link, {"answer": AnswerForm.TRUE})
    practice = PracticePage.objects.get(slug="oude-praktijk")
    assert practice.upkeep.checked_by == Checker.CONTACT
    assert [correction.text for correction in practice.corrections.all()] == ["De wijkraad is gestopt."]


def test_a_practice_that_was_sent_in_waits_for_the_editors(client):
    submission = PracticeSubmission.objects.get()
    assert (submission.sender_name, submission.page.title) == ("Ann Ampe", "Groen in de straat")
    editor = User.objects.get(username="redactie")
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert "Groen in de straat" in text(client.get(f"/beheer/pages/{submission.page.pk}/edit/"))


def test_search_finds_pages_of_before(client):
    assert "/praktijken/wijkraad-noord/" in text(client.get("/zoeken/?q=wijkraden"))
    assert "/praktijken/wijkraad-noord/" in text(client.get("/zoeken/?q=buurtparlement"))  # a synonym
    assert "Begin hier" in text(client.get("/zoeken/?q=burgerbudget"))  # on top


def test_searches_stay_counted():
    term = SearchTerm.objects.get(text="burgerbudget")
    assert sorted(term.days.values_list("day__day", "searches", "clicks")) == [(27, 2, 0), (28, 2, 0), (29, 2, 1)]


def test_people_of_before_are_forgotten_in_time(clock):
    mails = OutboxMail.objects.count()
    clock.move_to(NOW + 3 * DAY)
    retention.erase_due()
    forgotten = Registration.objects.filter(name="")
    assert {registration.state for registration in forgotten} == {RegistrationState.ATTENDED, RegistrationState.NO_SHOW}
    left = {stored.to[0] for stored in OutboxMail.objects.all()}
    assert not left & {"gil@example.org", "hanne@example.org"}
    assert OutboxMail.objects.count() == mails - 2

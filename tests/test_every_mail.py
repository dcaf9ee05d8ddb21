"""Mail scanners open every link of every mail before the reader does: nothing may come of it."""

import datetime
import html
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow

from cms.mail import messages
from cms.models import OutboxMail
from events.models import Access, EventPage, Reason
from events.services import changing, inviting, mailing, telling
from events.services.registering import Applicant, register
from home import roles
from practices.models import PracticePage
from practices.upkeep import services as upkeep
from tests.events.coming import all_rows, come, open_event, set_ledger
from tests.factories import (
    InstrumentFactory,
    MunicipalityFactory,
    PersonFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    ThemeFactory,
)
from tests.factories.tree import grow
from tests.practices.test_submission import send as send_in

pytestmark = pytest.mark.any_database

NOW = datetime.datetime(2027, 3, 1, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "emails"
METHODS = ["get", "head", "options"]


@pytest.fixture
def clock(time_machine, settings, home):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def kinds(monkeypatch):
    """The kinds of the mails up to now, each a template."""
    kinds = []
    send = messages.send

    def noting(name, **kwargs):
        kinds.append(name)
        send(name, **kwargs)

    monkeypatch.setattr(messages, "send", noting)
    return kinds


@pytest.fixture
def open_like_a_scanner(client, clock, home):
    """Opens every link to this site in the mails that was not opened yet, or ``again`` all, with each method."""
    opened = set()
    client.get(home.url)  # the first page of a new site makes its settings
    ContentType.objects.get_for_models(*apps.get_models())

    def open_links(again=False):
        found = set().union(*map(links, OutboxMail.objects.all()))
        before = all_rows()
        for link in sorted(found if again else found - opened):
            for method in METHODS:
                response = getattr(client, method)(link, follow=method != "options")
                assert response.status_code < 500, (method, link)
        assert all_rows() == before
        opened.update(found)

    return open_links


def links(mail):
    """The addresses on this site in the text and the HTML, and of pictures; paths, as the test client asks them."""
    attributes = re.findall(r'(?:href|src)="([^"]+)"', mail.html)
    words = re.findall(r"https?://[^\s<>\"]+", mail.text)
    addresses = {html.unescape(address) for address in attributes} | set(words)
    own = f"{settings.BASE_URL}/"
    return {address.removeprefix(own.rstrip("/")) for address in addresses if address.startswith(own)}


def change(event, **facts):
    EventPage.objects.filter(pk=event.pk).update(**facts)


def mails_of_registering(clock, editor):
    event = open_event(capacity=1, start=NOW + 9 * DAY, online_url="https://meet.example.org/x")
    an, bo = come(event, "An Ampe"), come(event, "Bo Baert")
    register(event=event, applicant=Applicant(name="An Ander", email="an@example.org"), key="again")
    held = open_event(start=NOW + 9 * DAY)
    cas = come(held, "Cas Claes", asks_proof=True, is_verified=False)
    yield "a seat, the queue, the same address again, and a seat that must be confirmed"
    set_ledger(event, offer_hours=24)
    changing.cancel(registration=an, reason=Reason.SELF)
    yield "cancelled by oneself, and the seat offered to the next"
    set_ledger(event, offer_hours=None)
    come(event, "Dirk Daems")
    changing.cancel(registration=bo, reason=Reason.EDITOR, by=editor)
    yield "cancelled by us, and the seat given to the next"
    changing.confirm(registration=cas)
    changing.change_details(registration=cas, details={"organisation": "Stad Voorbeeld"})
    mailing.mail_links(email="cas@example.org", network="192.0.2.1")
    mail = {"subject": "Nieuws", "text": "Breng een fiets mee.", "key": "nieuws"}
    mailing.write_to_participants(event=held, states=["confirmed"], by=editor, **mail)
    yield "confirmed, other details, lost links, and what an editor wrote"
    mailing.renew_link(registration=cas, key="link", by=editor)
    yield "another personal link"


def mails_of_inviting(clock, editor):
    event = open_event(start=NOW + 9 * DAY)
    set_ledger(event, access=Access.INVITED)
    inviting.invite(event=event, addresses="Fee Faes <fee@example.org>", by=editor)
    register(event=event, applicant=Applicant(name="Gil Goos", email="gil@example.org"), key="gil")
    yield "who is invited and who is not"


def mails_of_practices(clock, editor):
    MunicipalityFactory(name="Genk", nis_code="71016")
    ThemeFactory(name="Wonen", slug="wonen")
    InstrumentFactory(name="Loting", slug="loting")
    index = grow(PracticeIndexPageFactory, slug="praktijken")
    Workflow.objects.all().delete()
    send_in()
    yield "a practice was sent in"
    contact = PersonFactory(name="Hanne Hens", email="hanne@example.org")
    old = PracticePageFactory(parent=index, contact=contact, first_published_at=NOW - 730 * DAY)
    upkeep.ask_contacts()
    upkeep.suggest_correction(practice=PracticePage.objects.get(pk=old.pk), text="De wijkraad is gestopt.")
    yield "is it still true, and no, it is not"


def mails_of_the_worker(clock, editor):
    event = open_event(capacity=2, start=NOW + 9 * DAY, end=NOW + 10 * DAY)
    come(event, "Ilse Ingels")
    come(event, "Jan Jans", asks_proof=True, is_verified=False)
    come(event, "Karel Kool")
    change(event, venue="Bibliotheek")
    telling.tell_changes()
    yield "changed, to who has a seat, must confirm and waits"
    clock.move_to(NOW + 8 * DAY, tick=False)
    telling.remind()
    yield "soon"
    clock.move_to(NOW + 12 * DAY, tick=False)
    change(event, report="<p>Zo was het.</p>")
    telling.thank()
    yield "afterwards"


def test_opening_the_links_of_every_mail_changes_nothing(kinds, open_like_a_scanner, clock, member):
    editor = member(roles.CHIEF_EDITOR)
    for group in [mails_of_registering, mails_of_inviting, mails_of_practices, mails_of_the_worker]:
        for _what in group(clock, editor):
            open_like_a_scanner()
    assert set(kinds) == {path.stem for path in TEMPLATES.glob("*.html")} - {"base"}
    open_like_a_scanner(again=True)
    followed = " ".join(set().union(*map(links, OutboxMail.objects.all())))
    for part in ["/inschrijving/", "/inchecken/", "?uitnodiging=", "/agenda.ics", "/nakijken/", "/beheer/"]:
        assert part in followed

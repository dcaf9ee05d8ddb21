"""What participants read in their mailbox: the right message, the same in text and HTML, to nobody else."""

import datetime
import email
import html as entities
import re
from email.utils import parseaddr

import pytest
from django.core import mail as django_mail
from django.utils import timezone
from vobject import readOne

from cms.mail import outbox
from cms.models import OutboxMail
from events import emails, links
from events.models import Access, EventLedger, EventState, Invitation, Reason, Registration, RegistrationState
from events.services import changing, telling
from events.services.registering import Applicant, register
from tests.factories import EventPageFactory, PersonFactory
from tests.factories.tree import grow

NOW = datetime.datetime(2027, 3, 1, 10, tzinfo=datetime.UTC)
LINK = "https://meet.example.org/geheim"
TITLE = "Labo “hoe & waarom” {{ event }}"

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _outbox(time_machine, settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def event(home):
    page = grow(
        EventPageFactory,
        title=TITLE,
        slug="labo",
        start=NOW + datetime.timedelta(days=30, hours=3),
        venue="Stadhuis",
        address="Grote Markt 54",
        online_url=LINK,
        contact=PersonFactory(name="Bo Contact", email="bo@example.org", phone="02 211 55 00"),
    )
    EventLedger.objects.filter(event=page).update(access=Access.OPEN, capacity=1)
    page.ledger.refresh_from_db()
    return page


def come(event, name="An Ampe", address="an@example.org", **kwargs):
    kwargs.setdefault("key", address)
    return register(event=event, applicant=Applicant(name=name, email=address), **kwargs).registration


def last():
    return OutboxMail.objects.first()


def words(text):
    return re.findall(r"[\w@.:/?=&%#“”+-]+", text)


def words_of_html(markup):
    """In reading order, with the address behind the text of a link, as the text part has it."""
    body = markup.partition("<body")[2].partition(">")[2]

    def with_address(match):
        url, text = match[1], match[2]
        return text if text.strip() == url else f"{text} {url} "

    body = re.sub(r'(?s)<a href="([^"]*)"[^>]*>(.*?)</a>', with_address, body)
    return words(entities.unescape(re.sub(r"<[^>]+>", " ", body)))


def every_message(event):
    """One mail of each kind, in all its forms."""
    person = come(event)
    come(event, "Cas", "cas@example.org")
    come(event, "Bis", "an@example.org", key="again")
    emails.send_promoted(person)
    emails.send_reminder(person)
    emails.send_thanks(person)
    emails.send_details_changed(person)
    emails.send_new_link(person)
    emails.send_new_link(Registration.objects.get(email="cas@example.org"))
    emails.send_not_invited(event, "vreemd@example.org")
    emails.send_invited(Invitation.objects.create(event=event, name="Dirk", email="d@example.org", email_key="d"))
    emails.send_invited(Invitation.objects.create(event=event, email="e@example.org", email_key="e"))
    emails.send_links("an@example.org", [person])
    person.told = None
    ledger = person.event.ledger
    ledger.state, ledger.note = EventState.POSTPONED, "De zaal is dicht."
    emails.send_changed(person)
    person.state = RegistrationState.CANCELLED
    for reason in [Reason.SELF, Reason.EDITOR, Reason.EVENT, Reason.EXPIRED]:
        person.cancelled_because = reason
        emails.send_cancelled(person)
    held = Registration(
        event=event,
        name="Eva",
        email="eva@example.org",
        state=RegistrationState.PENDING,
        state_at=NOW,
        expires_at=NOW + datetime.timedelta(hours=24),
        key="held",
    )
    held.save()
    emails.send_received(held)
    emails.send_offered(held)
    emails.send_changed(held)
    emails.send_changed(Registration.objects.get(email="cas@example.org"))
    return list(OutboxMail.objects.order_by("pk"))


def test_text_and_html_say_the_same(event):
    mails = every_message(event)
    assert len(mails) == 22
    for mail in mails:
        assert words(mail.text) == words_of_html(mail.html), mail.subject
        assert mail.text.strip()


def test_no_message_names_a_person_in_its_subject_or_reads_as_a_template(event):
    for mail in every_message(event):
        for name in ["An Ampe", "Cas", "Dirk", "Eva", "Bo"]:
            assert name not in mail.subject
        assert TITLE in mail.subject or mail.subject == "De link naar uw inschrijving"
        assert TITLE in mail.text
        assert len(mail.to) == 1
        assert mail.reply_to == ([] if "link naar" in mail.subject else ["bo@example.org"])
        assert "&amp;" not in mail.text


def test_every_message_is_dutch(event):
    for mail in every_message(event):
        assert not re.search(r"\b(the|you|your|meeting|please)\b", mail.text, re.IGNORECASE), mail.text


def test_only_what_an_editor_wrote_may_be_answered_by_a_machine(event):
    """Such as “I am on leave”: the editor who wrote wants to know."""
    mails = every_message(event)
    assert {mail.headers["Auto-Submitted"] for mail in mails} == {"auto-generated"}
    person = Registration.objects.get(email="an@example.org")
    emails.send_message(person, subject="Nieuws", text="Breng een fiets mee.")
    assert last().headers["Auto-Submitted"] == "no"


def test_the_confirmation_holds_all_that_is_needed(event):
    person = come(event)
    mail = last()
    assert mail.subject == f"U bent ingeschreven: {TITLE}"
    for words_ in [
        "Dag An Ampe,",
        "woensdag 31 maart 2027, 15u–19u",
        "Waar: Stadhuis, online",
        "Adres: Grote Markt 54",
        LINK,
        links.own_page(person),
        "/agenda/labo/agenda.ics",
        "https://calendar.google.com/",
        "Bo Contact, bo@example.org, 02 211 55 00",
    ]:
        assert words_ in mail.text
    assert f'<img src="{links.check_in_code(person)}"' in mail.html


def test_only_who_is_confirmed_gets_the_link_of_the_online_meeting(event):
    come(event)
    waiting = come(event, "Cas", "cas@example.org")
    assert LINK not in last().text + last().html + last().calendar
    emails.send_offered(waiting)
    changing.cancel(registration=waiting, reason=Reason.SELF)
    come(event, "Dirk", "an@example.org", key="again")
    for mail in OutboxMail.objects.all():
        body = mail.text + mail.html + mail.calendar.replace("\r\n ", "")
        is_confirmed = mail.subject.startswith(("U bent ingeschreven", "Uw inschrijving:"))
        assert (LINK in body) == is_confirmed, mail.subject


def test_the_entry_follows_the_registration_with_rising_numbers(event):
    person = come(event)
    invitation = readOne(last().calendar)
    changing.cancel(registration=person, reason=Reason.SELF)
    withdrawal = readOne(last().calendar)
    assert (invitation.method.value, invitation.vevent.sequence.value) == ("REQUEST", "0")
    assert (withdrawal.method.value, withdrawal.vevent.sequence.value) == ("CANCEL", "1")
    assert withdrawal.vevent.uid.value == invitation.vevent.uid.value


def test_the_public_file_of_the_event_never_takes_the_place_of_the_invitation(event, client):
    come(event)
    public = readOne(client.get(f"{event.url}agenda.ics").content.decode()).vevent
    assert public.uid.value != readOne(last().calendar).vevent.uid.value


def test_who_never_had_an_entry_gets_no_withdrawal(event):
    come(event)
    waiting = come(event, "Cas", "cas@example.org")
    assert last().calendar == ""
    changing.cancel(registration=waiting, reason=Reason.SELF)
    assert last().calendar == ""


def test_an_event_without_a_day_has_no_entry(event):
    event.start = event.end = None
    event.save()
    come(event)
    assert last().calendar == ""
    assert "calendar.google.com" not in last().text
    assert LINK in last().text


def test_the_mail_on_the_wire_says_one_method_to_one_person(event):
    come(event, name="Zoë “de” Ampe")
    outbox.deliver_due()
    [sent] = django_mail.outbox
    message = email.message_from_bytes(sent.message().as_bytes(linesep="\r\n"))
    alternatives, file = message.get_payload()
    *_texts, part = alternatives.get_payload()
    assert part.get_param("method") == "REQUEST"
    assert part.get_content_charset() == "utf-8"
    for content in [part.get_payload(decode=True), file.get_payload(decode=True)]:
        calendar = readOne(content.decode())
        assert calendar.method.value == "REQUEST"
        [attendee] = calendar.vevent.attendee_list
        assert attendee.value == "mailto:an@example.org"
        assert attendee.params == {"CN": ["Zoë “de” Ampe"], "PARTSTAT": ["ACCEPTED"], "RSVP": ["FALSE"]}
    assert message.get_all("To") == ["an@example.org"]


def on_the_wire(mail):
    return email.message_from_bytes(outbox._to_message(mail).message().as_bytes(linesep="\r\n"))


def test_the_entry_of_one_person_keeps_its_name_and_rises_from_mail_to_mail(event):
    person = come(event)
    for venue in ["Bibliotheek", "Schouwburg"]:
        event.venue = venue
        event.save()
        telling.tell_changes()
    changing.cancel(registration=person, reason=Reason.SELF)
    mails = [on_the_wire(mail) for mail in OutboxMail.objects.order_by("pk")]
    methods, entries = [], []
    for message in mails:
        alternatives, file = message.get_payload()
        part = alternatives.get_payload()[-1]
        content = file.get_payload(decode=True)
        assert part.get_payload(decode=True) == content
        calendar = readOne(content.decode())
        assert part.get_param("method") == calendar.method.value
        methods.append(calendar.method.value)
        entries.append(calendar.vevent)
    assert methods == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert {entry.uid.value for entry in entries} == {f"{person.public_id}@localhost"}
    assert [entry.sequence.value for entry in entries] == ["0", "1", "2", "3"]


def test_no_calendar_holds_a_personal_link_or_another_person(event, settings):
    organiser = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    mails = [mail for mail in every_message(event) if mail.calendar]
    assert {mail.calendar_method for mail in mails} == {"REQUEST", "CANCEL"}
    for mail in mails:
        person = Registration.objects.get(email=mail.to[0], state=RegistrationState.CONFIRMED)
        text = mail.calendar.replace("\r\n ", "")
        assert sorted(re.findall(r"mailto:(\S+)", text)) == sorted([organiser, mail.to[0]])
        for secret in ["/inschrijving/", "/inchecken/", str(person.link_key), links.own_page(person)]:
            assert secret not in text


@pytest.mark.parametrize(
    "typed", ["An\r\nBcc: x@example.org", "{% load x %}{{ own_page }}", "<b>An</b> & co", "\u202eAn"]
)
def test_what_people_type_adds_no_header_and_runs_no_template(event, typed):
    event.title = f"Labo {typed}"
    event.save()
    come(event, name=typed)
    outbox.deliver_due()
    [sent] = django_mail.outbox
    message = email.message_from_bytes(sent.message().as_bytes(linesep="\r\n"))
    assert message["Bcc"] is None
    assert message.get_all("To") == ["an@example.org"]
    assert "\n" not in last().subject
    assert typed.splitlines()[0] in last().text
    assert "<b>An</b>" not in last().html


@pytest.mark.parametrize("address", ["an@example.org\r\nBcc: x@example.org", "an@example.org\nx"])
def test_an_address_with_a_line_break_gets_nothing(event, address):
    with pytest.raises(ValueError, match=r"newline|line break|CR or LF"):
        come(event, address=address)


def test_the_picture_of_the_code_is_for_who_has_a_seat(event, client):
    person, waiting = come(event), come(event, "Cas", "cas@example.org")
    response = client.get(links.check_in_code(person))
    assert response.content.startswith(b"\x89PNG")
    assert response.headers["Cache-Control"] == "no-store"
    assert client.get(links.check_in_code(waiting)).status_code == 404
    Registration.objects.filter(pk=person.pk).update(link_key="00000000-0000-0000-0000-000000000000")
    assert client.get(links.check_in_code(person)).status_code == 404


def test_a_later_mail_is_the_latest_word_on_what_was_told(event):
    person = come(event)
    told = Registration.objects.get(pk=person.pk).told
    assert "2027-03-31" in told["start"]
    assert "geheim" not in str(told)
    assert timezone.now() == NOW


def test_the_mails_about_one_registration_are_one_thread_and_name_no_category(event):
    mails = every_message(event)
    about = [mail for mail in mails if mail.about == Registration.objects.get(email="cas@example.org").public_id]
    assert len({mail.headers["References"] for mail in about}) == 1
    assert len(about) > 2
    assert {tuple(sorted(mail.headers)) for mail in mails} == {
        ("Auto-Submitted", "Date", "Message-ID"),
        ("Auto-Submitted", "Date", "Message-ID", "References"),
    }


def test_the_row_says_which_message_it_is_and_of_what(event):
    mails = every_message(event)
    links_of_invitations = set(Invitation.objects.values_list("link_key", flat=True))
    people = set(Registration.objects.values_list("public_id", flat=True))
    for mail in mails:
        if mail.kind == "registration_invited":
            assert mail.about in links_of_invitations
        elif mail.kind in {"registration_not_invited", "registration_links"}:
            assert mail.about is None
        else:
            assert mail.about in people, mail.kind
    assert len({mail.kind for mail in mails}) == 16

"""Mails go through rows: nothing is sent early, nothing gets lost."""

import email
import socket
import stat
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.mail.message import BadHeaderError
from django.db import transaction
from django.utils import timezone
from wagtail.admin.mail import send_mail as wagtail_send_mail

from cms.mail import outbox
from cms.mail.outbox import UnsupportedMail, deliver_due
from cms.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def use_outbox(settings):
    """The test runner swaps the mail backend for one in memory; here the real one is meant."""
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


def invitation(**extra):
    message = EmailMultiAlternatives(
        "Labomeeting op 12 maart", "Dag Ann,\n\nWelkom.", "Labo <labo@example.be>", ["ann@example.be"], **extra
    )
    message.attach_alternative("<p>Dag Ann,</p>", "text/html")
    return message


class Unreachable:
    """A transport whose mail server is away."""

    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError("connection refused")


class Silent(Unreachable):
    def send_messages(self, messages):
        return 0


class SelfishOnce(Unreachable):
    """Refuses the first mail to Ann, accepts all others."""

    def send_messages(self, messages):
        if messages[0].to == ["ann@example.be"]:
            raise ValueError("no such mailbox")
        mail.outbox += messages
        return 1


@pytest.fixture
def unreachable(settings):
    settings.OUTBOX_TRANSPORT = f"{__name__}.Unreachable"


def test_sending_writes_a_row_and_the_worker_delivers_it():
    invitation().send()
    assert mail.outbox == []

    assert deliver_due() == 1

    [sent] = mail.outbox
    assert (sent.subject, sent.to, sent.body) == (
        "Labomeeting op 12 maart",
        ["ann@example.be"],
        "Dag Ann,\n\nWelkom.",
    )
    assert sent.alternatives[0].content == "<p>Dag Ann,</p>"
    assert OutboxMail.objects.get().sent_at
    assert deliver_due() == 0


def test_a_mail_of_a_rolled_back_transaction_is_never_sent():
    class Refused(Exception):
        pass

    with pytest.raises(Refused), transaction.atomic():
        invitation().send()
        raise Refused

    assert deliver_due() == 0
    assert mail.outbox == []


def test_all_recipients_and_headers_survive_the_outbox():
    EmailMessage(
        "Onderwerp",
        "Tekst",
        "Labo <labo@example.be>",
        ["Ann Ampe <ann@example.be>"],
        bcc=["archief@example.be"],
        cc=["bart@example.be"],
        reply_to=["vragen@example.be"],
        headers={"Auto-Submitted": "no"},
    ).send()
    deliver_due()

    [sent] = mail.outbox
    assert sent.recipients() == ["Ann Ampe <ann@example.be>", "bart@example.be", "archief@example.be"]
    message = sent.message()
    assert message["Reply-To"] == "vragen@example.be"
    assert message.get_all("Auto-Submitted") == ["no"]
    assert "archief" not in message.as_string()


def test_a_calendar_part_keeps_its_method():
    message = invitation()
    message.attach_alternative(
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST"
    )
    message.send()
    deliver_due()

    [calendar] = [part for part in mail.outbox[0].message().walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert b"METHOD:REQUEST" in calendar.get_payload(decode=True)


def test_a_calendar_part_is_attached_as_a_file_too():
    """As calendars expect it: one reads the alternative, another the file."""
    content = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:Café – débat\r\nEND:VCALENDAR\r\n"
    message = invitation()
    message.attach_alternative(content, "text/calendar; method=CANCEL")
    message.send()
    deliver_due()

    sent = email.message_from_bytes(mail.outbox[0].message().as_bytes(linesep="\r\n"))
    assert sent.get_content_type() == "multipart/mixed"
    alternatives, file = sent.get_payload()
    assert alternatives.get_content_type() == "multipart/alternative"
    parts = alternatives.get_payload()
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "uitnodiging.ics")
    assert file.get_content_disposition() == "attachment"
    assert file.get_payload(decode=True) == parts[2].get_payload(decode=True) == content.encode()


def test_a_mail_without_a_calendar_part_has_no_file():
    invitation().send()
    deliver_due()
    assert mail.outbox[0].message().get_content_type() == "multipart/alternative"


def test_mails_say_that_a_machine_wrote_them_so_that_machines_do_not_answer():
    send_mail("Onderwerp", "Tekst", "labo@example.be", ["ann@example.be"])
    deliver_due()
    message = mail.outbox[0].message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Precedence" not in message


@pytest.mark.parametrize("mimetype", ["text/calendar", "application/json"])
def test_other_parts_are_refused_when_the_mail_is_written(mimetype):
    message = invitation()
    message.attach_alternative("{}", mimetype)
    with pytest.raises(UnsupportedMail, match=mimetype):
        message.send()


def test_attachments_are_refused_with_the_way_out():
    message = invitation()
    message.attach("verslag.pdf", b"%PDF", "application/pdf")
    with pytest.raises(UnsupportedMail, match="link to files"):
        message.send()


def test_a_body_of_html_alone_is_refused():
    message = EmailMessage("Onderwerp", "<p>Tekst</p>", to=["ann@example.be"])
    message.content_subtype = "html"
    with pytest.raises(UnsupportedMail, match="plain text"):
        message.send()


@pytest.mark.parametrize(
    "injected",
    [
        {"subject": "Dag\r\nBcc: spam@example.be"},
        {"to": ["ann@example.be\nBcc: spam@example.be"]},
        {"bcc": ["ann@example.be\r\nRCPT TO:<spam@example.be>"]},
        {"reply_to": ["ann@example.be\nBcc: spam@example.be"]},
        {"from_email": "labo@example.be\nBcc: spam@example.be"},
        {"headers": {"X-Groep": "a\r\nBcc: spam@example.be"}},
        {"headers": {"X-Groep: a\r\nBcc": "spam@example.be"}},
    ],
    ids=lambda injected: next(iter(injected)),
)
def test_line_breaks_in_headers_are_refused(injected):
    fields = {"subject": "Dag", "body": "Tekst", "to": ["ann@example.be"]} | injected
    with pytest.raises(BadHeaderError):
        EmailMessage(**fields).send()
    assert not OutboxMail.objects.exists()


def test_a_mail_without_recipients_is_not_kept():
    assert mail.get_connection().send_messages([EmailMessage("Onderwerp", "Tekst")]) == 0
    assert not OutboxMail.objects.exists()


def test_notifications_of_wagtail_go_through_the_outbox():
    wagtail_send_mail("Ingediend", "Een pagina wacht op u.", ["ann@example.be"])
    assert OutboxMail.objects.get().headers["Auto-Submitted"] == "auto-generated"


def test_every_attempt_is_the_same_mail(settings):
    with time_machine.travel("2026-03-02 10:00 +0100", tick=False) as clock:
        invitation().send()
        transport, settings.OUTBOX_TRANSPORT = settings.OUTBOX_TRANSPORT, f"{__name__}.Unreachable"
        deliver_due()
        settings.OUTBOX_TRANSPORT = transport
        clock.shift(timedelta(hours=1))
        deliver_due()

    row, message = OutboxMail.objects.get(), mail.outbox[0].message()
    assert message["Message-ID"] == row.message_id
    assert row.message_id.endswith("@example.be>")
    assert "09:00:00" in message["Date"]


def test_pauses_grow_to_half_an_hour(unreachable):
    invitation().send()
    pauses = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(9):
            deliver_due()
            pause = OutboxMail.objects.get().next_try_at - timezone.now()
            pauses.append(pause.total_seconds())
            clock.shift(pause)
    assert pauses == [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]


def test_an_unreachable_server_is_named_on_the_mail(unreachable):
    invitation().send()
    deliver_due()

    row = OutboxMail.objects.get()
    assert row.last_error == "ConnectionRefusedError: connection refused"
    assert row.state() == "wacht"


def test_a_transport_that_accepts_nothing_has_not_sent_the_mail(settings):
    settings.OUTBOX_TRANSPORT = f"{__name__}.Silent"
    invitation().send()
    assert deliver_due() == 0
    assert "accepted nothing" in OutboxMail.objects.get().last_error


def test_a_refused_mail_does_not_hold_up_the_next(settings):
    settings.OUTBOX_TRANSPORT = f"{__name__}.SelfishOnce"
    invitation().send()
    send_mail("Onderwerp", "Tekst", None, ["bart@example.be"])

    assert deliver_due() == 1
    assert [sent.to for sent in mail.outbox] == [["bart@example.be"]]


def test_the_worker_gives_up_visibly(unreachable):
    invitation().send()
    OutboxMail.objects.update(attempts=outbox.MAX_ATTEMPTS - 1)
    deliver_due()

    row = OutboxMail.objects.get()
    assert row.state() == "opgegeven"
    assert "refused" in row.last_error
    OutboxMail.objects.update(next_try_at=timezone.now())
    assert not OutboxMail.objects.due().exists()


def test_a_claimed_mail_is_nobody_elses_until_the_lease_ends():
    """What a worker leaves behind that was killed while it sent."""
    invitation().send()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert OutboxMail.objects.claim_next()
        assert OutboxMail.objects.claim_next() is None
        assert deliver_due() == 0
        clock.shift(OutboxMail.objects.all().LEASE)
        assert deliver_due() == 1


def test_a_worker_that_read_the_row_too_early_does_not_get_it(monkeypatch):
    invitation().send()
    stale = OutboxMail.objects.get()
    assert OutboxMail.objects.claim_next()
    looks = iter([OutboxMail.objects.filter(pk=stale.pk), OutboxMail.objects.none()])
    monkeypatch.setattr("cms.models.outbox.OutboxMailQuerySet.due", lambda self: next(looks))
    monkeypatch.setattr("cms.models.outbox.OutboxMailQuerySet.first", lambda self: stale if self.exists() else None)
    assert OutboxMail.objects.claim_next() is None


def test_only_old_mails_that_are_done_are_purged():
    old = timezone.now() - outbox.KEEP - timedelta(days=1)
    for subject in ["verzonden", "opgegeven", "wacht", "pas verzonden"]:
        send_mail(subject, "Tekst", None, ["ann@example.be"])
    OutboxMail.objects.update(created_at=old, next_try_at=old)
    OutboxMail.objects.filter(subject="verzonden").update(sent_at=old)
    OutboxMail.objects.filter(subject="opgegeven").update(failed_at=old)
    OutboxMail.objects.filter(subject="pas verzonden").update(sent_at=timezone.now())

    outbox.purge()

    assert {row.subject for row in OutboxMail.objects.all()} == {"wacht", "pas verzonden"}


def test_without_a_mail_server_every_mail_is_one_private_file(settings, tmp_path):
    settings.OUTBOX_TRANSPORT = "cms.mail.outbox.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    invitation().send()
    send_mail("Tweede", "Één tekst met ’accenten’", None, ["bart@example.be"])
    assert deliver_due() == 2

    assert stat.S_IMODE((tmp_path / "mail").stat().st_mode) == 0o700
    files = set((tmp_path / "mail").iterdir())
    assert {path.suffix for path in files} == {".eml"}
    messages = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]
    by_subject = {message["Subject"]: message for message in messages}
    assert set(by_subject) == {"Labomeeting op 12 maart", "Tweede"}
    assert "’accenten’" in by_subject["Tweede"].get_content()

    OutboxMail.objects.update(sent_at=None, next_try_at=timezone.now())
    assert deliver_due() == 2
    assert set((tmp_path / "mail").iterdir()) == files


def test_administrators_see_what_left_and_what_did_not(settings, admin_client):
    settings.OUTBOX_TRANSPORT = f"{__name__}.SelfishOnce"
    invitation().send()
    send_mail("Tweede", "Geheime link", None, ["bart@example.be"])
    deliver_due()

    everything = admin_client.get("/beheer/cms/outboxmail/").content.decode()
    assert "no such mailbox" in everything
    assert "bart@example.be" in everything
    assert "Geheime link" not in everything
    waiting = admin_client.get("/beheer/cms/outboxmail/?state=waiting").content.decode()
    assert "ann@example.be" in waiting
    assert "bart@example.be" not in waiting


def test_nobody_edits_mails_in_the_admin(admin_client):
    invitation().send()
    row = OutboxMail.objects.get()
    for path in ["create/", f"edit/{row.pk}/", f"delete/{row.pk}/"]:
        admin_client.post(f"/beheer/cms/outboxmail/{path}", {"subject": "Anders"})
    assert OutboxMail.objects.get().subject == "Labomeeting op 12 maart"


def test_editors_do_not_see_the_outbox(log_in_as):
    response = log_in_as("Hoofdredacteur").get("/beheer/cms/outboxmail/")
    assert response.status_code == 302
    assert response.url == "/beheer/"


class Mailbox:
    """What a mail server on this machine received."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        return "250 Accepted"


def test_mails_wait_for_a_mail_server_that_is_away_and_then_all_arrive(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.OUTBOX_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    people = [f"deelnemer{number}@example.be" for number in range(5)]
    for person in people:
        send_mail("Tot morgen", "We zien u morgen.", "labo@example.be", [person])

    assert deliver_due() == 0
    assert OutboxMail.objects.filter(attempts=1, sent_at=None).count() == 5

    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            assert deliver_due() == 5
    finally:
        server.stop()
    assert sorted(recipient for [recipient], _ in mailbox.messages) == people
    assert {message["Message-ID"] for _, message in mailbox.messages} == {
        row.message_id for row in OutboxMail.objects.all()
    }

"""A list that editors paste: read, shown first, then registered one by one, and never twice."""

import csv
import io

import pytest
from django.db import OperationalError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageLogEntry

from cms.models import OutboxMail
from events.forms.importing import MOST, split_lines
from events.models import EventState, Registration, RegistrationState, Source
from events.models.registrations import email_key
from events.services import importing
from events.services.changing import cancel
from events.services.importing import import_people, plan_import, read_people
from events.services.registering import register
from home import roles
from tests.events.coming import set_ledger
from tests.events.screens import text

pytestmark = pytest.mark.django_db

LIST = "Dee Daems;dee@example.org;Stad Voorbeeld\nEva Eggers;eva@example.org\n\nzomaar wat\nFee;fee@example"


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


def facts(people):
    return [(person.name, person.email, person.organisation) for person in people]


def rows():
    return list(Registration.objects.order_by("pk").values_list("name", "organisation", "state", "source"))


def paste(client, event, lines):
    return client.post(reverse("event_import", args=[event.pk]), {"lines": lines, "look": "1"})


def paste_and_agree(client, event, lines):
    shown = paste(client, event, lines).context["form"]
    data = {"lines": lines, "agreed": shown["agreed"].value(), "send": "1"}
    return client.post(reverse("event_import", args=[event.pk]), data, follow=True)


def words(response):
    return " ".join(text(response).split())


@pytest.mark.parametrize(
    "line",
    [
        "An Ampe;an@example.be;Stad Gent",
        "An Ampe\tan@example.be\tStad Gent\t\t",
        "An Ampe, an@example.be , Stad Gent",
        ' An  Ampe ; "an@example.be";"Stad Gent";;',
        "An\x00 Ampe\x1f;an@example.be;\u202eStad Gent",
    ],
)
def test_a_line_is_read_however_its_parts_are_separated(line):
    people, mistakes = read_people(line)
    assert (facts(people), mistakes) == ([("An Ampe", "an@example.be", "Stad Gent")], [])


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ('"Ampe, An",an@example.be,"Gent; wijkdienst"', ("Ampe, An", "an@example.be", "Gent; wijkdienst")),
        ("Ampe, An;an@example.be;Stad Gent, wijkdienst", ("Ampe, An", "an@example.be", "Stad Gent, wijkdienst")),
        ('An "Ans" Ampe;an@example.be', ('An "Ans" Ampe', "an@example.be", "")),
        ("=1+1;an@example.be;@cmd", ("=1+1", "an@example.be", "@cmd")),
    ],
)
def test_signs_inside_a_name_cut_nothing_off(line, person):
    people, mistakes = read_people(line)
    assert (facts(people), mistakes) == ([person], [])


@pytest.mark.parametrize(
    "heading", ["naam;e-mail;organisatie", "Naam\tE-mailadres\tGemeente", "\nName,Email", "naam;Mail"]
)
def test_the_headings_above_the_columns_of_a_spreadsheet_are_nobody(heading):
    separator = next(sign for sign in ";\t," if sign in heading)
    people, mistakes = read_people(f"{heading}\nAn{separator}an@example.be")
    assert (facts(people), mistakes) == ([("An", "an@example.be", "")], [])


@pytest.mark.parametrize("line", ["An;an@example", "Mail;mail@example", "naam;wat"])
def test_a_first_line_with_a_slip_in_it_is_no_heading(line):
    assert [mistake.line for mistake in read_people(f"{line}\nBo;bo@example.be")[1]] == [1]


def test_headings_in_the_middle_of_a_list_are_named():
    assert [mistake.line for mistake in read_people("An;an@example.be\nNaam;E-mail")[1]] == [2]


def test_lines_that_cannot_be_read_are_named_with_their_number_and_why():
    pasted = (
        "zomaar;wat\r\n\r\nAn;an@example.be\rBo\n;cas@example.be\n"
        f"{'x' * 10_240};dee@example.be\nAN;AN@example.be;Gent\nEva;eva@example.be;Gent;Gent\n"
        f'Fee;fee@example.be;{"y" * 161}\nKoop nu https://example.org;gil@example.be\n"An;open@example.be'
    )
    people, mistakes = read_people(pasted)
    assert facts(people) == [("An", "an@example.be", "")]
    assert [(mistake.line, mistake.reason) for mistake in mistakes] == [
        (1, "Het tweede deel is geen volledig e-mailadres."),
        (4, "Het e-mailadres ontbreekt."),
        (5, "De naam ontbreekt."),
        (6, "De naam is te lang."),
        (7, "Dit adres staat ook op regel 3."),
        (8, "Er staat meer dan een naam, een adres en een organisatie."),
        (9, "De organisatie is te lang."),
        (10, "Zet geen webadres bij uw naam."),
        (11, "Het e-mailadres ontbreekt."),
    ]


ANY_LINE = st.text(max_size=60) | st.builds(
    "{1}{0}{2}{0}{3}".format, st.sampled_from("\t;,"), st.text(max_size=20), st.emails(), st.text(max_size=20)
)


@given(st.lists(ANY_LINE, max_size=6).map("\n".join))
def test_every_line_is_one_person_or_one_mistake(pasted):
    people, mistakes = read_people(pasted)
    filled = [number for number, line in enumerate(split_lines(pasted), start=1) if line.strip()]
    assert sorted([person.line for person in people] + [mistake.line for mistake in mistakes]) == filled
    assert len({email_key(person.email) for person in people}) == len(people)
    for person in people:
        row = Registration(name=person.name, email=person.email, organisation=person.organisation)
        row.clean_fields(exclude=["event", "state", "state_at"])  # it fits its columns
        assert not any(sign in person.name + person.email + person.organisation for sign in "\x00\r\n\u202e")


@given(st.lists(st.emails(), max_size=5, unique_by=email_key), st.sampled_from(["\t", ";", ","]))
def test_whoever_a_spreadsheet_writes_is_read_back(emails, separator):
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(
        [[f"Ampe, An {number}", email, "Dienst; wijken"] for number, email in enumerate(emails)]
    )
    people, mistakes = read_people(written.getvalue())
    # Addresses between quotes are allowed by the standard, and refused by us.
    assert len(people) + len(mistakes) == len(emails)
    assert all(
        (person.name, person.organisation) == (f"Ampe, An {person.line - 1}", "Dienst; wijken") for person in people
    )


def test_looking_first_says_what_would_happen_and_registers_nobody(chief, event, full):
    cancel(registration=full[2], reason="self")
    OutboxMail.objects.all().delete()
    set_ledger(event, capacity=3)
    html = words(paste(chief, event, f"{LIST}\nAn;AN@example.org\nCas;cas@example.org"))
    for says in [
        "<strong>2 mensen</strong> worden ingeschreven en krijgen een mail. <strong>1</strong> komt op de wachtlijst.",
        "<strong>1</strong> was al ingeschreven; er verandert niets.",
        "<strong>1</strong> annuleerde eerder en blijft geannuleerd.",
        "<strong>2 regels</strong> zijn niet leesbaar en blijven weg.",
        "<strong>Regel 4:</strong> Het e-mailadres ontbreekt.<br><q>zomaar wat</q>",
        "<strong>Regel 5:</strong> Het tweede deel is geen volledig e-mailadres.",
        "2 mensen inschrijven",
        "Dee Daems;dee@example.org;Stad Voorbeeld",  # still in the form
    ]:
        assert says in html
    assert len(rows()) == 3
    assert not OutboxMail.objects.exists()


def test_a_list_is_registered_and_what_cannot_be_read_stays(chief, event):
    response = paste_and_agree(chief, event, LIST)
    assert "2 mensen zijn ingeschreven en krijgen een mail." in words(response)
    assert response.context["form"]["lines"].value() == "zomaar wat\nFee;fee@example"
    assert rows() == [
        ("Dee Daems", "Stad Voorbeeld", RegistrationState.CONFIRMED, Source.IMPORT),
        ("Eva Eggers", "", RegistrationState.CONFIRMED, Source.IMPORT),
    ]
    assert sorted(mail.to[0] for mail in OutboxMail.objects.all()) == ["dee@example.org", "eva@example.org"]
    entry = PageLogEntry.objects.get(action="events.import")
    assert (entry.user, entry.data, entry.message) == (chief.user, {"count": 2}, "Schreef 2 mensen in van een lijst")


def test_the_same_list_once_more_changes_nothing_and_mails_nobody(chief, event, full):
    pasted = "Dee;dee@example.org\nAn;an@example.org;Stad Gent"
    paste_and_agree(chief, event, pasted)
    cancel(registration=Registration.objects.get(name="Dee"), reason="self")
    before, mails = list(Registration.objects.values()), OutboxMail.objects.count()
    assert "Er gebeurt nog niets" in words(paste(chief, event, pasted))
    response = paste_and_agree(chief, event, pasted)
    assert "Iedereen op deze lijst was al ingeschreven. Er is niets veranderd." in words(response)
    assert (list(Registration.objects.values()), OutboxMail.objects.count()) == (before, mails)
    assert PageLogEntry.objects.filter(action="events.import").count() == 1


def test_who_registers_between_looking_and_the_work_is_not_mailed_again(chief, event, come, monkeypatch):
    plan = plan_import(event=event, pasted="An;an@example.org")
    come("an")
    monkeypatch.setattr(importing, "plan_import", lambda **kwargs: plan)
    done = import_people(event=event, pasted="An;an@example.org", by=chief.user)
    assert (done.confirmed, done.waitlisted, done.known) == (0, 0, 1)
    assert OutboxMail.objects.count() == len(rows()) == 1


def test_a_list_that_does_something_else_than_was_shown_is_shown_again(chief, event):
    agreed = paste(chief, event, LIST).context["form"]["agreed"].value()
    data = {"lines": f"{LIST}\nGil;gil@example.org", "agreed": agreed, "send": "1"}
    html = words(chief.post(reverse("event_import", args=[event.pk]), data))
    assert "<strong>3 mensen</strong> worden ingeschreven" in html
    assert rows() == []


def test_a_full_event_takes_a_list_on_the_waiting_list(chief, event):
    set_ledger(event, capacity=1)
    html = words(paste_and_agree(chief, event, "An;an@example.org\nBo;bo@example.org\nCas;cas@example.org"))
    assert "2 van hen staan op de wachtlijst: er was geen plaats vrij." in html
    assert [(name, state) for name, _, state, _ in rows()] == [
        ("An", "confirmed"),
        ("Bo", "waitlisted"),
        ("Cas", "waitlisted"),
    ]
    event.ledger.refresh_from_db()
    assert event.ledger.seats_taken == 1


def test_nobody_on_a_list_passes_the_queue(chief, event, full):
    set_ledger(event, capacity=4)  # two are free for a moment; cas waits
    plan = plan_import(event=event, pasted="Dee;dee@example.org")
    assert plan.waiting == 1
    paste_and_agree(chief, event, "Dee;dee@example.org")
    assert Registration.objects.get(name="Dee").state == RegistrationState.WAITLISTED


def test_nobody_is_registered_for_a_cancelled_event(chief, event):
    set_ledger(event, state=EventState.CANCELLED)
    says = "Deze bijeenkomst is geannuleerd: er kan niemand voor ingeschreven worden."
    response = paste_and_agree(chief, event, LIST)
    assert says in words(response)
    assert response.context["form"]["lines"].value() == LIST
    url = reverse("event_register_by_hand", args=[event.pk])
    key = str(chief.get(url).context["form"]["key"].value())
    assert says in words(chief.post(url, {"key": key, "name": "An", "email": "an@example.org"}))
    assert rows() == []
    assert not OutboxMail.objects.exists()


def test_a_list_that_breaks_off_is_finished_by_sending_it_again(chief, event, monkeypatch):
    def busy_for_eva(*, applicant, **kwargs):
        if applicant.name.startswith("Eva"):
            raise OperationalError("database is locked")
        return register(applicant=applicant, **kwargs)

    monkeypatch.setattr(importing, "register", busy_for_eva)
    response = paste_and_agree(chief, event, LIST)
    assert response.status_code == 503
    assert response.context["form"]["lines"].value() == LIST
    assert [name for name, *_ in rows()] == ["Dee Daems"]
    monkeypatch.setattr(importing, "register", register)
    paste_and_agree(chief, event, LIST)
    assert [name for name, *_ in rows()] == ["Dee Daems", "Eva Eggers"]
    assert OutboxMail.objects.count() == 2


def test_a_list_that_is_too_long_is_refused_kindly_and_kept(chief, event):
    pasted = "\n".join(f"An {number};an{number}@example.org" for number in range(MOST + 1))
    response = paste(chief, event, pasted)
    assert f"Hoogstens {MOST} mensen tegelijk. Uw lijst telt {MOST + 1} regels: plak ze in stukken." in words(response)
    assert response.context["form"]["lines"].value() == pasted
    assert len(paste(chief, event, pasted.partition("\n")[2]).context["plan"].new) == MOST


@pytest.mark.parametrize("nothing", ["", " \r\n\t\n", "\x00"])
def test_an_empty_list_is_asked_for_again(chief, event, nothing):
    assert paste(chief, event, nothing).context["form"].errors["lines"]


def test_what_is_pasted_is_shown_as_text_and_exported_as_text(chief, event):
    pasted = (
        "=1+1;an@example.org;@cmd\n<b>Bo</b>{{ 7 }};bo@example.org\nCas\x00\u202e\x0bBcc: x@example.org;c@example.org"
    )
    html = words(paste(chief, event, pasted))
    assert "&lt;b&gt;Bo&lt;/b&gt;{{ 7 }}" in html
    assert "<b>Bo</b>" not in html
    paste_and_agree(chief, event, pasted)
    assert [name for name, *_ in rows()] == ["=1+1", "<b>Bo</b>{{ 7 }}", "CasBcc: x@example.org"]
    assert all("\n" not in mail.subject and (mail.cc, mail.bcc) == ([], []) for mail in OutboxMail.objects.all())
    response = chief.post(reverse("event_export", args=[event.pk]), {"file_format": "csv"})
    file = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=1+1;" in file
    assert ";'@cmd;" in file


def test_only_who_manages_the_event_pastes_a_list(event, log_in_as):
    client = log_in_as(roles.EDITOR)
    assert paste(client, event, LIST).status_code in {302, 403}
    assert client.get(reverse("event_import", args=[event.pk])).status_code in {302, 403}
    assert rows() == []

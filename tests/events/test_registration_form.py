"""What visitors see when they register. The same page for every address, nothing typed is lost, never an error page."""

import datetime
import re
import uuid

import pytest
from django.db import OperationalError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.forms.guard import OLDEST, GuardForm, Token
from cms.models import OutboxMail, RateBucket
from events.models import (
    Access,
    Answer,
    ConsentText,
    EventLedger,
    EventQuestion,
    EventState,
    Invitation,
    QuestionKind,
    Registration,
    RegistrationState,
)
from events.models.registrations import email_key
from events.services.registering import ANSWERS, WITHOUT_PROOF
from events.services.seats import EventGone
from events.views import registering as views
from tests.anything import ANYTHING
from tests.factories import EventPageFactory, MunicipalityFactory
from tests.factories.tree import grow
from tests.trials import tries

pytestmark = pytest.mark.django_db

QUESTIONS = [
    (QuestionKind.LINE, "Met de trein?", "Ja, tot Gent"),
    (QuestionKind.TEXT, "Waarom komt u?", "Om te leren.\nEn te praten."),
    (QuestionKind.CHOICE, "Hoe lang?", "De hele dag"),
    (QuestionKind.CHOICES, "Waarover?", ["Wonen", "Klimaat"]),
    (QuestionKind.YES, "Blijft u eten?", "on"),
]
CHOICES = {QuestionKind.CHOICE: "De hele dag\nEen uur", QuestionKind.CHOICES: "Wonen\nKlimaat\nZorg"}


@pytest.fixture(autouse=True)
def use_outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


@pytest.fixture
def event(home):
    event = grow(EventPageFactory, title="Labo in Gent", slug="gent")
    event.questions = [
        EventQuestion(label=label, kind=kind, choices=CHOICES.get(kind, ""), is_required=kind == QuestionKind.CHOICE)
        for kind, label, _answer in QUESTIONS
    ]
    event.save()
    return opened(event)


def opened(event, **kwargs):
    EventLedger.objects.filter(event=event).update(**{"access": Access.OPEN, "capacity": 2, **kwargs})
    event.refresh_from_db()
    return event


def form_of(event):
    return f"{event.url}inschrijven/"


def token(event, seconds_ago=60, key=None):
    form = f"registration-{event.pk}"
    return str(Token(form, key or uuid.uuid4().hex, int(timezone.now().timestamp()) - seconds_ago))


def filled_in(event, **changes):
    questions = zip(event.questions.all(), QUESTIONS, strict=False)  # some tests ask nothing
    answers = {f"question-{question.key}": answer for question, (*_, answer) in questions}
    who = {"name": "An Ampe", "email": "an@example.be", "organisation": "Genk", "role": "ambtenaar"}
    consent = {"consent": "on", "consent_version": "1"}
    return {**who, **answers, **consent, GuardForm.TOKEN: token(event), **changes}


def send(client, event, query="", **changes):
    return client.post(form_of(event) + query, filled_in(event, **changes))


def words(response):
    html = response.content.decode().partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def without_tokens(response):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def test_who_registers_gets_a_seat_and_is_thanked(client, event):
    genk = MunicipalityFactory(name="Genk")
    response = send(client, event, municipality=genk.pk, accessibility="Een lift", diet="Geen noten")
    assert (response.status_code, response.url) == (302, f"{event.url}ingeschreven/")
    registration = Registration.objects.get()
    assert (registration.name, registration.email, registration.state) == ("An Ampe", "an@example.be", "confirmed")
    assert (registration.organisation, registration.role, registration.municipality) == ("Genk", "ambtenaar", genk)
    assert (registration.needs.accessibility, registration.needs.diet) == ("Een lift", "Geen noten")
    assert registration.consent.text == ConsentText.objects.get()
    assert [(answer.label, answer.value) for answer in Answer.objects.all()] == [
        ("Met de trein?", "Ja, tot Gent"),
        ("Waarom komt u?", "Om te leren.\nEn te praten."),
        ("Hoe lang?", "De hele dag"),
        ("Waarover?", "Wonen; Klimaat"),
        ("Blijft u eten?", "Ja"),
    ]
    assert OutboxMail.objects.get().to == ["an@example.be"]
    assert "plaatsen vrij" in words(client.get(response.url))


def test_nobody_keeps_the_form_or_what_comes_after_it(client, event):
    paths = [form_of(event), f"{event.url}ingeschreven/", f"{event.url}plaatsen/"]
    for response in [client.get(path) for path in paths] + [send(client, event)]:
        assert response.headers["Cache-Control"] == "no-store"
    for path in paths[:2]:
        assert client.get(path).headers["Referrer-Policy"] == "strict-origin"


def test_looking_registers_nobody(client, event):
    for path in [form_of(event), f"{event.url}ingeschreven/", f"{event.url}plaatsen/"]:
        client.get(path)
        client.head(path)
        client.options(path)
    assert not Registration.objects.exists()
    assert client.post(f"{event.url}plaatsen/").status_code == 405
    assert client.put(form_of(event)).status_code == 405


@pytest.mark.parametrize("access", [Access.OPEN, Access.MEMBERS, Access.INVITED])
@pytest.mark.parametrize("capacity", [1, 20])
def test_the_answer_is_the_same_whatever_the_address_is(client, event, access, capacity):
    """New, registered before, waiting, uninvited: what is true of the address goes by mail."""
    opened(event, capacity=capacity)
    for name in ["bekend", "wacht"]:
        send(client, event, email=f"{name}@example.be")
    opened(event, capacity=capacity, access=access)
    for name in ["nieuw", "ook-nieuw"]:
        Invitation.objects.create(event=event, email=f"{name}@example.be", email_key=f"{name}@example.be")
    OutboxMail.objects.all().delete()
    answers = set()
    for name in ["bekend", "wacht", "onbekend", "nieuw"]:
        answer = send(client, event, email=f"{name}@example.be")
        answers.add((answer.status_code, answer.url, tuple(sorted(answer.headers.items())), answer.content))
        answers.add(without_tokens(client.get(answer.url)))
    assert len(answers) == 2
    assert sorted(mail.to[0].partition("@")[0] for mail in OutboxMail.objects.all()) == sorted(
        ["bekend", "wacht", "onbekend", "nieuw"]
    )


def test_who_comes_to_an_event_that_is_closed_is_nobodys_business(client, event):
    send(client, event, email="bekend@example.be")
    opened(event, closes_at=timezone.now())
    pages = [words(send(client, event, email=f"{name}@example.be")) for name in ["bekend", "nieuws"]]
    assert pages[0] == pages[1]
    assert OutboxMail.objects.count() == 1


def test_sent_twice_it_is_one_registration_and_one_answer(client, event):
    opened(event, capacity=1)
    same = filled_in(event)
    answers = {client.post(form_of(event), same).url for _ in range(20)}
    assert answers == {f"{event.url}ingeschreven/"}  # also now that the last seat is gone
    assert Registration.objects.count() == OutboxMail.objects.count() == 1


def test_the_same_copy_of_the_form_takes_no_other_person(client, event):
    same = token(event)
    send(client, event, guard=same)
    response = send(client, event, guard=same, name="Bo Bex", email="bo@example.be")
    assert "met andere antwoorden" in words(response)
    assert 'value="Bo Bex"' in response.content.decode()
    fresh = re.search(r'name="guard" value="([^"]+)"', response.content.decode())[1]
    assert fresh != same
    assert Registration.objects.count() == 1
    assert send(client, event, guard=token(event), name="Bo Bex", email="bo@example.be").status_code == 302


def test_two_tabs_are_one_registration_and_the_mail_says_so(client, event):
    first = send(client, event)
    second = send(client, event, organisation="Een andere dienst")
    assert second.url == first.url
    assert Registration.objects.get().organisation == "Genk"
    mail = OutboxMail.objects.latest("pk")
    assert "al ingeschreven" in mail.text
    assert "/inschrijving/" in mail.text  # where what changed can be filled in


def test_who_is_late_waits_and_reads_that_there_is_a_waiting_list(client, event):
    opened(event, capacity=1)
    send(client, event)
    response = send(client, event, email="bo@example.be")
    assert "wachtlijst" in words(client.get(response.url))
    assert Registration.objects.get(email="bo@example.be").state == RegistrationState.WAITLISTED


def test_many_colleagues_behind_one_address_click_a_link_and_are_not_kept_out(client, event):
    opened(event, capacity=100)
    for number in range(WITHOUT_PROOF.most + 3):
        assert send(client, event, email=f"{number}@example.be").status_code == 302
    states = list(Registration.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["confirmed"] * WITHOUT_PROOF.most + ["pending"] * 3


def test_nobody_can_flood_a_mailbox(client, event):
    for _ in range(10):
        answers = {send(client, event).url, send(client, event).url}
        assert len(answers) == 1
    assert OutboxMail.objects.count() == 1 + ANSWERS.most


def test_nobody_can_flood_the_mailbox_of_somebody_who_is_not_invited(client, event):
    opened(event, access=Access.INVITED)
    for _ in range(ANSWERS.most + 3):
        assert send(client, event, email="An@example.be").status_code == 302
        send(client, event, email="an@example.be ")
    assert OutboxMail.objects.count() == ANSWERS.most
    send(client, event, email="bo@example.be")
    assert OutboxMail.objects.count() == ANSWERS.most + 1


REFUSED = {
    "closed": ({"closes_at": datetime.timedelta(minutes=-1)}, "De inschrijvingen zijn afgesloten."),
    "not yet open": ({"opens_at": datetime.timedelta(days=1)}, "U kunt zich inschrijven vanaf"),
    "cancelled": ({"state": EventState.CANCELLED}, "Deze bijeenkomst is geannuleerd."),
    "postponed": ({"state": EventState.POSTPONED}, "Deze bijeenkomst is uitgesteld."),
    "turned off": ({"access": Access.NOBODY}, "kunt u zich niet inschrijven op deze site"),
}


@pytest.mark.parametrize(("change", "why"), REFUSED.values(), ids=REFUSED)
def test_what_was_filled_in_stays_when_the_event_takes_nobody(client, event, change, why):
    now = timezone.now()
    opened(event, **{n: now + value if isinstance(value, datetime.timedelta) else value for n, value in change.items()})
    response = send(client, event, name="")
    assert response.status_code == 200
    assert "U kunt zich op dit moment niet inschrijven" in words(response)
    response = send(client, event)
    assert "U kunt zich op dit moment niet inschrijven" in words(response)
    assert why in words(response)
    html = response.content.decode()
    for kept in ['value="An Ampe"', 'value="an@example.be"', "Om te leren.\nEn te praten.", 'value="Klimaat"']:
        assert kept in html
    assert 'name="consent"' in html
    assert not Registration.objects.exists()
    assert '<form method="post"' not in client.get(form_of(event)).content.decode()


def test_a_busy_database_says_so_and_keeps_the_form(client, event, monkeypatch):
    def wait_in_vain(**kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "register", wait_in_vain)
    response = send(client, event)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "heel veel mensen" in words(response)
    assert 'value="An Ampe"' in response.content.decode()


def test_an_event_that_is_deleted_meanwhile_is_no_error(client, event, monkeypatch):
    def gone(**kwargs):
        raise EventGone

    monkeypatch.setattr(views, "register", gone)
    response = send(client, event)
    assert response.status_code == 200
    assert 'value="An Ampe"' in response.content.decode()


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (lambda event: token(event, OLDEST + 60), "langer dan een dag open"),
        (lambda event: token(event, 0), "heel snel"),
        (lambda event: "geen token", "konden dit formulier niet controleren"),
        (lambda event: token(grow(EventPageFactory)), "konden dit formulier niet controleren"),
    ],
    ids=["old", "fast", "forged", "of another event"],
)
def test_a_form_that_the_guard_refuses_is_kept(client, event, bad, says):
    response = send(client, event, guard=bad(event))
    assert says in words(response)
    assert 'value="An Ampe"' in response.content.decode()
    assert not Registration.objects.exists()


def test_programs_that_fill_in_everything_are_thanked_and_forgotten(client, event):
    response = send(client, event, homepage="https://example.org/")
    assert response.url == f"{event.url}ingeschreven/"
    assert not Registration.objects.exists()


def test_each_mistake_is_named_and_leads_to_its_field(client, event):
    response = client.post(form_of(event), {"guard": token(event), "email": "an@"})
    html = response.content.decode()
    hour = event.questions.get(kind=QuestionKind.CHOICE)
    ids = ["id_name", "id_email", f"id_question-{hour.key}_0", "id_consent"]
    assert re.findall(r'<a href="#(id_[^"]+)">', html) == ids  # in the order of the page
    for field_id in ids:
        assert f'id="{field_id}"' in html
    assert "<title>Fout: Inschrijven" in " ".join(html.split())


NASTY = {
    "very long": ("A" * 10_240, None),
    "NUL": ("An\x00 Ampe", "An Ampe"),
    "turns the writing around": ("An\u202e Ampe", "An Ampe"),
    "line breaks": ("An\r\nBcc: iedereen@example.be", "An Bcc: iedereen@example.be"),
    "markup": ("<script>alert(1)</script>{{ 7|add:7 }}", "<script>alert(1)</script>{{ 7|add:7 }}"),
}


@pytest.mark.parametrize(("typed", "stored"), NASTY.values(), ids=NASTY)
def test_names_are_what_they_look_like(client, event, typed, stored):
    response = send(client, event, name=typed)
    if stored is None:
        assert response.status_code == 200
        assert "U bent nog niet ingeschreven" in words(response)
        assert "niet meer dan 120 tekens" in words(response)
        assert typed in response.content.decode()
        assert not Registration.objects.exists()
        return
    assert response.status_code == 302
    assert Registration.objects.get().name == stored
    mail = OutboxMail.objects.get()
    assert "\n" not in mail.subject
    assert mail.to == ["an@example.be"]
    assert (mail.cc, mail.bcc) == ([], [])


@pytest.mark.parametrize(
    "email", ['"a\x01b"@example.be', "an@example.be\r\nBcc: x@example.be", "an@" + "a" * 300, "\x00"]
)
def test_an_address_that_no_mail_can_go_to_is_refused(client, event, email):
    response = send(client, event, email=email)
    assert response.status_code == 200
    assert "e-mailadres" in " ".join(response.context["form"].errors["email"])
    assert 'value="An Ampe"' in response.content.decode()
    assert not Registration.objects.exists()


@pytest.mark.parametrize("name", ["Koop nu https://example.org/", "WWW.example.org"])
def test_nobody_advertises_in_the_greeting_of_a_mail(client, event, name):
    assert "Zet geen webadres bij uw naam." in words(send(client, event, name=name))
    assert not OutboxMail.objects.exists()


@tries(25)
@given(data=st.data())
def test_whatever_is_sent_there_is_an_answer(client, event, data):
    RateBucket.objects.all().delete()
    sent = filled_in(event)
    for name in data.draw(st.sets(st.sampled_from([*sorted(sent), "municipality", "accessibility", "diet"]))):
        sent[name] = data.draw(st.lists(ANYTHING, max_size=3))
    response = client.post(form_of(event), sent)
    assert response.status_code in {200, 302}
    if response.status_code == 302:
        assert client.get(response.url).status_code == 200


@tries(25)
@given(address=st.emails())
def test_every_address_that_is_taken_fits_its_column(client, event, address):
    response = send(client, event, email=address)
    if response.status_code == 302 and (registration := Registration.objects.filter(email=address).first()):
        assert registration.email_key == email_key(address)
        assert len(registration.email_key) <= 254


def test_the_consent_is_for_the_text_that_was_read(client, event):
    client.get(form_of(event))
    ConsentText.objects.create(version=2, text="Een andere tekst.")
    response = send(client, event)
    assert "intussen veranderd" in words(response)
    assert "Een andere tekst." in words(response)
    assert not re.search(r'name="consent"[^>]*checked', response.content.decode())
    assert send(client, event, consent_version="2").status_code == 302
    assert Registration.objects.get().consent.text.version == 2


class TestPanel:
    def panel(self, client, event):
        return " ".join(re.sub(r"<[^>]+>", " ", client.get(f"{event.url}plaatsen/").content.decode()).split())

    def test_says_how_many_seats_are_free(self, client, event):
        opened(event, capacity=40, seats_taken=28)
        assert "Nog 12 van de 40 plaatsen vrij" in self.panel(client, event)
        assert "Inschrijven" in self.panel(client, event)

    def test_says_how_many_wait(self, client, event):
        opened(event, capacity=1)
        for name in ["an", "bo", "cas"]:
            send(client, event, email=f"{name}@example.be")
        assert "Alle plaatsen zijn bezet. Er wachten 2 mensen." in self.panel(client, event)
        # A seat that is free belongs to who waits.
        opened(event, capacity=2)
        assert "gaan naar wie al wacht" in self.panel(client, event)

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"capacity": None}, "Er is plaats voor iedereen."),
            ({"access": Access.MEMBERS}, "Alleen voor leden van het Labo"),
            ({"access": Access.INVITED}, "Alleen voor wie een uitnodiging kreeg"),
            ({"capacity": 0}, "Alle plaatsen zijn bezet. U kunt zich nog inschrijven"),
        ],
    )
    def test_says_for_whom(self, client, event, change, says):
        opened(event, **change)
        assert says in self.panel(client, event)
        assert "inschrijven/" in client.get(f"{event.url}plaatsen/").content.decode()

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"opens_at": datetime.datetime(2090, 3, 6, 8, tzinfo=datetime.UTC)}, "vanaf maandag 6 maart 2090, 9u"),
            ({"closes_at": datetime.datetime(2020, 3, 6, 8, tzinfo=datetime.UTC)}, "afgesloten"),
            ({"state": EventState.POSTPONED, "note": "De zaal is bezet."}, "uitgesteld. U kunt zich nu niet"),
            ({"state": EventState.CANCELLED}, "geannuleerd"),
            ({"access": Access.NOBODY}, "niet inschrijven op deze site"),
        ],
    )
    def test_says_why_not(self, client, event, change, says):
        opened(event, **change)
        assert says in self.panel(client, event)
        assert "inschrijven/" not in client.get(f"{event.url}plaatsen/").content.decode()

    def test_says_that_it_is_over(self, client, event):
        event.start, event.end = timezone.now() - datetime.timedelta(days=9), None
        event.save()
        assert "voorbij" in self.panel(client, event)

    def test_its_page_is_the_same_however_full_it_is(self, client, event):
        before = client.get(event.url).content
        send(client, event)
        assert client.get(event.url).content == before
        assert b'href="/agenda/gent/inschrijven/"' in before  # without scripts
        assert b'hx-get="/agenda/gent/plaatsen/"' in before

    @pytest.mark.parametrize("change", [{"access": Access.NOBODY}])
    def test_an_event_without_registration_has_no_panel(self, client, event, change):
        opened(event, **change)
        assert b"plaatsen/" not in client.get(event.url).content

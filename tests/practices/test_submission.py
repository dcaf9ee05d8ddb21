"""Anybody sends in a practice: nothing is kept before the last step, nothing gets lost, nothing is public."""

import datetime
import re
from html.parser import HTMLParser

import pytest
import time_machine
from django.apps import apps
from django.db import OperationalError
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction, Task, Workflow, WorkflowState

from cms.forms.guard import OLDEST, GuardForm, Token
from cms.models import OutboxMail, Person, RateBucket
from practices.models import LessonKind, PracticeIndexPage, PracticePage, PracticeSubmission
from practices.submission import services as submissions
from practices.submission import views as views
from practices.submission.services import CONFIRMATIONS, KEEP, SUBMISSIONS, forget_senders
from practices.submission.steps import SubmissionSteps
from practices.submission.views import FORM
from tests.factories import (
    InstrumentFactory,
    MunicipalityFactory,
    PersonFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    ThemeFactory,
)
from tests.factories.tree import grow

pytestmark = pytest.mark.django_db

PATH = "/praktijken/indienen/"
SENT = "/praktijken/ingediend/"


@pytest.fixture(autouse=True)
def use_outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


@pytest.fixture
def index(home):
    MunicipalityFactory(name="Genk", nis_code="71016")
    ThemeFactory(name="Wonen", slug="wonen")
    InstrumentFactory(name="Loting", slug="loting")
    return PracticeIndexPageFactory(parent=home, slug="praktijken")


STEPS = [
    {"title": "Groen in de straat", "summary": "Bewoners doen het.", "municipality": "71016", "themes": ["wonen"]},
    {
        "objective": "Meer groen.",
        "approach": "Eerst vragen.\n\nDan doen.",
        "status": "running",
        "continuum_start": "2",
        "continuum_now": "4",
        "start_year": "2022",
    },
    {
        "successes": "Begin klein.\nVraag hulp.",
        "pitfalls": "",
        "tips": "Bel eens.",
        "sources": "https://example.org/a\nBoek",
    },
    {"name": "Ann Ampe", "email": "ann@example.be", "role": "ambtenaar", "organisation": "Genk", "consent": "on"},
]
ALL = {name: value for step in STEPS for name, value in step.items()}


def token(seconds_ago=60):
    return str(Token(FORM, Token.issue(FORM).key, int(timezone.now().timestamp()) - seconds_ago))


def filled_in(**changes):
    return {"step": "5", "go": "versturen", GuardForm.TOKEN: token(), **ALL, **changes}


def send(client=None, **changes):
    return (client or Client()).post(PATH, filled_in(**changes))


class Fields(HTMLParser):
    """What a browser would send for the form on a page, but for the buttons."""

    def __init__(self, html):
        super().__init__()
        self.pairs, self.textarea = [], None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        field = dict(attributes)
        if tag == "input" and field["type"] not in {"checkbox", "radio"}:
            self.pairs.append((field["name"], field.get("value", "")))
        if "checked" in field:
            self.pairs.append((field["name"], field.get("value", "on")))
        if tag == "select":
            self.select = field["name"]
        if tag == "option" and "selected" in field:
            self.pairs.append((self.select, field["value"]))
        if tag == "textarea":
            self.textarea = (field["name"], "")

    def handle_data(self, data):
        if self.textarea:
            self.textarea = (self.textarea[0], self.textarea[1] + data)

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, text = self.textarea
            self.pairs.append((name, text.removeprefix("\n")))  # browsers drop the first line break
            self.textarea = None


def fields(response):
    html = response.content.decode()
    pairs = Fields(html[html.index('<form method="post"') :]).pairs
    names = dict.fromkeys(name for name, _ in pairs if name and name != "csrfmiddlewaretoken")
    return {name: [value for other, value in pairs if other == name] for name in names}


def rows():
    """How many rows each table of the site has."""
    Client().get(PATH)  # the first visitor of all makes the site settings
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_whole_way_keeps_nothing_before_the_last_step(index, client):
    before = rows()
    response = client.get(PATH)
    for number, answers in enumerate(STEPS, 1):
        html = response.content.decode()
        assert f"Stap {number} van 5" in html
        assert "Fout" not in html
        response = client.post(PATH, {**fields(response), **answers, "go": number + 1})
        assert rows() == before
    assert "Stap 5 van 5" in response.content.decode()
    for answer in ["Groen in de straat", "Genk", "Wonen", "Eerst vragen.", "Begin klein.", "ann@example.be"]:
        assert answer in text_of(response)

    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=30)):
        response = client.post(PATH, {**fields(response), "go": "versturen"})
    assert (response.status_code, response.url) == (302, SENT)
    page = PracticePage.objects.get()
    assert page.title == "Groen in de straat"


def test_what_was_sent_is_on_the_draft(index):
    assert send().url == SENT
    page = PracticePage.objects.get()
    assert page.get_parent().specific == index
    assert page.slug == "groen-in-de-straat"
    assert [place.name for place in page.municipalities.all()] == ["Genk"]
    assert [theme.name for theme in page.themes.all()] == ["Wonen"]
    assert page.approach == "<p>Eerst vragen.</p>\n\n<p>Dan doen.</p>"
    assert (page.continuum_start, page.continuum_during, page.continuum_now) == (2, None, 4)
    assert (page.start_year, page.end_year, page.status) == (2022, None, "running")
    assert [(lesson.kind, lesson.text) for lesson in page.lessons.all()] == [
        (LessonKind.SUCCESS, "Begin klein."),
        (LessonKind.SUCCESS, "Vraag hulp."),
        (LessonKind.TIP, "Bel eens."),
    ]
    assert [(source.reference, source.url) for source in page.sources.all()] == [
        ("https://example.org/a", "https://example.org/a"),
        ("Boek", ""),
    ]
    assert (page.contact.name, page.contact.email, page.shows_contact) == ("Ann Ampe", "ann@example.be", False)
    assert page.continuum_confirmed_on is None
    # The latest revision is what editors open.
    assert page.get_latest_revision_as_object().lessons.count() == 3


def test_nobody_sees_it_before_an_editor_publishes_it(index, client):
    send()
    page = PracticePage.objects.get()
    assert not page.live
    assert client.get("/praktijken/groen-in-de-straat/").status_code == 404
    assert "Groen in de straat" not in client.get("/praktijken/").content.decode()
    assert "Groen in de straat" not in client.get("/zoeken/", {"q": "groen straat"}).content.decode()


def test_it_waits_for_a_chief_editor_who_gets_a_mail(index, member):
    chief, editor = member("Hoofdredacteur"), member("Redacteur")
    send()
    page = PracticePage.objects.get()
    assert page.current_workflow_task.name == "Nazicht door een hoofdredacteur"
    assert page.current_workflow_state.requested_by is None
    mails = {mail.to[0]: mail for mail in OutboxMail.objects.all()}
    assert set(mails) == {chief.email, "ann@example.be"}
    assert "Groen in de straat" in mails[chief.email].subject
    assert f"/beheer/pages/{page.pk}/edit/" in mails[chief.email].text
    assert editor.email not in mails
    page.current_workflow_task.on_action(page.current_workflow_task_state, chief, "approve")
    assert PracticePage.objects.get().live


@pytest.mark.parametrize("change", ["none", "inactive", "without tasks", "off"])
def test_without_a_workflow_the_publishers_get_a_mail_and_nothing_is_public(change, index, member, settings):
    chief = member("Hoofdredacteur")
    match change:
        case "none":
            Workflow.objects.all().delete()
        case "inactive":
            Workflow.objects.update(active=False)
        case "without tasks":
            Task.objects.update(active=False)
        case "off":
            settings.WAGTAIL_WORKFLOW_ENABLED = False
    send()
    assert not PracticePage.objects.get().live
    assert not WorkflowState.objects.exists()
    mail = OutboxMail.objects.get(to=[chief.email])
    assert "Ann Ampe (ann@example.be)" in mail.text
    assert mail.reply_to == ["ann@example.be"]


def test_the_sender_reads_what_was_sent_and_what_happens_next(index):
    send(title="Groen & <b>meer</b>")
    mail = OutboxMail.objects.get(to=["ann@example.be"])
    assert mail.subject == "We kregen uw praktijk “Groen & <b>meer</b>”"
    for text in ["Groen & <b>meer</b>", "Eerst vragen.", "Vraag hulp.", "Boek", "Een redacteur leest", "De VVSG mag"]:
        assert text in mail.text
    assert "Groen &amp; &lt;b&gt;meer" in mail.html
    assert "<b>meer" not in mail.html
    words = re.sub(r"\W+", " ", re.sub(r"<(style|title).*?</\1>|<[^>]+>", " ", mail.html, flags=re.S))
    for answer in ["Eerst vragen", "Vraag hulp", "Boek", "Een redacteur leest", "De VVSG mag"]:
        assert answer in words


def test_a_mail_server_that_is_away_does_not_matter(index, settings):
    settings.OUTBOX_TRANSPORT = "nowhere.Backend"
    assert send().url == SENT
    assert PracticeSubmission.objects.exists()


def test_when_something_fails_halfway_nothing_is_there(index, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(submissions.messages, "send", fail)
    before = rows()
    with pytest.raises(RuntimeError):
        send()
    assert rows() == before


def test_reloading_the_last_page_sends_nothing_twice(index, client):
    data = filled_in()
    for _ in range(3):
        assert client.post(PATH, data).url == SENT
    assert PracticePage.objects.count() == PracticeSubmission.objects.count() == 1
    assert OutboxMail.objects.filter(to=["ann@example.be"]).count() == 1
    assert RateBucket.objects.get(scope=SUBMISSIONS.scope).count == 1


def test_the_same_copy_with_other_answers_is_asked_about(index, client):
    data = filled_in()
    client.post(PATH, data)
    response = client.post(PATH, data | {"title": "Nog een praktijk"})
    assert "U verstuurde dit formulier al, met andere antwoorden" in text_of(response)
    assert PracticePage.objects.count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=10)):
        response = client.post(PATH, {**fields(response), "go": "versturen"})
    assert response.url == SENT
    assert set(PracticePage.objects.values_list("title", flat=True)) == {"Groen in de straat", "Nog een praktijk"}


@pytest.mark.parametrize(
    "bad_token, message",
    [
        (token(0), "heel snel"),
        (token(OLDEST + 9), "langer dan een dag"),
        ("zelf bedacht", "niet controleren"),
        ("", "niet"),
    ],
    ids=["fast", "old", "forged", "none"],
)
def test_who_is_refused_keeps_the_answers(bad_token, message, index):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        bad_token = token(0) if message == "heel snel" else bad_token
        response = send(**{GuardForm.TOKEN: bad_token})
        assert message in text_of(response)
        assert not PracticeSubmission.objects.exists()
        clock.shift(10)
        assert Client().post(PATH, {**fields(response), "go": "versturen"}).url == SENT
    assert PracticePage.objects.get().objective == "<p>Meer groen.</p>"


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(index):
    before = rows()
    assert send(**{GuardForm.TRAP: "https://spam.example.org"}).url == SENT
    assert rows() == before


def test_beyond_the_limit_the_answers_stay_and_the_visitor_reads_why(index, monkeypatch):
    monkeypatch.setattr(submissions, "SUBMISSIONS", submissions.Limit("proef", most=2, seconds=3600))
    data = filled_in()
    assert Client().post(PATH, data).url == SENT
    assert send().url == SENT
    response = send(title="De derde")
    assert "over een uur opnieuw" in text_of(response)
    assert fields(response)["title"] == ["De derde"]
    assert PracticePage.objects.count() == 2
    # Who sent before the limit and presses again is told that it is there.
    assert Client().post(PATH, data).url == SENT
    other = Client(REMOTE_ADDR="192.0.2.99")
    assert other.post(PATH, filled_in(title="Van elders")).url == SENT


def test_a_busy_database_says_so_and_keeps_the_form(index, monkeypatch):
    def wait_in_vain(**kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(views, "submit_practice", wait_in_vain)
    response = send()
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "heel veel mensen" in text_of(response)
    assert fields(response)["title"] == [ALL["title"]]


def test_nobody_can_flood_a_mailbox(index):
    for number in range(CONFIRMATIONS.most + 2):
        assert send(title=f"Praktijk {number}", email="ANN@example.be").url == SENT
    assert OutboxMail.objects.filter(to=["ANN@example.be"]).count() == CONFIRMATIONS.most


@pytest.mark.parametrize(
    "changes, step, message",
    [
        ({"title": ""}, 1, "Geef de praktijk een naam"),
        ({"title": "x" * 121}, 1, "120"),
        ({"municipality": "99999"}, 1, "99999"),
        ({"themes": ["wonen", "bestaat-niet"]}, 1, "bestaat-niet"),
        ({"objective": "x" * 5001}, 2, "5000"),
        ({"status": "gedaan"}, 2, "gedaan"),
        ({"continuum_now": "6"}, 2, "6"),
        ({"start_year": "vorig jaar"}, 2, "vier cijfers"),
        ({"start_year": "9" * 5000}, 2, "vier cijfers"),
        ({"start_year": "2022", "end_year": "2019"}, 2, "ligt voor het eerste"),
        ({"end_year": "3000"}, 2, "te ver"),
        ({"tips": "tip\n" * 11}, 3, "hoogstens 10 regels"),
        ({"sources": "x" * 251}, 3, "250"),
        ({"email": "ann@"}, 4, "geen volledig e-mailadres"),
        ({"email": "ann@example.be\nBcc: x@example.be"}, 4, "geen volledig e-mailadres"),
        ({"consent": ""}, 4, "Zonder uw akkoord"),
    ],
)
def test_every_step_is_checked_again_at_the_end(changes, step, message, index):
    response = send(**changes)
    html = response.content.decode()
    assert f"Stap {step} van 5" in html
    assert "<title>Fout: " in html
    summary = html[html.index("summary-err") : html.index("</ul>", html.index("summary-err"))]
    assert message in summary
    [target] = set(re.findall(r'href="#(\w+)"', summary))
    assert f'id="{target}"' in html
    assert not PracticePage.objects.exists()
    # Nothing that was typed elsewhere is gone.
    back = fields(response)
    assert back["name"] == ["Ann Ampe"]
    assert back["approach"] == ["Eerst vragen.\n\nDan doen."]


def test_html_of_visitors_is_text(index):
    evil = '<script>alert(1)</script><a href="javascript:x">klik</a>'
    send(title=evil, objective=evil, tips=evil, name="<b>Ann</b>")
    page = PracticePage.objects.get()
    assert page.objective == f"<p>{evil}</p>".replace(
        evil, "&lt;script&gt;alert(1)&lt;/script&gt;&lt;a href=&quot;javascript:x&quot;&gt;klik&lt;/a&gt;"
    )
    page.save_revision().publish()
    html = Client().get(page.url).content.decode()
    assert "<script>alert" not in html
    assert 'javascript:x">' not in html


def test_line_breaks_and_invisible_signs_go_from_single_lines(index):
    send(title="Groen\r\nBcc: x@example.be\x00\u202e", name="Ann\nAmpe")
    submission = PracticeSubmission.objects.get()
    assert submission.title == "Groen Bcc: x@example.be"
    assert submission.sender_name == "Ann Ampe"


@pytest.mark.parametrize(
    "title, slug",
    [("Kaart", "kaart-2"), ("Bestaat al", "bestaat-al-2"), ("…", "praktijk"), ("Indienen", "indienen-2")],
)
def test_the_address_is_free(title, slug, index):
    PracticePageFactory(parent=index, title="Bestaat al", slug="bestaat-al")
    send(title=title)
    assert PracticePage.objects.get(title=title, live=False).slug == slug


def test_a_known_person_is_named_and_not_changed(index):
    known = PersonFactory(name="Ann Ampe", email="Ann@Example.be", role="diensthoofd", phone="011 22 33 44")
    send(shows_contact="on")
    page = PracticePage.objects.get()
    assert page.contact == known
    # The phone number was not given here for the site; an editor decides.
    assert not page.shows_contact
    known.refresh_from_db()
    assert (known.role, known.phone) == ("diensthoofd", "011 22 33 44")


def test_somebody_else_with_that_address_is_a_new_contact(index):
    PersonFactory(name="Bart Bex", email="ann@example.be")
    send(shows_contact="on")
    page = PracticePage.objects.get()
    assert (page.contact.name, page.shows_contact) == ("Ann Ampe", True)
    assert Person.objects.filter(email="ann@example.be").count() == 2


@pytest.mark.parametrize(
    "data, content_type",
    [
        ('{"step": "5", "go": "versturen"}', "application/json"),
        (b"\x00\xff\xfe", "text/plain"),
        ("", "application/x-www-form-urlencoded"),
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        ("step=99&go=-1", "application/x-www-form-urlencoded"),
        ("step=%00&go=" + "9" * 5000, "application/x-www-form-urlencoded"),
        ("step=1&go=versturen", "application/x-www-form-urlencoded"),
    ],
)
def test_rubbish_leads_to_a_step_and_never_to_an_error(data, content_type, index, client):
    before = rows()
    response = client.post(PATH, data, content_type=content_type)
    assert response.status_code == 200
    assert "Stap" in response.content.decode()
    assert rows() == before


def test_thousands_of_fields_are_refused_or_dropped(index, client):
    response = client.post(PATH, {**filled_in(go="1"), **{f"veld{n}": "x" for n in range(5000)}})
    assert response.status_code == 200
    assert "veld4999" not in response.content.decode()
    assert client.post(PATH, {f"veld{n}": "x" for n in range(11_000)}).status_code == 400
    assert client.post(PATH, filled_in(objective="x" * 3_000_000)).status_code == 400


def test_other_methods_and_forged_requests_are_refused(index):
    assert Client().put(PATH).status_code == 405
    assert Client().delete(SENT).status_code == 405
    assert Client().post("/praktijken/").status_code == 405
    assert Client(enforce_csrf_checks=True).post(PATH, filled_in()).status_code == 403


def test_the_form_is_never_kept_and_the_other_pages_still_set_no_cookie(index, shared_cache):
    visitor = Client()
    form = visitor.get(PATH)
    assert visitor.get(PATH).content != form.content, "each copy has a token of its own"
    assert not Client().get("/praktijken/").cookies
    thanks = Client().get(SENT)
    assert not thanks.cookies
    assert "Wat er nu gebeurt" in thanks.content.decode()


def test_browsers_remember_a_step_for_their_back_button_until_it_names_a_person(index, client):
    assert client.get(PATH)["Cache-Control"] == "private, no-cache"
    nobody = {"name": "", "email": "", "role": "", "organisation": "", "consent": ""}
    assert client.post(PATH, filled_in(go="2", **nobody))["Cache-Control"] == "private, no-cache"
    for go in ["2", "5"]:
        assert client.post(PATH, filled_in(go=go))["Cache-Control"] == "no-store"


def test_the_form_is_there_for_a_site_without_any_vocabulary(home, client):
    PracticeIndexPageFactory(parent=home, slug="praktijken")
    assert client.get(PATH).status_code == 200


def test_back_and_on_again_loses_nothing(index, client):
    response = client.post(PATH, filled_in(step="3", go="4", email="half@", tips="a\nb"))
    assert "Stap 4 van 5" in response.content.decode()
    for go in [3, 2, 1]:
        response = client.post(PATH, {**fields(response), "go": go})
        assert f"Stap {go} van 5" in response.content.decode()
        assert "Fout" not in response.content.decode()
    back = fields(response)
    assert back["tips"] == ["a\nb"]
    assert back["email"] == ["half@"]
    assert back["themes"] == ["wonen"]
    assert back["municipality"] == ["71016"]
    response = client.post(PATH, {**back, "go": 5})
    assert "Stap 4 van 5" in response.content.decode()
    assert "geen volledig e-mailadres" in response.content.decode()


def test_who_changes_one_answer_goes_straight_back_to_the_overview(index, client):
    response = client.post(PATH, filled_in(go="1"))
    assert 'value="5"' in re.search(r"<button[^>]*>Naar nakijken", response.content.decode())[0]
    first = client.get(PATH)
    assert "Naar nakijken" not in first.content.decode().split("<form", 2)[-1].split("<button", 1)[1]


#: What can be typed into a form; browsers know no lone halves of a character and no NUL, and write line breaks alike.
TYPED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=200)
NAMES = ["title", "municipality", "objective", "start_year", "tips", "sources", "email"]


@given(
    answers=st.fixed_dictionaries(dict.fromkeys(NAMES, TYPED) | {"themes": st.lists(TYPED, unique=True)}),
    number=st.integers(1, 5),
)
def test_what_goes_in_comes_out(answers, number):
    """A page carries the answers of all the other steps exactly as they were typed, right or wrong."""
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    shown = {
        1: ["title", "municipality", "themes"],
        2: ["objective", "start_year"],
        3: ["tips", "sources"],
        4: ["email"],
    }
    carried = [(name, value) for name in data if name not in shown.get(number, []) for value in data.getlist(name)]
    data["step"], data["go"] = "5", str(number)
    html = render_to_string("practices/submission/carried.html", {"carried": SubmissionSteps(data).carried})
    assert sorted(Fields(html).pairs) == sorted(carried)


def test_what_is_shown_again_is_what_was_typed(index, client):
    typed = {"title": "<b>&amp; 'x'", "objective": "\n\n  eerst\n  dan ", "tips": "</textarea>"}
    for step, name in [(1, "title"), (2, "objective"), (3, "tips")]:
        assert fields(client.post(PATH, filled_in(go=step, **typed)))[name] == [typed[name]]


def test_after_a_year_the_sender_is_wiped_and_the_consent_stays(index):
    send()
    send(title="Gepubliceerd", name="Bart Bex", email="bart@example.be")
    PracticePage.objects.get(title="Gepubliceerd").save_revision().publish()
    forget_senders()
    assert PracticeSubmission.objects.exclude(sender_email="").count() == 2

    PracticeSubmission.objects.update(sent_at=timezone.now() - KEEP - datetime.timedelta(days=1))
    forget_senders()

    for submission in PracticeSubmission.objects.all():
        assert not submission.sender_name + submission.sender_email + submission.sender_role
        assert submission.consent_text.startswith("De VVSG mag")
    # The contact of a page on the site is still asked each year; of a draft nobody needs it.
    assert [person.name for person in Person.objects.filter(email__endswith="@example.be")] == ["Bart Bex"]
    assert PracticePage.objects.get(title="Groen in de straat").contact is None


def test_publishers_see_who_sent_it_in(index, log_in_as):
    send(shows_contact="on")
    page = PracticePage.objects.get()
    chief = log_in_as("Hoofdredacteur")
    html = chief.get(f"/beheer/pages/{page.pk}/edit/").content.decode()
    assert "Ingestuurd door een bezoeker" in html
    assert "mailto:ann@example.be" in html
    listing = chief.get("/beheer/practices/practicesubmission/").content.decode()
    assert "Groen in de straat" in listing
    assert "Ann Ampe" in listing
    inspected = chief.get(f"/beheer/practices/practicesubmission/inspect/{PracticeSubmission.objects.get().pk}/")
    assert "De VVSG mag mijn naam" in inspected.content.decode()
    assert "Ingestuurd" in chief.get("/beheer/").content.decode()


def test_others_do_not_see_who_sent_it_in(index, log_in_as):
    send()
    page = PracticePage.objects.get()
    editor = log_in_as("Redacteur")
    assert "ann@example.be" not in editor.get(f"/beheer/pages/{page.pk}/edit/").content.decode()
    assert editor.get("/beheer/practices/practicesubmission/").status_code == 302


def test_a_page_that_nobody_sent_in_has_no_such_panel(index, log_in_as):
    page = grow(PracticePageFactory)
    html = log_in_as("Hoofdredacteur").get(f"/beheer/pages/{page.pk}/edit/").content.decode()
    assert "Ingestuurd door een bezoeker" not in html


def test_a_restricted_inventory_takes_no_practices_from_outside(index):
    PageViewRestriction.objects.create(page=index, restriction_type="login")
    assert send().url.startswith("/beheer/login/")
    assert not PracticeSubmission.objects.exists()


def test_an_unpublished_inventory_has_no_form(index, client):
    PracticeIndexPage.objects.get().unpublish()
    assert client.get(PATH).status_code == 404

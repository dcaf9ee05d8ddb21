"""Whether practices are still true: who is asked, once, and what becomes of the answer."""

import datetime

import pytest
from django.core import mail as django_mail
from django.core import signing
from django.db import IntegrityError, connection, transaction
from wagtail.models import PageLogEntry, PageViewRestriction

from cms.mail import outbox
from cms.models import OutboxMail, SiteSettings
from cms.work import worker
from home import roles
from practices.models import Checker, PracticeCorrection, PracticePage, PracticeUpkeep
from practices.upkeep import services as upkeep
from tests.factories import (
    PersonFactory,
    PracticeIndexPageFactory,
    PracticePageFactory,
    UserFactory,
)

NOW = datetime.datetime(2026, 3, 3, 10, tzinfo=datetime.UTC)
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(time_machine, settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def inventory(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def contact():
    return PersonFactory(name="Voorbeeldpersoon An", email="an@gemeente.example.be")


@pytest.fixture
def old_practice(inventory, contact):
    """``old_practice(title="…")`` makes one that has been on the site for two years, never checked."""

    def make(**kwargs):
        return PracticePageFactory(
            parent=inventory, **{"contact": contact, "first_published_at": NOW - 730 * DAY, **kwargs}
        )

    return make


@pytest.fixture
def practice(old_practice):
    return old_practice(title="Wijkraad Noord")


def asked():
    """The addresses that a mail about practices waits for or went to."""
    return [address for mail in OutboxMail.objects.order_by("pk") for address in mail.to]


def links(mail=None):
    """The tokens in a mail, by default the last one."""
    mail = mail or OutboxMail.objects.order_by("pk").last()
    return [line.strip().split("/nakijken/")[1].strip("/") for line in mail.text.splitlines() if "/nakijken/" in line]


def check(practice, on, by=Checker.EDITOR):
    upkeep.record_check(practice=practice, on=on, by=by)


def test_the_contact_of_a_practice_that_nobody_checked_for_a_year_gets_one_mail(practice):
    upkeep.ask_contacts()
    mail = OutboxMail.objects.get()
    assert mail.to == ["an@gemeente.example.be"]
    assert mail.subject == "Klopt “Wijkraad Noord” nog?"
    assert "Dag Voorbeeldpersoon An," in mail.text
    assert f"http://localhost/nakijken/{links(mail)[0]}/" in mail.text
    assert f"http://localhost/nakijken/{links(mail)[0]}/" in mail.html
    assert "{" not in mail.text + mail.html


def test_titles_stand_in_the_mail_as_they_were_written(old_practice):
    old_practice(title="Jong & <b>oud</b>\n samen")
    upkeep.ask_contacts()
    mail = OutboxMail.objects.get()
    assert mail.subject == "Klopt “Jong & <b>oud</b> samen” nog?"
    assert "Jong & <b>oud</b>" in mail.text
    assert "Jong &amp; &lt;b&gt;oud&lt;/b&gt;" in mail.html


def test_nobody_is_asked_twice_in_a_year_and_everybody_again_after_it(practice, clock):
    for _run in range(3):
        upkeep.ask_contacts()
        clock.shift(DAY)
    assert len(asked()) == 1
    clock.move_to(NOW + 366 * DAY)
    upkeep.ask_contacts()
    upkeep.ask_contacts()
    assert len(asked()) == 2


@pytest.mark.parametrize(("days_ago", "is_asked"), [(10, False), (364, False), (366, True), (2000, True)])
def test_a_check_counts_for_a_year(practice, days_ago, is_asked):
    check(practice, TODAY - days_ago * DAY)
    upkeep.ask_contacts()
    assert bool(asked()) is is_asked


@pytest.mark.parametrize(("days_ago", "is_asked"), [(364, False), (367, True)])
def test_without_a_check_the_first_publication_counts(old_practice, days_ago, is_asked):
    old_practice(first_published_at=NOW - days_ago * DAY)
    upkeep.ask_contacts()
    assert bool(asked()) is is_asked


@pytest.mark.parametrize(
    "reason", [{"live": False}, {"is_example": True}, {"contact": None}, {"first_published_at": None}]
)
def test_who_is_not_asked(old_practice, reason):
    old_practice(**reason)
    upkeep.ask_contacts()
    assert asked() == []


def test_a_contact_without_an_address_is_not_asked(practice, contact):
    contact.email = ""
    contact.save()
    upkeep.ask_contacts()
    assert asked() == []


def test_about_a_practice_that_is_not_for_everybody_nobody_is_asked(practice):
    PageViewRestriction.objects.create(page=practice, restriction_type="login")
    upkeep.ask_contacts()
    assert asked() == []


def test_a_contact_with_several_practices_gets_one_mail_with_a_link_for_each(old_practice):
    practices = [old_practice(title=f"Praktijk {letter}") for letter in "BAC"]
    upkeep.ask_contacts()
    mail = OutboxMail.objects.get()
    assert mail.subject == "Kloppen uw 3 praktijken nog?"
    assert mail.text.index("Praktijk A") < mail.text.index("Praktijk B") < mail.text.index("Praktijk C")
    found = {upkeep.practice_of_link(token=token).pk for token in links(mail)}
    assert found == {practice.pk for practice in practices}


def test_what_comes_up_soon_goes_along_and_the_rest_waits(old_practice):
    due, soon, later = old_practice(title="Nu"), old_practice(title="Straks"), old_practice(title="Later")
    check(soon, TODAY - 330 * DAY)
    check(later, TODAY - 200 * DAY)
    upkeep.ask_contacts()
    assert [upkeep.practice_of_link(token=token) for token in links()] == [due, soon]


def test_what_comes_up_soon_is_no_reason_to_write(practice):
    check(practice, TODAY - 330 * DAY)
    upkeep.ask_contacts()
    assert asked() == []


def test_a_few_contacts_a_day_those_who_wait_longest_first(old_practice, monkeypatch, clock):
    monkeypatch.setattr(upkeep, "CONTACTS_PER_RUN", 2)
    for number in range(5):
        person = PersonFactory(email=f"{number}@example.be")
        old_practice(contact=person, first_published_at=NOW - (1000 - number) * DAY)
    for _day in range(4):
        upkeep.ask_contacts()
        clock.shift(DAY)
    assert asked() == [f"{number}@example.be" for number in range(5)]


def test_an_impossible_address_does_not_hold_up_the_others(old_practice):
    old_practice(contact=PersonFactory(email="an@example.be\nBcc: iedereen@example.be"))
    old_practice(contact=PersonFactory(email="jan@example.be"), first_published_at=NOW - 500 * DAY)
    upkeep.ask_contacts()
    assert asked() == ["jan@example.be"]


def test_answers_to_the_mail_go_to_the_contact_of_the_site(practice):
    site_settings = SiteSettings.load()
    site_settings.contact = PersonFactory(email="redactie@example.be")
    site_settings.save()
    upkeep.ask_contacts()
    assert OutboxMail.objects.get().reply_to == ["redactie@example.be"]


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("moment", ["_renew_link", "messages.send"])
def test_killed_halfway_nothing_happened_and_the_next_run_asks(practice, monkeypatch, moment):
    """The row and its mail are one transaction."""
    upkeep.ask_contact(contact_id=PersonFactory().pk)

    def kill(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(f"practices.upkeep.services.{moment}", kill)
        with pytest.raises(Killed):
            upkeep.ask_contacts()
    assert asked() == []
    assert not PracticeUpkeep.objects.exclude(asked_at=None).exists()
    upkeep.ask_contacts()
    assert len(asked()) == 1


def test_a_mail_server_that_is_down_loses_no_question(practice, monkeypatch, clock):
    upkeep.ask_contacts()

    def refuse(*args):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        outbox.deliver_due()
    clock.shift(DAY)
    upkeep.ask_contacts()
    outbox.deliver_due()
    assert [message.to for message in django_mail.outbox] == [["an@gemeente.example.be"]]


def test_whoever_comes_second_finds_nobody_to_ask(practice, contact):
    assert upkeep.ask_contact(contact_id=contact.pk)
    assert not upkeep.ask_contact(contact_id=contact.pk)
    assert not upkeep.ask_contact(contact_id=0)


def test_the_worker_asks_every_day():
    assert worker._jobs["ask contacts of practices"].every == worker.DAY


def test_asking_keeps_the_pages_in_the_cache(practice, django_capture_on_commit_callbacks):
    check(practice, TODAY - 400 * DAY)
    SiteSettings.load()  # made when it is first asked for
    connection.run_on_commit = []  # what was saved until here is long committed
    with django_capture_on_commit_callbacks() as hooks:
        upkeep.ask_contacts()
    assert len(asked()) == 1
    assert hooks == []


# The link


@pytest.fixture
def token(practice):
    upkeep.ask_contacts()
    return links()[0]


def assert_closed(token):
    with pytest.raises(upkeep.LinkClosed):
        upkeep.practice_of_link(token=token)


def test_a_link_leads_to_its_practice_for_ninety_days(practice, token, clock):
    assert upkeep.practice_of_link(token=token) == practice
    clock.move_to(NOW + 89 * DAY)
    assert upkeep.practice_of_link(token=token) == practice
    clock.move_to(NOW + 91 * DAY)
    assert_closed(token)


def test_a_forged_link_leads_nowhere(practice, token):
    value, rest = token.split(":", 1)
    for forged in [value, f"{value}x:{rest}", token[:-1], token.lower(), "é", ":", "a:b:c", "", "\0"]:
        assert_closed(forged)
    row = practice.upkeep
    assert_closed(signing.dumps([practice.pk, practice.contact_id, row.key.hex], salt="other"))
    assert_closed(signing.dumps([practice.pk, practice.contact_id, row.key.hex]))


def test_a_newer_mail_closes_the_older_link(token, clock):
    PracticeUpkeep.objects.update(asked_at=NOW - 400 * DAY)
    upkeep.ask_contacts()
    assert_closed(token)
    assert upkeep.practice_of_link(token=links()[0])


def test_a_link_closes_with_its_page_and_with_another_contact(practice, token):
    practice.contact = PersonFactory()
    practice.save()
    assert_closed(token)
    practice.contact = PersonFactory._meta.model.objects.get(name="Voorbeeldpersoon An")
    practice.save()
    assert upkeep.practice_of_link(token=token)
    practice.unpublish()
    assert_closed(token)


def test_a_link_closes_when_the_page_is_not_for_everybody_any_more(practice, token):
    PageViewRestriction.objects.create(page=practice, restriction_type="login")
    assert_closed(token)


# The answer


def test_a_check_is_read_on_the_page_and_in_its_history(practice):
    user = UserFactory(username="ann")
    upkeep.record_check(practice=practice, on=TODAY, by=Checker.EDITOR, user=user)
    entry = PageLogEntry.objects.get(page=practice, action="practices.check")
    assert (entry.user, entry.message) == (user, "Klopte op 3 maart 2026, nagekeken door: redactie")
    assert PracticePage.objects.get().upkeep_line == "Nagekeken op 3 maart 2026 door de redactie."


def test_the_same_check_again_is_one_check(practice):
    for _time in range(2):
        check(practice, TODAY, Checker.CONTACT)
    assert PageLogEntry.objects.filter(action="practices.check").count() == 1


def test_publishing_an_older_draft_does_not_bring_back_an_older_check(practice):
    draft = practice.save_revision()
    check(practice, TODAY)
    draft.publish()
    assert PracticePage.objects.get().last_check.checked_on == TODAY


@pytest.mark.parametrize(
    "fields", [{"checked_on": TODAY}, {"checked_by": "editor"}, {"checked_on": TODAY, "checked_by": "x"}]
)
def test_a_check_always_names_who_checked(practice, fields):
    with pytest.raises(IntegrityError, match=r"practice_check_names_its_checker"), transaction.atomic():
        PracticeUpkeep.objects.create(practice=practice, **fields)


@pytest.fixture
def chief(member):
    user = member(roles.CHIEF_EDITOR)
    user.email = "hoofdredactie@example.be"
    user.save()
    return user


def test_a_correction_is_kept_and_mailed_to_those_who_may_publish(practice, chief, member):
    member(roles.EDITOR)
    upkeep.suggest_correction(practice=practice, text="Het budget is 5 & niet 4 euro.")
    assert PracticeCorrection.objects.get().text == "Het budget is 5 & niet 4 euro."
    mail = OutboxMail.objects.get()
    assert mail.to == ["hoofdredactie@example.be"]
    assert mail.reply_to == ["an@gemeente.example.be"]
    assert mail.subject == "Correctie voor “Wijkraad Noord”"
    assert "Het budget is 5 & niet 4 euro." in mail.text
    assert "Het budget is 5 &amp; niet 4 euro." in mail.html
    assert f"http://localhost/beheer/pages/{practice.pk}/edit/" in mail.text


def test_without_such_editors_the_contact_of_the_site_gets_the_correction(practice):
    UserFactory(is_superuser=True)
    site_settings = SiteSettings.load()
    site_settings.contact = PersonFactory(email="redactie@example.be")
    site_settings.save()
    upkeep.suggest_correction(practice=practice, text="Iets.")
    assert asked() == ["redactie@example.be"]


def test_a_site_without_anybody_to_mail_keeps_the_correction(practice):
    upkeep.suggest_correction(practice=practice, text="Iets.")
    assert PracticeCorrection.objects.count() == 1


def test_the_same_correction_twice_is_one_until_it_is_handled(practice, chief):
    for _time in range(2):
        upkeep.suggest_correction(practice=practice, text="Het is gestopt.")
    assert (PracticeCorrection.objects.count(), len(asked())) == (1, 1)
    upkeep.handle_correction(correction=PracticeCorrection.objects.get(), by=chief)
    upkeep.suggest_correction(practice=practice, text="Het is gestopt.")
    assert PracticeCorrection.objects.count() == 2


def test_a_leaked_link_cannot_flood_the_editors(practice, chief):
    for number in range(upkeep.MAX_OPEN_CORRECTIONS):
        upkeep.suggest_correction(practice=practice, text=f"{number}")
    with pytest.raises(upkeep.TooManyCorrections):
        upkeep.suggest_correction(practice=practice, text="Nog een.")
    assert len(asked()) == upkeep.MAX_OPEN_CORRECTIONS


def test_the_first_who_handles_a_correction_stays(practice, chief):
    upkeep.suggest_correction(practice=practice, text="Iets.")
    for user in [chief, UserFactory()]:
        upkeep.handle_correction(correction=PracticeCorrection.objects.get(), by=user)
    correction = PracticeCorrection.objects.get()
    assert (correction.handled_by, correction.handled_at) == (chief, NOW)


# What visitors read


@pytest.mark.parametrize(
    ("checked", "by", "line", "is_stale"),
    [
        (
            datetime.date(2026, 3, 3),
            Checker.CONTACT,
            "Nagekeken op 3 maart 2026 door de contactpersoon van deze praktijk.",
            False,
        ),
        (datetime.date(2024, 9, 1), Checker.EDITOR, "Nagekeken op 1 september 2024 door de redactie.", False),
        (datetime.date(2024, 8, 31), Checker.EDITOR, "Deze pagina is sinds augustus 2024 niet meer nagekeken.", True),
        (None, "", "Deze pagina staat hier sinds maart 2024 en is sindsdien niet nagekeken.", True),
    ],
)
def test_a_page_says_when_it_was_checked(practice, checked, by, line, is_stale):
    if checked:
        check(practice, checked, by)
    practice = PracticePage.objects.get()
    assert (practice.upkeep_line, practice.is_stale) == (line, is_stale)


def test_a_new_page_says_nothing_yet(old_practice):
    practice = old_practice(first_published_at=NOW - 30 * DAY)
    assert (practice.upkeep_line, practice.is_stale) == ("", False)


def test_what_is_made_up_never_gets_old(old_practice):
    assert not old_practice(is_example=True).is_stale


def test_a_practice_that_is_not_saved_yet_has_no_check(db):
    assert PracticePage().upkeep_line == ""


def test_knowing_the_check_of_a_page_costs_no_query(practice, django_assert_num_queries):
    page = PracticePage.objects.select_related("upkeep").get()
    with django_assert_num_queries(0):
        assert page.upkeep_line

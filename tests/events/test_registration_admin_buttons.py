"""What an editor does with one participant, and what a second click does."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.models import OutboxMail
from events.models import (
    Access,
    EventLedger,
    EventState,
    Registration,
    RegistrationLog,
    RegistrationState,
    Source,
)
from events.services.attendance import check_in
from events.services.changing import cancel
from events.services.registering import Applicant, register
from events.views import participant_actions
from tests.events.screens import open_screen, push, state_of, text

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def register_unproven(event, name="an"):
    applicant = Applicant(name=name, email=f"{name}@example.org")
    return register(event=event, applicant=applicant, key=f"unproven {name}", asks_proof=True).registration


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "cms.mail.outbox.OutboxBackend"


def test_cancelling_promotes_who_waits_and_a_second_click_does_nothing(chief, full):
    for _click in range(2):
        push(chief, "registration_cancel_by_editor", full[0].pk)
    assert [state_of(one) for one in full] == ["cancelled", "confirmed", "confirmed"]
    assert OutboxMail.objects.filter(to=["an@example.org"]).count() == 2  # confirmed, cancelled
    assert RegistrationLog.objects.filter(to_state="cancelled", by=chief.user, reason="editor").count() == 1


def test_an_editor_confirms_for_who_cannot_open_the_link(chief, event):
    """The seat was held for this person already: nobody is promoted, and the mail brings the entry for the calendar."""
    held = register_unproven(event)
    html = open_screen(chief, "event_participants", event.pk)
    url = reverse("registration_confirm_by_editor", args=[held.pk])
    assert f'href="{url}"' in html
    for _click in range(2):
        html = text(chief.post(url, follow=True))
        assert "De plaats van an is bevestigd." in html
    held.refresh_from_db()
    assert (held.state, held.expires_at, held.verified_at) == (RegistrationState.CONFIRMED, None, None)
    log = RegistrationLog.objects.get(from_state="pending")
    assert (log.to_state, log.reason, log.by) == ("confirmed", "editor", chief.user)
    mails = OutboxMail.objects.order_by("pk")
    assert [mail.calendar_method for mail in mails] == ["", "REQUEST"]
    assert EventLedger.objects.get().seats_taken == 1


def test_an_editor_confirms_nobody_who_waits_or_whose_meeting_is_off(chief, event, full):
    html = text(chief.post(reverse("registration_confirm_by_editor", args=[full[2].pk]), follow=True))
    assert "Dit kan niet meer: cas is nu “op de wachtlijst”." in html
    assert state_of(full[2]) == RegistrationState.WAITLISTED
    cancel(registration=full[2], reason="self")
    EventLedger.objects.update(capacity=3)
    held = register_unproven(event, "dee")
    EventLedger.objects.update(state=EventState.CANCELLED)
    html = text(chief.post(reverse("registration_confirm_by_editor", args=[held.pk]), follow=True))
    assert "Dit kan niet meer: de bijeenkomst gaat niet door of is voorbij." in html
    assert state_of(held) == RegistrationState.PENDING


@pytest.mark.parametrize("what", ["inschrijving", "bijeenkomst"])
def test_what_was_deleted_meanwhile_is_said(chief, event, full, monkeypatch, what):
    def delete_first(**kwargs):
        (full[0] if what == "inschrijving" else event).delete()
        return cancel(**kwargs)

    monkeypatch.setattr(participant_actions, "cancel", delete_first)
    response = chief.post(reverse("registration_cancel_by_editor", args=[full[0].pk]), follow=True)
    assert response.status_code == 200
    assert f"Deze {what} is intussen verwijderd." in text(response)


def test_a_seat_beyond_the_limit_needs_a_reason(chief, event, full):
    url = reverse("registration_promote", args=[full[2].pk])
    assert "Er is geen plaats vrij: deze komt boven de grens." in text(chief.get(url))
    response = chief.post(url, {"override_reason": ""})
    assert response.context["form"].errors["override_reason"]
    assert state_of(full[2]) == RegistrationState.WAITLISTED
    html = text(chief.post(url, {"override_reason": "spreker"}, follow=True))
    assert "cas heeft een plaats." in html
    assert "spreker" in html
    ledger = EventLedger.objects.get()
    assert (ledger.seats_taken, ledger.capacity, ledger.overbooked) == (3, 2, 1)
    again = text(chief.post(url, {"override_reason": "spreker"}, follow=True))
    assert "Dit kan niet meer: cas is nu “bevestigd”." in again
    assert EventLedger.objects.get().seats_taken == 3


def test_the_mail_is_sent_again_once_for_each_time_the_screen_is_opened(chief, full):
    url = reverse("registration_send_again", args=[full[0].pk])
    key = str(chief.get(url).context["form"]["key"].value())
    for _click in range(2):
        chief.post(url, {"key": key})
    assert OutboxMail.objects.filter(to=["an@example.org"]).count() == 2
    push(chief, "registration_send_again", full[0].pk)
    assert OutboxMail.objects.filter(to=["an@example.org"]).count() == 3


def test_a_new_link_revokes_the_old_one_and_a_double_click_makes_one(chief, full):
    url = reverse("registration_renew_link", args=[full[0].pk])
    key = str(chief.get(url).context["form"]["key"].value())
    old = full[0].link_key
    chief.post(url, {"key": key})
    full[0].refresh_from_db()
    new = full[0].link_key
    assert new != old
    html = text(chief.post(url, {"key": key}, follow=True))
    assert "Dit was al gebeurd." in html
    full[0].refresh_from_db()
    assert full[0].link_key == new


def test_who_did_not_come_is_noted(chief, event, full):
    check_in(registration=full[0], by=chief.user)
    for one in full[:2]:
        push(chief, "registration_no_show", one.pk)
        push(chief, "registration_no_show", one.pk)
        assert state_of(one) == RegistrationState.NO_SHOW
    assert EventLedger.objects.get().seats_taken == 2
    assert "Dit kan niet meer" in text(push(chief, "registration_no_show", full[2].pk))


def test_somebody_is_registered_by_hand_also_when_it_is_closed(chief, event):
    EventLedger.objects.update(access=Access.NOBODY)
    url = reverse("event_register_by_hand", args=[event.pk])
    key = str(chief.get(url).context["form"]["key"].value())
    data = {"key": key, "name": "Ann Ampe", "email": "ann@example.org"}
    for _click in range(2):
        html = text(chief.post(url, data, follow=True))
        assert "Ann Ampe" in html
    one = Registration.objects.get()
    assert (one.state, one.source) == (RegistrationState.CONFIRMED, Source.EDITOR)
    assert OutboxMail.objects.count() == 1
    html = text(chief.post(url, {**data, "name": "Bob", "email": "bob@example.org"}, follow=True))
    assert "Dit formulier is al eerder verstuurd met andere gegevens." in html
    assert Registration.objects.count() == 1


def test_by_hand_a_full_event_queues_unless_there_is_a_reason(chief, event, full):
    html = text(push(chief, "event_register_by_hand", event.pk, name="Dee", email="dee@example.org"))
    assert "Dee staat op de wachtlijst" in html
    push(chief, "event_register_by_hand", event.pk, name="Eva", email="eva@example.org", override_reason="minister")
    eva = Registration.objects.get(name="Eva")
    assert (eva.state, eva.override_reason) == (RegistrationState.CONFIRMED, "minister")
    assert "al eerder ingeschreven" in text(
        push(chief, "event_register_by_hand", event.pk, name="An", email="AN@example.org")
    )


def test_a_mail_to_participants_is_shown_first_and_sent_once(chief, event, full):
    url = reverse("event_write", args=[event.pk])
    key = str(chief.get(url).context["form"]["key"].value())
    mail = {
        "key": key,
        "states": ["confirmed"],
        "subject": "Zaal {{ event }}",
        "text": "{% now 'Y' %} <b>&</b>\n\nTot dan",
    }
    OutboxMail.objects.all().delete()
    html = text(chief.post(url, {**mail, "look": "1"}))
    assert "Deze mail gaat naar 2 mensen" in html
    assert not OutboxMail.objects.exists()
    for _click in range(2):
        html = text(chief.post(url, {**mail, "send": "1"}, follow=True))
    assert "wordt geen tweede keer verstuurd" in html
    mails = OutboxMail.objects.order_by("pk")
    assert [mail.to for mail in mails] == [["an@example.org"], ["bo@example.org"]]
    assert mails[0].subject == "Zaal {{ event }}"
    assert "{% now 'Y' %} <b>&</b>" in mails[0].text
    assert "&lt;b&gt;" in mails[0].html
    assert "Dag an" in mails[0].text
    entry = PageLogEntry.objects.get(action="events.write")
    assert entry.data == {"count": 2, "states": ["confirmed"]}


def test_a_mail_to_nobody_has_no_button_to_send(chief, event):
    url = reverse("event_write", args=[event.pk])
    form = chief.get(url).context["form"]
    mail = {"key": form["key"].value(), "states": ["attended"], "subject": "x", "text": "y", "look": "1"}
    html = text(chief.post(url, mail))
    assert "gaat naar 0 mensen" in html
    assert 'name="send"' not in html

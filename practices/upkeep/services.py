"""Keeping the inventory true: editors and contacts say that a page still is, or what is not any more."""

import datetime
import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from cms.mail import messages
from cms.models import Person, User
from practices.models import Checker, PracticeCorrection, PracticePage, PracticeUpkeep
from practices.models.querysets import PracticeQuerySet
from practices.models.upkeep import unchecked_since
from practices.permissions import addresses_of_publishers

logger = logging.getLogger(__name__)

#: A contact is asked once a year.
ASK_AFTER = datetime.timedelta(days=365)
#: Practices that are due this soon go into the same mail: five practices of one contact make one mail.
ASK_TOGETHER = datetime.timedelta(days=60)
#: Mails per run, so per day. Editors must be able to follow the answers, and mail servers distrust hundreds at once;
#: 500 practices take less than a month.
CONTACTS_PER_RUN = 20

LINK_MAX_AGE = datetime.timedelta(days=90)
SALT = "practices.upkeep"

#: Corrections of one practice that wait for an editor; more would only be the same again, or abuse of a link.
MAX_OPEN_CORRECTIONS = 10


@dataclass(frozen=True)
class Question:
    """The practices about which a mail asks a contact."""

    practice: PracticePage
    #: Opens the page where the contact answers, for whoever has it.
    link: str


class LinkClosed(Exception):
    """The link is forged, too old or replaced by a later one, or its page or contact changed."""


class TooManyCorrections(Exception):
    """Editors have enough to handle for this practice first."""


@transaction.atomic
def record_check(*, practice: PracticePage, on: datetime.date, by: Checker, user: User | None = None) -> None:
    """Says that the page was true on that day; visitors read it at once. The same again changes nothing."""
    upkeep = _lock(practice)
    if (upkeep.checked_on, upkeep.checked_by) == (on, by):
        return
    upkeep.checked_on, upkeep.checked_by = on, by
    upkeep.save(update_fields=["checked_on", "checked_by"])
    log(instance=practice, action="practices.check", user=user, data={"on": on.isoformat(), "by": by})


def ask_contacts() -> None:
    """Asks the contacts of practices that nobody checked for a year whether they are still true.

    Each contact is a transaction of its own, with the mail in it: stopped halfway or run twice at once, nobody is
    asked twice.
    """
    asked = 0
    for contact_id in _contacts_to_ask():
        try:
            asked += ask_contact(contact_id=contact_id)
        except ValueError as error:
            # An address that no mail can go to must not keep the others waiting.
            logger.warning("Contact %s cannot be asked about practices: %s", contact_id, error)
        if asked >= CONTACTS_PER_RUN:
            break


@transaction.atomic
def ask_contact(*, contact_id: int) -> bool:
    """One mail with a new link for each practice of this contact that is due; False when none is (any more).

    Raises ``ValueError`` when the address of the contact cannot be one.
    """
    # Whoever asks the same contact at the same time waits here, and then finds nothing to ask.
    contact = Person.objects.select_for_update().filter(pk=contact_id).first()
    if contact is None or not _due().filter(contact=contact).exists():
        return False
    practices = _due(later=ASK_TOGETHER).filter(contact=contact).order_by("title")
    questions = [Question(practice, link=_renew_link(practice)) for practice in practices]
    context = {"contact": contact, "questions": questions, "link_days": LINK_MAX_AGE.days}
    messages.send("practice_check", to=[contact.email], context=context)
    return True


def practice_of_link(*, token: str) -> PracticePage:
    """The practice that the receiver of a link is asked about; raises ``LinkClosed``."""
    try:
        pk, contact_id, key = signing.loads(token, salt=SALT, max_age=LINK_MAX_AGE)
    except signing.BadSignature as error:
        raise LinkClosed from error
    practices = PracticePage.objects.live().public().select_related("upkeep", "contact")
    practice = practices.filter(pk=pk, contact=contact_id, upkeep__key=key).first()
    if practice is None:
        raise LinkClosed
    return practice


@transaction.atomic
def suggest_correction(*, practice: PracticePage, text: str) -> None:
    """Keeps what a contact says is not true any more, and mails it to the editors; the same again changes nothing.

    Raises ``TooManyCorrections``.
    """
    _lock(practice)
    waiting = practice.corrections.filter(handled_at=None)
    if waiting.filter(text=text).exists():
        return
    if waiting.count() >= MAX_OPEN_CORRECTIONS:
        raise TooManyCorrections
    correction = PracticeCorrection.objects.create(practice=practice, text=text)
    context = {"practice": practice, "correction": correction, "base_url": settings.BASE_URL}
    reply_to = [practice.contact.email] if practice.contact and practice.contact.email else []
    for address in addresses_of_publishers(practice):
        messages.send("practice_correction", to=[address], context=context, reply_to=reply_to)


def handle_correction(*, correction: PracticeCorrection, by: User) -> None:
    """Says that an editor dealt with it; the first to say so stays."""
    waiting = PracticeCorrection.objects.filter(pk=correction.pk, handled_at=None)
    waiting.update(handled_at=timezone.now(), handled_by=by)


def _lock(practice: PracticePage) -> PracticeUpkeep:
    upkeep, _created = PracticeUpkeep.objects.select_for_update().get_or_create(practice=practice)
    return upkeep


def _due(*, later: datetime.timedelta = datetime.timedelta()) -> PracticeQuerySet:
    """Practices to ask about now, or within the time ``later``. What is made up has nobody to ask."""
    asked_lately = {"upkeep__asked_at__gt": timezone.now() + later - ASK_AFTER}
    return (
        PracticePage.objects.live()
        .public()
        .filter(unchecked_since(timezone.localdate() + later - ASK_AFTER), is_example=False)
        .exclude(contact=None)
        .exclude(contact__email="")
        .exclude(**asked_lately)
        .with_places()
    )


def _contacts_to_ask() -> Iterable[int]:
    """Whose practice waited longest comes first."""
    waiting = _due().order_by(F("upkeep__asked_at").asc(nulls_first=True), "first_published_at", "pk")
    return dict.fromkeys(waiting.values_list("contact_id", flat=True))


def _renew_link(practice: PracticePage) -> str:
    """The address of a new link; earlier ones no longer work."""
    upkeep, _created = PracticeUpkeep.objects.get_or_create(practice=practice)
    key = uuid.uuid4()
    # Not with save(): visitors see none of this, so their pages stay in the cache.
    PracticeUpkeep.objects.filter(pk=upkeep.pk).update(key=key, asked_at=timezone.now())
    # With the contact in it, the link dies when somebody else becomes the contact.
    token = signing.dumps([practice.pk, practice.contact_id, key.hex], salt=SALT)
    return settings.BASE_URL + reverse("practice_check", args=[token])

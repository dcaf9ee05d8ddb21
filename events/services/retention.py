"""Erases the data of participants when their term is over, or at once for who asks it. Terms: ``events.terms``.

What stays tells of nobody: that somebody registered, in which state and when. What is due is asked of the data, not of
a mark that says it was done, so ``services.leftovers`` finds whatever the job missed.
"""

import json
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.mail import outbox
from cms.models import OutboxMail, User
from events import emails
from events.models import (
    Answer,
    ConsentRecord,
    EventLedger,
    Invitation,
    Reason,
    Registration,
    RegistrationAttempt,
    RegistrationLog,
    RegistrationNeeds,
    RegistrationState,
)
from events.services.seats import fill_free_seats, in_turn, locked_by, move
from events.terms import AFTER_CANCELLING, AFTER_EVENT, ATTEMPTS, SENSITIVE_AFTER_EVENT

#: What tells who it is; the link and the key of the form get values of nobody.
BLANK = {"name": "", "email": "", "email_key": "", "organisation": "", "role": "", "override_reason": ""}
EXPECTED = {RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.WAITLISTED}


def erase_due() -> int:
    """Erases whatever is beyond its term; each person is a transaction. Returns of how many people."""
    in_turn(_erase_sensitive, due_sensitive())
    erased = in_turn(_erase_in_time, due_registrations())
    in_turn(_erase_invitation, due_invitations())
    due_attempts().delete()
    outbox.forget(due_mails())
    return erased


def erase(*, registration: Registration, by: User) -> Registration:
    """Erases one person at once, on request, with the invitation to the same event.

    Who was still expected gives the seat back, and nobody mails that person any more. Safe to repeat.
    """
    with locked_by(registration.pk) as (ledger, current):
        if current.is_anonymous:
            return current
        invitations = Invitation.objects.filter(event_id=ledger.event_id, email_key=current.email_key)
        invitations.delete()
        _erase(ledger, current, by)
    return current


def holding_details() -> QuerySet[Registration]:
    return Registration.objects.filter(_holds_details())


def due_registrations() -> QuerySet[Registration]:
    """Of whom anything is still kept that should not be."""
    return holding_details().filter(_is_due(AFTER_EVENT))


def due_sensitive() -> QuerySet[Registration]:
    return Registration.objects.filter(_holds_sensitive(), _is_due(SENSITIVE_AFTER_EVENT))


def due_invitations() -> QuerySet[Invitation]:
    """Of events that are over, and earlier what was revoked and what somebody used who cancelled."""
    long_ago = timezone.now() - AFTER_CANCELLING
    registered = Registration.objects.filter(event=OuterRef("event"), email_key=OuterRef("email_key"))
    cancelled = Q(state=RegistrationState.CANCELLED, state_at__lte=long_ago)
    gave_up = Exists(registered.filter(cancelled)) & ~Exists(registered.exclude(cancelled))
    over = _is_over(AFTER_EVENT, undated_since="invited_at")
    return Invitation.objects.filter(Q(revoked_at__lte=long_ago) | gave_up | over)


def due_attempts() -> QuerySet[RegistrationAttempt]:
    return RegistrationAttempt.objects.filter(at__lte=timezone.now() - ATTEMPTS)


def due_mails() -> QuerySet[OutboxMail]:
    """Mails of which the person is no longer known; the rest leaves with ``cms.mail.outbox.purge``.

    What still waits is taken back only from who was erased: who was deleted with an event should read why.
    """
    long_ago = timezone.now() - AFTER_CANCELLING
    has_left = ~Q(sent_at=None, failed_at=None)
    old = Q(sent_at__lte=long_ago) | Q(failed_at__lte=long_ago)
    # To anybody who asks, of whom nothing else may be known.
    answers = Q(kind__in=[emails.LOST_LINKS, emails.NOT_INVITED])
    is_invitation = Q(kind=emails.INVITED)
    erased = Q(about__in=Registration.objects.exclude(anonymised_at=None).values("public_id"))
    deleted = ~is_invitation & ~Q(about__in=Registration.objects.values("public_id"))
    # Invitations that are gone, or got another link.
    withdrawn = is_invitation & ~Q(about__in=Invitation.objects.values("link_key"))
    of_nobody = Q(about__isnull=False) & (deleted | withdrawn)
    return emails.written().filter(erased | (has_left & of_nobody) | (answers & old))


def _is_over(term: timedelta, undated_since: str) -> Q:
    """Condition on rows of an event that ended so long ago.

    Without a day nobody can say that an event is over: then the row's own last change counts, and the month in which
    the event is expected.
    """
    moment = timezone.now() - term
    month = timezone.localdate(moment).replace(day=1)
    dated = Q(event__end__lte=moment) | Q(event__end=None, event__start__lte=moment)
    no_month_to_come = Q(event__expected_month=None) | Q(event__expected_month__lt=month)
    return dated | (Q(event__start=None, **{f"{undated_since}__lte": moment}) & no_month_to_come)


def _is_due(term: timedelta) -> Q:
    cancelled = Q(state=RegistrationState.CANCELLED, state_at__lte=timezone.now() - AFTER_CANCELLING)
    return cancelled | _is_over(term, undated_since="state_at")


def _holds_details() -> Q:
    texts = Q()
    for name, blank in BLANK.items():
        texts |= ~Q(**{name: blank})
    rows = Q(pk__in=Answer.objects.values("registration")) | Q(pk__in=ConsentRecord.objects.values("registration"))
    return texts | ~Q(municipality=None) | rows | Q(pk__in=RegistrationNeeds.objects.values("registration"))


def _holds_sensitive() -> Q:
    sensitive = Answer.objects.filter(is_sensitive=True)
    return Q(pk__in=sensitive.values("registration")) | Q(pk__in=RegistrationNeeds.objects.values("registration"))


def _erase_sensitive(pk: int) -> bool:
    with locked_by(pk) as (_ledger, current):
        # Looked at again under the lock: the event may have got another day.
        if not due_sensitive().filter(pk=pk).exists():
            return False
        current.answers.filter(is_sensitive=True).delete()
        RegistrationNeeds.objects.filter(registration=current).delete()
    return True


def _erase_in_time(pk: int) -> bool:
    with locked_by(pk) as (ledger, current):
        if not due_registrations().filter(pk=pk).exists():
            return False
        # Together: nothing would tell afterwards that the invitation was of somebody who cancelled.
        due_invitations().filter(event_id=ledger.event_id, email_key=current.email_key).delete()
        _erase(ledger, current)
    return True


@transaction.atomic
def _erase_invitation(pk: int) -> bool:
    invitation = due_invitations().filter(pk=pk).first()
    if invitation is None:
        return False
    invitation.delete()
    _forget_mails(invitation.email, invitation.email_key)
    return True


def _erase(ledger: EventLedger, current: Registration, by: User | None = None) -> None:
    if current.state in EXPECTED and not ledger.event.is_past:
        move(ledger, current, RegistrationState.CANCELLED, reason=Reason.ERASED, by=by)
        fill_free_seats(ledger)
    else:
        _log(ledger, current, by)
    email, key = current.email, current.email_key
    current.answers.all().delete()
    for model in [RegistrationNeeds, ConsentRecord]:
        model.objects.filter(registration=current).delete()
    RegistrationAttempt.objects.filter(key=current.key).delete()
    Registration.objects.filter(pk=current.pk).update(
        **BLANK,
        municipality=None,
        key=f"erased-{current.public_id}",
        link_key=uuid.uuid4(),
        anonymised_at=Coalesce("anonymised_at", timezone.now()),
    )
    current.refresh_from_db()
    # Also what still waits: its links no longer work.
    outbox.forget(OutboxMail.objects.filter(about=current.public_id))
    _forget_mails(email, key, also_waiting=by is not None)


def _log(ledger: EventLedger, current: Registration, by: User | None) -> None:
    RegistrationLog.objects.create(
        event_id=ledger.event_id,
        registration=current.public_id,
        from_state=current.state,
        to_state=current.state,
        reason=Reason.ERASED,
        by=by,
    )


def _forget_mails(email: str, email_key: str, *, also_waiting: bool = False) -> None:
    """The mails to an address of which nothing else is kept, such as its lost links."""
    is_known = (
        Registration.objects.filter(email_key=email_key).exists()
        or Invitation.objects.filter(email_key=email_key).exists()
    )
    if not email or is_known:
        return
    # The list of addresses is JSON: with its quotation marks, so that jan@… is not found in an-jan@….
    to_address = Q(to__icontains=f'"{email}"') | Q(to__icontains=json.dumps(email))
    mails = OutboxMail.objects.filter(to_address)
    outbox.forget(mails if also_waiting else mails.exclude(sent_at=None, failed_at=None))

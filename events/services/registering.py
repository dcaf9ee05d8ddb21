"""The one way in: site, admin and import register people here."""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils import timezone

from cms.forms.guard import Limit
from cms.models import User
from cms.work.worker import DAY
from events import emails
from events.models import (
    Answer,
    ConsentRecord,
    ConsentText,
    EventLedger,
    EventPage,
    EventState,
    Invitation,
    Reason,
    Registration,
    RegistrationAttempt,
    RegistrationNeeds,
    RegistrationState,
    Source,
)
from events.models.registrations import email_key
from events.services.consent import stored
from events.services.seats import begin, give_back, has_begun, locked, newcomer_gets_seat

#: In which somebody must click the link in the mail, when the form asks for that proof.
VERIFY_WITHIN = timedelta(hours=24)
#: Registrations from one network. A room of colleagues behind one address may go beyond it; from there on each of them
#: clicks a link in a mail first.
WITHOUT_PROOF = Limit("registration without proof", most=10, seconds=60 * 60)
#: Mails to an address that is known or not invited. Anybody can fill it in: it must not become a way to flood somebody.
ANSWERS = Limit("registration answers", most=3, seconds=DAY)


class RegistrationClosed(Exception):
    """The event does not take registrations now."""


class KeyReused(Exception):
    """The key of a form that was sent before came back with other data."""


class Result(StrEnum):
    """What became of a registration. Only who may see it learns it: the public page says what is true of the event."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    PENDING = "pending"
    DUPLICATE = "duplicate"
    NOT_INVITED = "not invited"
    REPLAYED = "replayed"


@dataclass(frozen=True)
class Outcome:
    result: Result
    registration: Registration | None = None
    #: True of the event: the queue had begun.
    has_queue: bool = False


@dataclass(frozen=True)
class AnswerGiven:
    question: str  # the key of the question, a UUID
    label: str
    value: str
    is_sensitive: bool = False


@dataclass(frozen=True)
class Applicant:
    """What somebody filled in, validated by a form."""

    name: str
    email: str
    organisation: str = ""
    role: str = ""
    municipality_id: int | None = None
    answers: tuple[AnswerGiven, ...] = ()
    accessibility: str = ""
    diet: str = ""
    consent: ConsentText | None = field(default=None, compare=False)
    #: When it was given; None: now.
    consent_at: datetime | None = field(default=None, compare=False)

    def digest(self) -> str:
        """The same for the same data, and telling nothing of it."""
        facts = [self.name, email_key(self.email), self.organisation, self.role, self.municipality_id]
        facts += [[answer.question, answer.value] for answer in self.answers]
        facts += [self.accessibility, self.diet]
        return hmac.new(settings.SECRET_KEY.encode(), json.dumps(facts).encode(), "sha256").hexdigest()


def register(
    *,
    event: EventPage,
    applicant: Applicant,
    key: str,
    source: Source = Source.SITE,
    by: User | None = None,
    network: str = "",
    asks_proof: bool = False,
    is_proven: bool = False,
    override_reason: str = "",
) -> Outcome:
    """Gives a seat or a place in the queue, and writes the mail that says so, in one transaction.

    ``key`` names this sending of the form: sent again with the same data it changes nothing. With ``asks_proof``, or
    when more come from one ``network`` than a room of colleagues, the seat is held until a link in a mail is clicked;
    not for who came by such a link (``is_proven``). An editor (``by``) may give a seat beyond the capacity, with an
    ``override_reason``.

    Raises ``RegistrationClosed`` (to an editor only when the event is cancelled), ``KeyReused`` and, when the lock
    does not come, ``OperationalError``.
    """
    with locked(event.pk) as ledger:
        if attempt := RegistrationAttempt.objects.filter(key=key).first():
            return _replay(attempt, ledger, applicant)
        # Before anything is looked up about the address: of an event that is closed nobody learns who comes.
        if not _takes_people(ledger, by):
            raise RegistrationClosed
        has_queue = not newcomer_gets_seat(ledger)
        RegistrationAttempt.objects.create(
            key=key, event_id=ledger.event_id, digest=applicant.digest(), had_queue=has_queue
        )
        here = Registration.objects.filter(event_id=ledger.event_id)
        # Who comes back after the time to confirm was over, before the worker came by. The page still says how it was
        # before, for that is true of the event whoever asks.
        if lapsed := here.lapsed().filter(email_key=email_key(applicant.email)).first():
            give_back(ledger, lapsed)
        elif known := here.active().filter(email_key=email_key(applicant.email)).first():
            known.event = ledger.event
            # An editor reads on the screen that nothing changed; the person need not know.
            if by is None and ANSWERS.take(known.email_key):
                emails.send_known(known)
            return Outcome(Result.DUPLICATE, known, has_queue)
        if by is None and ledger.needs_invitation and not _is_invited(ledger, applicant):
            if ANSWERS.take(email_key(applicant.email)):
                emails.send_not_invited(ledger.event, applicant.email)
            return Outcome(Result.NOT_INVITED, None, has_queue)
        registration = _registration(ledger, applicant, key, source, is_proven, override_reason)
        asks_proof = asks_proof or bool(network and not is_proven and not WITHOUT_PROOF.take(network))
        return _take_in(ledger, registration, applicant, by, asks_proof, has_queue)


def _takes_people(ledger: EventLedger, by: User | None) -> bool:
    return ledger.is_open_at(timezone.now()) if by is None else ledger.state != EventState.CANCELLED


def _replay(attempt: RegistrationAttempt, ledger: EventLedger, applicant: Applicant) -> Outcome:
    if attempt.event_id != ledger.event_id or not hmac.compare_digest(attempt.digest, applicant.digest()):
        raise KeyReused
    # What the first answer said of the queue, and not how it is now: by the difference somebody else could tell that
    # the address was known.
    registration = Registration.objects.filter(key=attempt.key).first()
    return Outcome(Result.REPLAYED, registration, attempt.had_queue)


def _is_invited(ledger: EventLedger, applicant: Applicant) -> bool:
    invited = Invitation.objects.filter(event_id=ledger.event_id, email_key=email_key(applicant.email))
    return invited.filter(revoked_at=None).exists()


def _registration(
    ledger: EventLedger, applicant: Applicant, key: str, source: Source, is_proven: bool, override_reason: str
) -> Registration:
    return Registration(
        event=ledger.event,
        name=applicant.name,
        email=applicant.email,
        email_key=email_key(applicant.email),
        organisation=applicant.organisation,
        role=applicant.role,
        municipality_id=applicant.municipality_id,
        verified_at=timezone.now() if is_proven else None,
        key=key,
        source=source,
        override_reason=override_reason,
    )


def _take_in(
    ledger: EventLedger,
    registration: Registration,
    applicant: Applicant,
    by: User | None,
    asks_proof: bool,
    had_queue: bool,
) -> Outcome:
    has_queue = not newcomer_gets_seat(ledger)
    reason = {"reason": Reason.EDITOR if by else Reason.SELF, "by": by}
    beyond = bool(by and registration.override_reason)
    if has_queue and not beyond:
        begin(ledger, registration, RegistrationState.WAITLISTED, **reason)
    elif asks_proof and not by and not has_begun(ledger):
        begin(ledger, registration, RegistrationState.PENDING, expires_at=timezone.now() + VERIFY_WITHIN, **reason)
    else:
        begin(ledger, registration, RegistrationState.CONFIRMED, beyond_capacity=has_queue, **reason)
    _store_details(registration, applicant)
    if not ledger.event.is_past:
        emails.send_received(registration)
    return Outcome(Result(registration.state), registration, had_queue)


def _store_details(registration: Registration, applicant: Applicant) -> None:
    store_answers(registration, applicant.answers)
    if applicant.accessibility or applicant.diet:
        RegistrationNeeds.objects.create(
            registration=registration, accessibility=applicant.accessibility, diet=applicant.diet
        )
    if applicant.consent:
        given_at = applicant.consent_at or timezone.now()
        ConsentRecord.objects.create(registration=registration, text=stored(applicant.consent), given_at=given_at)


def store_answers(registration: Registration, answers: Iterable[AnswerGiven]) -> None:
    Answer.objects.bulk_create(
        Answer(
            registration=registration,
            question=answer.question,
            label=answer.label,
            value=answer.value,
            is_sensitive=answer.is_sensitive,
        )
        for answer in answers
    )

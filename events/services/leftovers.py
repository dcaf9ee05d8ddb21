"""How much personal data of participants there is, and how much beyond its term: nothing, once the job ran."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.mail import outbox
from events import emails
from events.models import Answer, ConsentRecord, Invitation, Registration, RegistrationAttempt, RegistrationNeeds
from events.services import retention
from events.terms import AFTER_EVENT, ATTEMPTS, SENSITIVE_AFTER_EVENT


@dataclass(frozen=True)
class Kind:
    what: str | Promise
    #: The longest of its terms; who cancels is erased earlier.
    term: timedelta
    kept: Callable[[], QuerySet]
    beyond: Callable[[], QuerySet]


@dataclass(frozen=True)
class Leftover:
    what: str | Promise
    days: int
    #: Rows that hold personal data now, and those of them that should no longer be there.
    kept: int
    beyond: int


def leftovers() -> list[Leftover]:
    return [Leftover(kind.what, kind.term.days, kind.kept().count(), kind.beyond().count()) for kind in KINDS]


def _of(model: type[Model], people: Callable[[], QuerySet[Registration]], **kind: object) -> Callable[[], QuerySet]:
    return lambda: model._default_manager.filter(registration__in=people(), **kind)


def _late_mails() -> QuerySet:
    old = timezone.now() - outbox.KEEP
    late = Q(sent_at__lt=old) | Q(failed_at__lt=old) | Q(pk__in=retention.due_mails().values("pk"))
    return emails.written().filter(late)


KINDS = [
    Kind(_("Participants"), AFTER_EVENT, retention.holding_details, retention.due_registrations),
    Kind(
        _("Answers"),
        AFTER_EVENT,
        lambda: Answer.objects.filter(is_sensitive=False),
        _of(Answer, retention.due_registrations, is_sensitive=False),
    ),
    Kind(
        _("Sensitive answers"),
        SENSITIVE_AFTER_EVENT,
        lambda: Answer.objects.filter(is_sensitive=True),
        _of(Answer, retention.due_sensitive, is_sensitive=True),
    ),
    Kind(
        _("Food and accessibility"),
        SENSITIVE_AFTER_EVENT,
        RegistrationNeeds.objects.all,
        _of(RegistrationNeeds, retention.due_sensitive),
    ),
    Kind(_("Consent"), AFTER_EVENT, ConsentRecord.objects.all, _of(ConsentRecord, retention.due_registrations)),
    Kind(_("Invitations"), AFTER_EVENT, Invitation.objects.all, retention.due_invitations),
    Kind(_("Mails about a registration"), AFTER_EVENT, emails.written, _late_mails),
    Kind(_("Digests of forms that were sent"), ATTEMPTS, RegistrationAttempt.objects.all, retention.due_attempts),
]

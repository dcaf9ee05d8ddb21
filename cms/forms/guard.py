"""Protects public forms from programs: a trap, a signed token, and limits that are kept in the database.

Nothing for people to solve, no third party, and never a silent loss: whoever is refused keeps the form as it was filled
in and reads what to do. Only who falls into the trap is thanked and forgotten.
"""

import ipaddress
import secrets
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.models import RateBucket
from cms.web.login import client_address

#: Seconds. Nobody reads a form and fills it in faster; programs do.
FASTEST = 3
#: Seconds. Enough to be called away and finish tomorrow; after that the texts on the form may have changed.
OLDEST = 24 * 60 * 60

SALT = "cms.guard"


@dataclass(frozen=True)
class Token:
    """Says which form was handed out and when; its ``key`` names this one copy, however often it is sent."""

    form: str
    key: str
    issued: int  # seconds since 1970

    @classmethod
    def issue(cls, form: str) -> "Token":
        return cls(form, secrets.token_hex(16), int(time.time()))

    @classmethod
    def read(cls, signed: str, form: str) -> "Token":
        """The token that was signed for this form. Raises ``signing.BadSignature`` for anything else."""
        token = cls(**signing.loads(signed, salt=SALT))
        if token.form != form:
            raise signing.BadSignature("The token belongs to another form.")
        return token

    def __str__(self):
        return signing.dumps(asdict(self), salt=SALT)

    @property
    def age(self) -> float:
        """Seconds."""
        return time.time() - self.issued

    @property
    def is_old(self) -> bool:
        return self.age > OLDEST


class GuardForm(forms.Form):
    """The hidden fields that a public form carries beside its own; ``components/guard.html`` shows them.

    The view looks at ``is_trapped`` first and then validates this form next to the other one. ``key`` goes to the
    service, which stores it under a unique constraint: the same copy of a form does its work once. Tokens of one form
    are worth nothing on another: ``guards`` names the form, and what it is about where that matters.
    """

    TRAP = "homepage"
    TOKEN = "guard"  # noqa: S105
    MESSAGES = {
        "fast": _("That went very fast. Your answers are still here: wait a few seconds and send them again."),
        "old": _("This form was open for more than a day. Your answers are still here: read them and send them again."),
        "forged": _(
            "We could not check this form. Your answers are still here: wait a few seconds and send them again."
        ),
    }

    def __init__(self, data=None, *, guards: str):
        super().__init__(data)
        self.guards = guards

    @property
    def is_trapped(self) -> bool:
        """Whether a field was filled in that people do not see."""
        return bool(self.data.get(self.TRAP))

    @cached_property
    def received(self) -> Token | None:
        try:
            return Token.read(self.data.get(self.TOKEN, ""), self.guards)
        except signing.BadSignature:
            return None

    @cached_property
    def token(self) -> Token:
        """The token to show in the form: the one it came with, or a new one in place of one that is no longer valid."""
        usable = self.received is not None and not self.received.is_old
        return self.received if usable else Token.issue(self.guards)

    @property
    def key(self) -> str:
        """Names the copy of the form that was received; at most 32 characters.

        Raises:
            ValueError: the form has no valid token.
        """
        if self.received is None:
            raise ValueError("A form without a valid token has no key.")
        return self.received.key

    def renew(self):
        """Show the form with a new token: this one did its work."""
        self.token = Token.issue(self.guards)

    def clean(self):
        if self.received is None:
            raise self._refusal("forged")
        if self.received.is_old:
            raise self._refusal("old")
        if self.received.age < FASTEST:
            raise self._refusal("fast")
        return super().clean()

    def _refusal(self, code):
        return ValidationError(self.MESSAGES[code], code=code)


def network_of(request: HttpRequest) -> str:
    """Whom limits count: the address a request comes from; of IPv6 the half that one subscriber has to himself."""
    address = client_address(request) or ""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network((ip, 64), strict=False) if ip.version == 6 else ip)


@dataclass(frozen=True)
class Limit:
    """At most so many times in a window of so many seconds. Windows start on the clock, not at the first time."""

    scope: str
    most: int
    seconds: int

    def take(self, who: str) -> bool:
        """Count one more for ``who`` (an address, a mailbox …); False, and nothing counted, when the window is full.

        Exact with any number of processes: the database adds and compares in one statement. Inside a transaction it
        counts only what is committed.
        """
        ends = (int(time.time()) // self.seconds + 1) * self.seconds
        row = {
            "scope": self.scope,
            "who": salted_hmac(SALT, f"{self.scope} {ends} {who}", algorithm="sha256").hexdigest(),
            "ends_at": datetime.fromtimestamp(ends, UTC),
        }
        RateBucket.objects.bulk_create([RateBucket(**row)], ignore_conflicts=True)
        return bool(RateBucket.objects.filter(**row, count__lt=self.most).update(count=F("count") + 1))


def purge():
    """Forget the windows that are over."""
    RateBucket.objects.filter(ends_at__lt=timezone.now()).delete()

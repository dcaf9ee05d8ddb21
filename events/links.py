"""Personal links of participants: signed, revocable, and for one purpose each."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from events.models import Registration

OWN_PAGE, CHECK_IN = "events.own-page", "events.check-in"


def own_page(registration: Registration) -> str:
    """The full address of a participant's own page."""
    return _address("registration", registration, OWN_PAGE)


def check_in(registration: Registration) -> str:
    """What the QR code says: opens no own page, and does nothing for who may not check people in."""
    return _address("check_in", registration, CHECK_IN)


def find(public_id, signature: str, purpose: str) -> Registration | None:
    """The registration that the link is of; None when the link was tampered with or revoked."""
    registration = Registration.objects.select_related("event__ledger").filter(public_id=public_id).first()
    if registration is None or registration.is_anonymous:
        return None
    try:
        _signer(purpose).unsign(f"{_signed(registration)}:{signature}")
    except BadSignature:
        return None
    return registration


def _address(view, registration, purpose):
    signature = _signer(purpose).signature(_signed(registration))
    return settings.BASE_URL + reverse(view, args=[registration.public_id, signature])


def _signer(purpose):
    return Signer(salt=purpose)


def _signed(registration):
    return f"{registration.public_id}:{registration.link_key}"

"""Personal links of participants: signed, revocable, and for one purpose each."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from events.models import EventPage, Invitation, Registration

OWN_PAGE, CHECK_IN, INVITATION = "events.own-page", "events.check-in", "events.invitation"
#: In the address of the form, where the link of an invitation leads.
INVITATION_PARAMETER = "uitnodiging"


def own_page(registration: Registration) -> str:
    """The full address of a participant's own page."""
    return _address("registration", registration, OWN_PAGE)


def own_path(registration: Registration) -> str:
    """The same on whatever host the visitor is."""
    return _path("registration", registration, OWN_PAGE)


def own_paths(registration: Registration) -> dict[str, str]:
    """That of the own page, and those below it, by what is done there."""
    views = {"own_page": "registration", **{name: f"registration_{name}" for name in ["confirm", "details", "cancel"]}}
    return {name: _path(view, registration, OWN_PAGE) for name, view in views.items()}


def check_in(registration: Registration) -> str:
    """What the QR code says: opens no own page, and does nothing for who may not check people in."""
    return _address("check_in", registration, CHECK_IN)


def check_in_code(registration: Registration) -> str:
    """The QR code as a picture, for mails."""
    return _address("check_in_code", registration, CHECK_IN)


def invitation(invitation: Invitation) -> str:
    """The address of the form for somebody who was invited: it knows name and address."""
    signed = _signer(INVITATION).sign(str(invitation.link_key))
    return f"{invitation.event.full_route_url('registration')}?{urlencode({INVITATION_PARAMETER: signed})}"


def find_invitation(event: EventPage, signed: str) -> Invitation | None:
    """The invitation that the link is of; None when the link was tampered with or revoked, or is of another event."""
    try:
        link_key = _signer(INVITATION).unsign(signed)
    except BadSignature:
        return None
    return Invitation.objects.filter(event=event, link_key=link_key, revoked_at=None).first()


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
    return settings.BASE_URL + _path(view, registration, purpose)


def _path(view, registration, purpose):
    signature = _signer(purpose).signature(_signed(registration))
    return reverse(view, args=[registration.public_id, signature])


def _signer(purpose):
    return Signer(salt=purpose)


def _signed(registration):
    return f"{registration.public_id}:{registration.link_key}"

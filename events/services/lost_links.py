"""Personal links that were lost."""

from django.db import transaction

from cms.forms.guard import Limit
from events import emails
from events.models import EventPage, Registration
from events.models.registrations import email_key

HOUR = 60 * 60
TO_MAILBOX = Limit("lost links of a mailbox", 3, HOUR)
#: Colleagues share a network, and after a mailing many of them look for their link.
FROM_NETWORK = Limit("lost links from a network", 40, HOUR)


class TooManyRequests(Exception):
    """Too many came from one network; says nothing of any address."""


def mail_links(*, email: str, network: str, event: EventPage | None = None) -> None:
    """Mails the links of the registrations of this address, for one event or for all that come.

    Whether the address is known shows in nothing: the mail is written for every address, and taken back when there is
    nothing to say. It goes to the address as it was registered, which need not be written as it is here.

    Raises ``TooManyRequests``.
    """
    if not FROM_NETWORK.take(network):
        raise TooManyRequests
    if not TO_MAILBOX.take(email_key(email)):
        return
    events = EventPage.objects.filter(pk=event.pk) if event else EventPage.objects.upcoming()
    found = Registration.objects.active().filter(email_key=email_key(email), event__in=events, anonymised_at=None)
    registrations = list(found.select_related("event__host_municipality").order_by("event__start", "pk"))
    with transaction.atomic():
        emails.send_links(registrations[0].email if registrations else email, registrations)
        transaction.set_rollback(not registrations)

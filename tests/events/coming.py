"""Events that take people, and people who come."""

import re

from django.apps import apps
from django.utils import timezone

from events.models import Access, EventLedger, Registration
from events.services.registering import Applicant, register
from tests.factories import EventPageFactory
from tests.factories.tree import grow


def open_event(*, capacity=None, **kwargs):
    event = grow(EventPageFactory, **kwargs)
    set_ledger(event, access=Access.OPEN, capacity=capacity)
    return event


def set_ledger(event, **facts):
    EventLedger.objects.filter(event=event).update(**facts)
    event.ledger.refresh_from_db()


def come(event, name="An Peeters", *, is_verified=True, **kwargs) -> Registration:
    """Registers somebody through the service; ``asks_proof`` and details as there."""
    email = kwargs.pop("email", f"{name.split()[0].lower()}@example.org")
    options = {key: kwargs.pop(key) for key in ["asks_proof"] if key in kwargs}
    applicant = Applicant(name=name, email=email, **kwargs)
    registration = register(event=event, applicant=applicant, key=f"{event.pk} {email}", **options).registration
    if is_verified:
        Registration.objects.filter(pk=registration.pk).update(verified_at=timezone.now())
    return Registration.objects.select_related("event__ledger").get(pk=registration.pk)


def all_rows():
    """Every row of every table."""
    return {model: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()}


def send(client, page, action=None, **data):
    """As a browser does: open a page, send its form (to another address if told), follow."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(page).content.decode())[1]
    return client.post(action or page, {**data, "csrfmiddlewaretoken": token}, follow=True)

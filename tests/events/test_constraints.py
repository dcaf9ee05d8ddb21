"""What may be there only once is refused by the database, under a name that tells what it is for."""

import pytest
from django.db import IntegrityError, connection, transaction

from events.models import Registration, RegistrationAttempt
from tests.events.coming import come, open_event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "name"), [(Registration, "registration_once_per_key"), (RegistrationAttempt, "attempt_once_per_key")]
)
def test_the_key_of_a_form_is_used_once(home, model, name):
    come(open_event())
    copy = model.objects.get()
    copy.pk = None
    if model is Registration:
        copy.public_id, copy.email_key = "00000000-0000-4000-8000-000000000001", "bo@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()
    with connection.cursor() as cursor:
        constraint = connection.introspection.get_constraints(cursor, model._meta.db_table)[name]
    assert (constraint["columns"], constraint["unique"]) == (["key"], True)

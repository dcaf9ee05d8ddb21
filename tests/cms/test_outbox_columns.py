"""Mails that were written before the outbox had its columns are found by them too."""

import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from cms.models import OutboxMail

PERSON, INVITATION = uuid.uuid4(), uuid.uuid4()
THREAD = {"References": f"<{PERSON}@labo.example.be>"}

#: What the headers were, and what the columns become.
MAILS = [
    ({"Keywords": "registration_confirmed", **THREAD}, "registration_confirmed", PERSON),
    ({"Keywords": "registration_links"}, "registration_links", None),
    (
        {"Keywords": "registration_invited", "Invitation-Key": str(INVITATION)},
        "registration_invited",
        INVITATION,
    ),
    (THREAD, "registration_unnamed", PERSON),
    ({"References": "<20270301.1@mail.example.org>"}, "", None),
    ({}, "", None),
]


@pytest.mark.django_db
def test_the_columns_are_filled_from_the_headers_whatever_the_size_of_a_batch(monkeypatch):
    migration = import_module("cms.migrations.0006_outbox_columns")
    monkeypatch.setattr(migration, "BATCH", 4)
    for number, (headers, _kind, _about) in enumerate(MAILS):
        headers = {"Message-ID": f"<{number}@example.org>", **headers}
        OutboxMail.objects.create(message_id=number, to=["an@example.org"], headers=headers)
    migration.fill_from_headers(apps, connection.schema_editor())
    filled = OutboxMail.objects.order_by("pk").values_list("kind", "about")
    assert list(filled) == [(kind, about) for _headers, kind, about in MAILS]

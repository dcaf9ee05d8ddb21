"""What people were told of an event was text that held JSON."""

import json

from django.db import migrations, models

FIELDS = [("eventledger", "facts"), ("registration", "told")]


def empty_what_is_not_json(apps, schema_editor):
    """The same text is on many rows, so each is looked at once."""
    for model, name in FIELDS:
        rows = apps.get_model("events", model).objects.using(schema_editor.connection.alias)
        for text in rows.exclude(**{name: None}).order_by().values_list(name, flat=True).distinct():
            if not is_json_object(text):
                rows.filter(**{name: text}).update(**{name: None})
    finish_updates(schema_editor)


def write_empty_texts(apps, schema_editor):
    for model, name in FIELDS:
        rows = apps.get_model("events", model).objects.using(schema_editor.connection.alias)
        rows.filter(**{name: None}).update(**{name: ""})
    finish_updates(schema_editor)


def finish_updates(schema_editor):
    """PostgreSQL alters no table while checks of foreign keys wait for the end of the transaction."""
    schema_editor.connection.check_constraints()


def is_json_object(text):
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def alter_both(field):
    return [migrations.AlterField(model, name, field.clone()) for model, name in FIELDS]


class Migration(migrations.Migration):
    dependencies = [("events", "0004_streams")]

    operations = [
        *alter_both(models.TextField(null=True, blank=True, editable=False)),
        migrations.RunPython(empty_what_is_not_json, write_empty_texts),
        *alter_both(models.JSONField(null=True, editable=False)),
    ]

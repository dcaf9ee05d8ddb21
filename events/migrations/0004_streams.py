"""Streams are JSON to migrations from here on; it was the column already, so the database has nothing to do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_named_keys"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="eventpage",
                    name="body",
                    field=models.JSONField(blank=True, default=list, verbose_name="text"),
                ),
            ]
        )
    ]

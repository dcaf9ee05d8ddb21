"""Streams are JSON to migrations from here on; it was the column already, so the database has nothing to do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0002_inventory"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="experimentlinepage",
                    name="body",
                    field=models.JSONField(blank=True, default=list, verbose_name="text"),
                ),
                migrations.AlterField(
                    model_name="practicepage",
                    name="body",
                    field=models.JSONField(blank=True, default=list, verbose_name="more about this practice"),
                ),
            ]
        )
    ]

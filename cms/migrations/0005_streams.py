"""Streams are JSON to migrations from here on; it was the column already, so the database has nothing to do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_document_text"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="sitesettings",
                    name="call_to_action",
                    field=models.JSONField(blank=True, default=list, verbose_name="button in the menu"),
                ),
                migrations.AlterField(
                    model_name="sitesettings",
                    name="footer_columns",
                    field=models.JSONField(blank=True, default=list, verbose_name="footer"),
                ),
                migrations.AlterField(
                    model_name="sitesettings",
                    name="legal_links",
                    field=models.JSONField(blank=True, default=list, verbose_name="last line of the footer"),
                ),
                migrations.AlterField(
                    model_name="sitesettings",
                    name="menu",
                    field=models.JSONField(blank=True, default=list, verbose_name="menu"),
                ),
            ]
        )
    ]

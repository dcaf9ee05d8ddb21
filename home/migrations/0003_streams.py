"""Streams are JSON to migrations from here on; it was the column already, so the database has nothing to do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_create_home_page"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="callpage",
                    name="body",
                    field=models.JSONField(blank=True, default=list, verbose_name="more text"),
                ),
                migrations.AlterField(
                    model_name="homepage",
                    name="body",
                    field=models.JSONField(blank=True, default=list, verbose_name="below on the page"),
                ),
                migrations.AlterField(
                    model_name="homepage",
                    name="quick_links",
                    field=models.JSONField(blank=True, default=list, verbose_name="often searched"),
                ),
                migrations.AlterField(
                    model_name="standardpage",
                    name="body",
                    field=models.JSONField(blank=True, default=list, verbose_name="text"),
                ),
            ]
        )
    ]

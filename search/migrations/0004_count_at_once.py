"""Searches are counted at once. Until now they waited in files for the worker; what still lies there is forgotten."""

import shutil

from django.conf import settings
from django.db import migrations


def delete_files(apps, schema_editor):
    shutil.rmtree(settings.VAR_DIR / "searches", ignore_errors=True)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_synonyms")]

    operations = [
        migrations.DeleteModel(name="SpoolPosition"),
        migrations.RunPython(delete_files, migrations.RunPython.noop),
    ]

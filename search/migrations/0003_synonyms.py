"""The words of the field that mean the same. Once: from then on they belong to the editors, who may delete them."""

from django.db import migrations

SAME = [
    ["burgerbudget", "burgerbegroting", "wijkbudget", "participatief budget"],
    ["R2C", "right to challenge", "uitdaagrecht"],
    # Kin rather than the same: who looks for one is served by the other. What holds the word itself comes first anyway.
    ["co-creatie", "cocreatie", "coproductie", "co-productie"],
]
ONE_WAY = [("Krottegem", "Roeselare")]


def load_synonyms(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects
    for phrases in SAME:
        groups.create(phrases="\n".join(phrases))
    for phrase, leads_to in ONE_WAY:
        groups.create(phrases=phrase, leads_to=leads_to)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_text_index")]

    operations = [migrations.RunPython(load_synonyms, migrations.RunPython.noop)]

"""The words of the field that mean the same. Once: from then on they belong to the editors, who may delete them."""

from django.db import migrations

SAME = [
    [
        "burgerbudget",
        "burgerbegroting",
        "wijkbudget",
        "participatief budget",
        "participatieve begroting",
        "participatieve budgettering",
    ],
    ["R2C", "right to challenge", "uitdaagrecht"],
    # Kin rather than the same: who looks for one is served by the other. What holds the word itself comes first anyway.
    ["co-creatie", "cocreatie", "coproductie", "co-productie"],
]
ONE_WAY = [("Krottegem", "Roeselare")]


def load_synonyms(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects
    for phrases, leads_to in [*(("\n".join(phrases), "") for phrases in SAME), *ONE_WAY]:
        # Going back leaves them: they may be the work of editors by then.
        if not groups.filter(phrases=phrases, leads_to=leads_to).exists():
            groups.create(phrases=phrases, leads_to=leads_to)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_text_index")]

    operations = [migrations.RunPython(load_synonyms, migrations.RunPython.noop)]

from django.db import migrations


class OnlyOnPostgreSQL(migrations.RunSQL):
    """SQL that other databases skip, so that the list of migrations is the same on all."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    """The index that Wagtail speaks of and does not make: without it every search reads the whole table."""

    dependencies = [
        ("search", "0001_initial"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [
        OnlyOnPostgreSQL(
            "CREATE INDEX IF NOT EXISTS search_title_body ON wagtailsearch_indexentry USING gin ((title || body))",
            "DROP INDEX IF EXISTS search_title_body",
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0004_count_at_once")]

    operations = [migrations.RenameField("word", "witness", "example")]

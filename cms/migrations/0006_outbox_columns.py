"""Which message a mail is, and what it is about, was told by its headers; mails that wait or were sent keep theirs."""

from uuid import UUID

from django.db import migrations, models

BATCH = 500
#: Of mails before there was a header that named the message; they are about a registration all the same.
UNNAMED = "registration_unnamed"


def fill_from_headers(apps, schema_editor):
    mails = apps.get_model("cms", "OutboxMail").objects.using(schema_editor.connection.alias).order_by("pk")
    last = 0
    while batch := list(mails.filter(pk__gt=last).only("headers")[:BATCH]):
        last = batch[-1].pk
        for mail in batch:
            mail.kind, mail.about = kind_and_about(mail.headers)
        mails.bulk_update([mail for mail in batch if mail.kind], ["kind", "about"])


def kind_and_about(headers):
    kind, thread, invitation = (headers.get(name, "") for name in ["Keywords", "References", "Invitation-Key"])
    try:
        # The thread of a registration is its public number, at this site.
        about = UUID(invitation or thread.strip("<>").partition("@")[0])
    except ValueError:
        return kind, None
    return kind or UNNAMED, about


class Migration(migrations.Migration):
    dependencies = [("cms", "0005_streams")]

    operations = [
        migrations.AddField(
            model_name="outboxmail",
            name="kind",
            field=models.CharField(blank=True, db_index=True, max_length=50),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="about",
            field=models.UUIDField(blank=True, db_index=True, null=True),
        ),
        migrations.RunPython(fill_from_headers, migrations.RunPython.noop),
    ]

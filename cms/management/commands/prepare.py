from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from wagtail.search.models import IndexEntry

from cms.models import SiteSettings
from cms.web import cache
from search.engine.models import IndexState


class Command(BaseCommand):
    help = "Brings the database up to date with this version: migrations, reference data, search index, fresh pages."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="fill an empty site with the demo content")

    def handle(self, *, demo, **options):
        self.progress("Migrating the database …")
        call_command("migrate", interactive=False)
        self.progress("Loading the municipalities …")
        call_command("load_municipalities")
        if demo:
            self.progress("Loading the demo content …")
            call_command("load_demo")
        # Or else the first visitor makes this row, and waits for whoever writes at that moment.
        SiteSettings.load()
        # A migration made the home page; only saving indexes.
        if IndexState.is_due() or not IndexEntry.objects.exists():
            self.progress("Building the search index …")
            call_command("wagtail_update_index", verbosity=0)
        # Cached pages name the static files of the version before.
        cache.expire()
        if settings.OUTBOX_TRANSPORT == "cms.mail.outbox.EmlFileBackend":
            self.progress(f"There is no EMAIL_URL: mails are written to {settings.EMAIL_FILE_PATH}")

    def progress(self, line):
        self.stdout.write(line)
        self.stdout.flush()

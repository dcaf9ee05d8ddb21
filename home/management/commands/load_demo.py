import logging

from django.core.management.base import BaseCommand

from home.demo.editors import logins_path
from home.demo.loader import load


class Command(BaseCommand):
    help = "Fills an empty site with the demo content, once. On any other site it changes nothing."
    requires_system_checks = []  # `migrate`, which comes first, has just done them; every start of the site counts

    def handle(self, *args, **options):
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # three lines for every page would hide the progress
        if load(self.progress):
            self.stdout.write("The demo site is complete.")
        else:
            self.stdout.write("Already loaded, or edited: nothing changed.")
        if logins_path().exists():
            self.stdout.write(f"\nDemo editors ({logins_path()}):\n{logins_path().read_text()}")

    def progress(self, line):
        self.stdout.write(f"{line} …")
        self.stdout.flush()

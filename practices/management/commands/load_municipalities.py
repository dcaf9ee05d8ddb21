from django.core.management.base import BaseCommand

from practices.places.services import load_municipalities


class Command(BaseCommand):
    help = "Stores the 285 Flemish municipalities. Safe to repeat: what editors added stays."

    def handle(self, *args, **options):
        loaded = load_municipalities()
        self.stdout.write(
            f"Municipalities: {loaded.created} created, {loaded.updated} updated, {loaded.unchanged} unchanged."
        )

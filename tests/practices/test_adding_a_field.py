"""CONTRIBUTING's recipe for a field of the profile, followed on a copy: three modules and a migration are enough."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)

#: The modules, what stands there now, and what the recipe puts before it.
PATCH = [
    (
        "practices/models/profile.py",
        "class ChoiceListField(",
        """class Frequency(Choices):
    ONCE = "eenmalig", "Het gebeurde één keer.", "een enkele keer"
    YEARLY = "jaarlijks", "Het keert elk jaar terug.", "elk jaar opnieuw"


""",
    ),
    (
        "practices/models/profile.py",
        '        ProfileField(\n            name="partners",',
        """        ProfileField(
            name="frequency",
            column="frequentie",
            label="hoe vaak",
            description="Hoe vaak de praktijk plaatsvindt.",
            why="Niemand weet hoe vaak.",
            choices=Frequency,
            facet="Frequentie",
        ),
""",
    ),
    (
        "practices/models/pages.py",
        '    partners = PROFILE["partners"].model_field()\n',
        '    frequency = PROFILE["frequency"].model_field()\n',
    ),
    ("practices/models/editing.py", 'FieldPanel("partners"),', 'FieldPanel("frequency"), '),
]

#: What an editor and a visitor do with the new field, in a process that knows it.
USE = """
import django
django.setup()
from django.core.management import call_command
call_command("makemigrations", "practices", name="frequency", verbosity=0)
call_command("migrate", verbosity=0)

from django.test import Client
from home.models import HomePage
from practices.exchange.imports import services as imports
from practices.models import PracticePage
from practices.upkeep.completeness import completeness
from tests.factories import MunicipalityFactory, PracticeIndexPageFactory, PracticePageFactory, UserFactory

index = PracticeIndexPageFactory(parent=HomePage.objects.get())
gent = MunicipalityFactory(name="Gent", nis_code="44021")
party = PracticePageFactory(parent=index, title="Wijkfeest", frequency="jaarlijks", municipalities=[gent])
other = PracticePageFactory(parent=index, title="Speelstraat", frequency="eenmalig", municipalities=[gent])

def page(address):
    response = Client().get(address)
    assert response.status_code == 200, (address, response.status_code)
    return b"".join(response).decode()

found = page(index.url + "?frequentie=jaarlijks")
print("filtered", "Wijkfeest" in found and "Speelstraat" not in found)
print("exported", "frequentie" in page(index.url + "data.csv").splitlines()[0])
print("explained", "Het keert elk jaar terug." in page(index.url + "codeboek/"))
compared = page(f"{index.url}vergelijken/?p={party.pk}&p={other.pk}")
print("compared", "Hoe vaak" in compared and "Elk jaar opnieuw" in compared.replace("elk jaar", "Elk jaar"))
print("searched", "Wijkfeest" in page("/zoeken/?q=opnieuw"))
other.frequency = ""
print("missed", "Niemand weet hoe vaak." in [str(want.why) for want in completeness(other)])

editor = UserFactory(is_superuser=True)
rows = "titel;gemeenten;frequentie\\r\\nBuurtontbijt;Gent;jaarlijks"
batch = imports.propose(content=rows.encode("utf-8-sig"), file_name="praktijken.csv", by=editor)
imports.start(batch=batch, by=editor)
while batch.is_at_work:
    imports.work()
    batch.refresh_from_db()
draft = PracticePage.objects.get(title="Buurtontbijt").get_latest_revision_as_object()
print("imported", draft.frequency == "jaarlijks")
"""


@pytest.mark.processes
def test_a_field_of_the_profile_takes_three_modules(tmp_path):
    for app in [*settings.OUR_APPS, "templates", "locale", "tests"]:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("__pycache__"))
    for module, place, text in PATCH:
        source = (tmp_path / module).read_text()
        assert source.count(place) == 1
        (tmp_path / module).write_text(source.replace(place, text + place))
    assert len({module for module, _place, _text in PATCH}) == 3

    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "VAR_DIR": str(tmp_path / "var")}
    done = subprocess.run(
        [sys.executable, "-c", USE], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    said = dict(line.split() for line in done.stdout.splitlines() if line.endswith(("True", "False")))
    wanted = ["filtered", "exported", "explained", "compared", "searched", "missed", "imported"]
    assert said == dict.fromkeys(wanted, "True"), done.stdout + done.stderr

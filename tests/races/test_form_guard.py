"""Many processes at once: limits count exactly, and one copy of a form does its work once."""

import json
import re

import pytest
from django.utils import timezone

from cms.forms.guard import GuardForm, Token
from cms.models import OutboxMail, RateBucket
from home.models import HomePage
from practices.models import PracticePage, PracticeSubmission
from practices.submission.services import SUBMISSIONS
from practices.submission.views import FORM
from tests.factories import MunicipalityFactory, PracticeIndexPageFactory
from tests.races.conftest import database_url

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

#: All processes begin when the last one is ready; starting Python takes them a different time each.
BEGIN = """
import django, json, os, pathlib, sys, time
django.setup()
folder = pathlib.Path(sys.argv[1])
(folder / f"ready-{os.getpid()}").touch()
while not (folder / "go").exists(): time.sleep(0.001)
"""

TAKE = f"""{BEGIN}
from cms.forms.guard import Limit
print("answer:", sum(Limit("proef", most=50, seconds=86400).take("ann") for _ in range(30)))
"""

POST = f"""{BEGIN}
from django.test import Client
for data in json.loads(sys.argv[2]):
    print("answer:", Client().post("/praktijken/indienen/", data).headers.get("Location", "refused"))
"""


@pytest.fixture
def at_once(transactional_db, start, eventually, tmp_path):
    """``at_once(script, *arguments_of_each)`` gives what each process printed, as lists of lines."""

    def run(script, *arguments):
        environment = {"DJANGO_SETTINGS_MODULE": "tests.races.settings", "DATABASE_URL": database_url()}
        processes = [start("-c", script, str(tmp_path), *each, **environment) for each in arguments]
        eventually(lambda: len(list(tmp_path.glob("ready-*"))) == len(processes), seconds=90)
        (tmp_path / "go").touch()
        outputs = [process.communicate(timeout=120)[0] for process in processes]
        assert all(process.returncode == 0 for process in processes), "\n".join(outputs)
        # What stands between is the log.
        return [re.findall(r"^answer: (.*)$", output, re.MULTILINE) for output in outputs]

    return run


def filled_in(title):
    return {
        "step": "5",
        "go": "versturen",
        GuardForm.TOKEN: str(Token(FORM, Token.issue(FORM).key, int(timezone.now().timestamp()) - 60)),
        "title": title,
        "summary": "Bewoners doen het.",
        "municipality": MunicipalityFactory().nis_code,
        "objective": "Meer groen.",
        "approach": "Samen.",
        "status": "running",
        "name": "Ann Ampe",
        "email": "ann@example.be",
        "consent": "on",
    }


def test_a_limit_lets_through_exactly_so_many(at_once):
    taken = at_once(TAKE, *[()] * 4)
    assert sum(int(count) for [count] in taken) == 50
    assert RateBucket.objects.get().count == 50


def test_one_copy_of_a_form_makes_one_practice(at_once):
    PracticeIndexPageFactory(parent=HomePage.objects.get(), slug="praktijken")
    copies = [filled_in(f"Praktijk {number}") for number in range(4)]
    answers = at_once(POST, *[(json.dumps(copies),)] * 3)
    assert {line for lines in answers for line in lines} == {"/praktijken/ingediend/"}
    assert PracticePage.objects.count() == PracticeSubmission.objects.count() == 4
    assert OutboxMail.objects.filter(to=["ann@example.be"]).count() == 4
    assert RateBucket.objects.get(scope=SUBMISSIONS.scope).count == 4


def test_practices_of_one_name_get_addresses_of_their_own(at_once):
    index = PracticeIndexPageFactory(parent=HomePage.objects.get(), slug="praktijken")
    at_once(POST, *[(json.dumps([filled_in("Groen"), filled_in("Groen")]),) for _ in range(3)])
    pages = PracticePage.objects.all()
    assert sorted(page.slug for page in pages) == ["groen", *(f"groen-{number}" for number in range(2, 7))]
    assert len({page.path for page in pages}) == 6
    index.refresh_from_db()
    assert index.numchild == 6

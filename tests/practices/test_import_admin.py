"""The screens of the import: who may see them, what they say, what their buttons do."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from home import roles
from practices.exchange.imports import services as imports
from practices.exchange.imports.forms import MAX_SIZE
from practices.models import ImportState, Outcome, PracticeImport, PracticePage, Theme
from tests.factories import MunicipalityFactory, PracticeIndexPageFactory, ThemeFactory
from tests.practices.sheets import csv, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

INDEX = "practices_import"
HEAD = ["titel", "gemeenten", "thema"]


@pytest.fixture(autouse=True)
def inventory(home):
    return PracticeIndexPageFactory(parent=home)


@pytest.fixture
def gent():
    return MunicipalityFactory(name="Gent", nis_code="44021")


@pytest.fixture
def chief(log_in_as):
    return log_in_as(roles.CHIEF_EDITOR)


def upload(client, content, name="praktijken.xlsx", **options):
    return client.post(reverse(INDEX), {"file": SimpleUploadedFile(name, content)}, follow=True, **options)


def text(response):
    return response.content.decode()


def press(client, button, batch, data=None, **options):
    return client.post(reverse(f"practices_import_{button}", args=[batch.pk]), data or {}, follow=True, **options)


ACTIONS = ["answer", "again", "start", "undo", "discard"]


@pytest.mark.parametrize("role", [roles.EDITOR, roles.AGENDA_MANAGER])
def test_only_who_may_publish_practices_imports_them(log_in_as, gent, role):
    client = log_in_as(role)
    batch = PracticeImport.objects.create(file_name="x.csv", file_hash="0" * 64)
    assert reverse(INDEX) not in text(client.get(reverse("wagtailadmin_home")))
    addresses = [reverse(INDEX), reverse("practices_import_template", args=["csv"])]
    addresses += [reverse("practices_import_detail", args=[batch.pk])]
    for address in addresses:
        assert client.get(address)["Location"] == reverse("wagtailadmin_home")
    for action in ACTIONS:
        press(client, action, batch)
    batch.refresh_from_db()
    assert batch.state == ImportState.PROPOSED
    upload(client, csv(HEAD, ["A", "Gent", ""]))
    assert PracticeImport.objects.count() == 1


def test_the_menu_leads_to_the_import(chief):
    assert reverse(INDEX) in text(chief.get(reverse("wagtailadmin_home")))
    assert "Opladen en nakijken" in text(chief.get(reverse(INDEX)))


def test_a_file_is_checked_imported_and_undone(chief, gent):
    html = text(upload(chief, xlsx(["Titel", "Gemeente", "kleur"], ["Leefstraten", "Gent", "rood"], ["B", "", ""])))
    assert "kleur" in html
    assert "De gemeente ontbreekt." in html
    assert "1 rij importeren" in html
    assert not PracticePage.objects.exists()
    batch = PracticeImport.objects.get()

    html = text(press(chief, "start", batch))
    assert "0 van 1 rijen" in html
    assert "htmx-2" in html
    imports.work()
    html = text(chief.get(reverse("practices_import_detail", args=[batch.pk])))
    assert "concept gemaakt" in html
    assert "htmx-2" not in html
    practice = PracticePage.objects.get()
    assert reverse("wagtailadmin_pages:edit", args=[practice.pk]) in html
    assert practice.owner == chief.user

    assert "worden verwijderd" in text(chief.get(reverse("practices_import_undo", args=[batch.pk])))
    press(chief, "undo", batch)
    imports.work()
    assert not PracticePage.objects.exists()
    assert "ongedaan gemaakt" in text(chief.get(reverse("practices_import_detail", args=[batch.pk])))


def test_the_progress_is_asked_for_until_it_is_done(chief, gent):
    upload(chief, csv(HEAD, ["A", "Gent", ""]))
    batch = PracticeImport.objects.get()
    press(chief, "start", batch)
    address = reverse("practices_import_detail", args=[batch.pk])
    fragment = chief.get(address, headers={"HX-Request": "true"})
    assert "<progress" in text(fragment) and "<html" not in text(fragment)
    imports.work()
    assert chief.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_names_that_are_not_known_are_chosen_once(chief, gent):
    water = ThemeFactory(name="Water")
    html = text(upload(chief, xlsx(HEAD, ["A", "Gendt", "Waterr"], ["B", "Gendt", "Nieuw"])))
    assert "Gemeente ‘Gendt’ (2 rijen)" in html
    assert "‘Nieuw’ toevoegen aan de lijst" in html
    batch = PracticeImport.objects.get()
    fields = {"gemeenten-0": gent.pk, "themas-1": water.pk, "themas-2": "make"}
    order = [f"{column}-{number}" for number, column in enumerate(["gemeenten", "themas", "themas"])]
    assert set(fields) == set(order)
    html = text(press(chief, "answer", batch, fields))
    assert "Wat is bedoeld?" not in html
    press(chief, "start", batch)
    imports.work()
    assert [theme.name for theme in PracticePage.objects.get(title="A").themes.all()] == ["Water"]
    assert [theme.name for theme in PracticePage.objects.get(title="B").themes.all()] == ["Nieuw"]


def test_a_choice_that_was_not_offered_is_no_answer(chief, gent):
    upload(chief, xlsx(HEAD, ["A", "Gendt", ""]))
    batch = PracticeImport.objects.get()
    press(chief, "answer", batch, {"gemeenten-0": "999999"})
    assert batch.rows.get().outcome == Outcome.REFUSED
    batch.refresh_from_db()
    assert batch.is_open


def test_who_may_not_make_themes_is_not_offered_to(chief, gent):
    group = chief.user.groups.get(name=roles.CHIEF_EDITOR)
    group.permissions.remove(*group.permissions.filter(codename="add_theme"))
    assert "toevoegen aan de lijst" not in text(upload(chief, xlsx(HEAD, ["A", "Gent", "Nieuw"])))
    press(chief, "answer", PracticeImport.objects.get(), {"themas-0": "make"})
    assert PracticeImport.objects.get().rows.get().outcome == Outcome.REFUSED
    assert not Theme.objects.exists()


def test_rows_are_filtered_by_outcome_and_paged(chief, gent):
    upload(chief, csv(HEAD, *[[f"Praktijk {n}", "Gent", ""] for n in range(60)], ["Zonder", "", ""]))
    batch = PracticeImport.objects.get()
    address = reverse("practices_import_detail", args=[batch.pk])
    assert len(chief.get(address).context["rows"]) == 50
    assert len(chief.get(address, {"p": 2}).context["rows"]) == 11
    refused = chief.get(address, {"uitkomst": "refused"})
    assert [row.title for row in refused.context["rows"]] == ["Zonder"]
    assert "Nieuw <span>60</span>" in text(refused)
    assert chief.get(address, {"uitkomst": "onzin", "p": "x"}).status_code == 200


def test_the_same_file_leads_to_the_earlier_import(chief, gent):
    content = csv(HEAD, ["A", "Gent", ""])
    upload(chief, content)
    first = PracticeImport.objects.get()
    press(chief, "start", first)
    imports.work()
    html = text(upload(chief, content))
    assert "Dit bestand werd al geïmporteerd op" in html
    assert reverse("practices_import_detail", args=[first.pk]) in html
    assert "rijen importeren" not in html and "1 rij importeren" not in html


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_a_template_can_be_uploaded_and_holds_nothing_to_import(chief, extension):
    response = chief.get(reverse("practices_import_template", args=[extension]))
    assert response["Content-Disposition"] == f'attachment; filename="sjabloon-praktijken.{extension}"'
    content = b"".join(response.streaming_content)
    assert "Onder de kolomtitels staat niets." in text(upload(chief, content))
    if extension == "xlsx":
        _table, explanation = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        assert "eerste_jaar" in {row[0].value for row in explanation.iter_rows()}


def test_other_templates_do_not_exist(chief):
    assert chief.get(reverse("practices_import_template", args=["exe"])).status_code == 404


def test_a_refused_file_is_explained(chief):
    assert "Dit is een pdf." in text(upload(chief, b"%PDF-1.4"))
    assert "Het bestand is leeg." in text(upload(chief, b""))
    assert "te groot" in text(upload(chief, b"x".ljust(MAX_SIZE + 1)))
    assert not PracticeImport.objects.exists()


def test_a_cell_and_a_file_name_are_shown_as_text(chief, gent):
    evil = "<script>alert(1)</script>"
    html = text(upload(chief, csv(HEAD, [evil, "Gent", evil], [evil, evil, ""]), name="<b>.csv"))
    assert "<script>alert" not in html
    assert "<b>.csv" not in html


def test_a_file_is_thrown_away(chief, gent):
    upload(chief, csv(HEAD, ["A", "Gent", ""]))
    press(chief, "discard", PracticeImport.objects.get())
    assert not PracticeImport.objects.exists()


def test_a_button_of_an_old_screen_does_nothing_and_says_so(chief, gent):
    upload(chief, csv(HEAD, ["A", "Gent", ""]))
    batch = PracticeImport.objects.get()
    press(chief, "start", batch)
    assert "iemand anders was eerst" in text(press(chief, "start", batch))


def test_the_screens_ask_the_same_number_of_queries_however_many_rows(chief, gent, django_assert_max_num_queries):
    def queries(count):
        upload(chief, csv(HEAD, *[[f"Praktijk {count} {n}", "Gent", ""] for n in range(count)]))
        address = reverse("practices_import_detail", args=[PracticeImport.objects.first().pk])
        with django_assert_max_num_queries(60) as counted:
            chief.get(address)
        return len(counted)

    queries(2)
    assert queries(3) == queries(40)

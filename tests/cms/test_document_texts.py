import subprocess
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from cms.models import DocumentPart, DocumentText, SiteDocument
from cms.models.documents import DocumentTextQuerySet
from cms.work import document_texts
from cms.work.document_texts import MOST_ATTEMPTS, read_waiting
from tests.factories.files import docx, encrypted_pdf, pdf, stored

pytestmark = pytest.mark.django_db

LEASE = DocumentTextQuerySet.LEASE


@pytest.fixture
def asked(monkeypatch):
    """The documents for which a reader was started."""
    asked, ask = [], document_texts._ask_reader
    monkeypatch.setattr(document_texts, "_ask_reader", lambda document: [asked.append(document), ask(document)][1])
    return asked


@pytest.fixture
def deadly(monkeypatch):
    """Every reader dies."""
    monkeypatch.setattr(document_texts, "_ask_reader", lambda document: None)


def standing(document):
    return SiteDocument.objects.get(pk=document.pk).standing


def parts(document):
    rows = DocumentPart.objects.filter(document_text=document.pk).order_by("number")
    return list(rows.values_list("text", flat=True))


def test_a_document_is_read_and_its_editor_sees_how_many_pages():
    document = stored(pdf("Over de fiets", "En de\nwijk"))
    assert standing(document) == "wordt binnen een minuut gelezen"
    read_waiting()
    assert standing(document) == "2 bladzijden"
    assert parts(document) == ["Over de fiets", "En de\nwijk"]
    assert document.text.words == {"over": [1], "de": [1, 2], "fiets": [1], "en": [2], "wijk": [2]}


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (pdf("Een"), "a.PDF", "1 bladzijde"),
        (docx("Een"), "a.docx", "de tekst"),
        (pdf("", ""), "a.pdf", "geen tekst gevonden: is dit een scan?"),
        (encrypted_pdf("Een", password="sesam"), "a.pdf", "nee: het is beveiligd met een wachtwoord"),
        (docx("Een"), "a.pdf", "nee: het bestand is stuk, of het is niet wat de naam zegt"),
        (b"naam;bedrag", "a.csv", "alleen op de titel: we lezen pdf en Word (docx)"),
    ],
)
def test_an_editor_sees_why_a_text_cannot_be_found(content, name, says):
    document = stored(content, name)
    read_waiting()
    assert standing(document) == says


def test_an_editor_sees_it_with_the_document(log_in_as):
    document = stored(pdf("", ""))
    read_waiting()
    response = log_in_as("Hoofdredacteur").get(f"/beheer/documents/edit/{document.pk}/")
    assert "Doorzoekbaar" in response.text
    assert "geen tekst gevonden: is dit een scan?" in response.text


def test_of_a_very_long_document_the_first_pages_are_found(monkeypatch):
    answer = {"parts": ["Een", "Twee"], "pages": 900}
    monkeypatch.setattr(document_texts, "_ask_reader", lambda document: answer)
    document = stored(pdf("Een"))
    read_waiting()
    assert standing(document) == "de eerste 2 van 900 bladzijden"


def test_a_document_that_was_saved_without_a_form_is_read_too():
    document = SiteDocument.objects.create(title="Zonder", file=stored(docx("Een"), "a.docx").file.name)
    read_waiting()
    assert standing(document) == "de tekst"


def test_a_file_of_a_hundred_megabytes_is_not_even_opened(asked, monkeypatch):
    monkeypatch.setattr(document_texts, "MOST_BYTES", 500)
    document = stored(pdf("Een"))
    read_waiting()
    assert standing(document) == "nee: het bestand is te groot of het lezen duurt te lang"
    assert asked == []


def test_a_file_that_is_gone_is_told_and_not_tried_again(asked):
    document = stored(pdf("Een"))
    default_storage.delete(document.file.name)
    read_waiting()
    assert standing(document) == "nee: het bestand is weg"
    assert not DocumentText.objects.due().exists()


def test_an_unchanged_file_is_not_read_twice(asked):
    document = stored(pdf("Een"))
    read_waiting()
    document.title = "Een andere titel"
    document.save()
    read_waiting()
    assert len(asked) == 1


def test_a_replaced_file_is_read_anew_and_the_old_text_is_gone_at_once(asked):
    document = stored(pdf("Met een naam erin", "Nog een bladzijde"))
    read_waiting()
    document = SiteDocument.objects.get()
    document.file = stored(pdf("Zonder naam"), "nieuw.pdf").file
    document._set_document_file_metadata()
    document.save()
    document = SiteDocument.objects.get(pk=document.pk)
    assert document.places == {}
    assert document.standing == "wordt binnen een minuut gelezen"
    read_waiting()
    assert parts(document) == ["Zonder naam"]


def test_a_text_that_another_worker_reads_is_left_alone():
    document = stored(pdf("Een"))
    DocumentText.objects.create(document=document)
    assert DocumentText.objects.claim_next().document == document
    assert DocumentText.objects.claim_next() is None


def test_a_document_whose_worker_was_killed_is_read_later(monkeypatch):
    document = stored(pdf("Een"))

    def kill(document):
        raise KeyboardInterrupt

    with time_machine.travel(timezone.now(), tick=False) as clock:
        with monkeypatch.context() as patch:
            patch.setattr(document_texts, "_ask_reader", kill)
            with pytest.raises(KeyboardInterrupt):
                read_waiting()
        read_waiting()
        assert parts(document) == []
        clock.shift(LEASE)
        read_waiting()
        assert parts(document) == ["Een"]


def test_a_file_that_kills_its_reader_is_tried_a_few_times_and_stops_no_other(deadly):
    document, tries = stored(pdf("Een")), 0
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while DocumentText.objects.exclude(state="heavy").exists() or not tries:
            tries += 1
            assert tries < 10
            read_waiting()
            clock.shift(LEASE + timedelta(seconds=1))
    assert tries == MOST_ATTEMPTS + 1
    assert standing(document) == "nee: het bestand is te groot of het lezen duurt te lang"


def test_a_replacement_of_a_deadly_file_gets_all_its_tries(deadly):
    document = stored(pdf("Een"))
    DocumentText.objects.create(document=document, file_hash="oud", state="heavy", attempts=MOST_ATTEMPTS + 1)
    read_waiting()
    assert DocumentText.objects.get().attempts == 1


def test_a_text_for_a_file_that_was_replaced_while_it_was_read_is_not_shown(monkeypatch):
    document = stored(pdf("Oud"))

    def replace(document):
        SiteDocument.objects.filter(pk=document.pk).update(file_hash="nieuw")
        return {"parts": ["Oud"], "pages": 1}

    monkeypatch.setattr(document_texts, "_ask_reader", replace)
    monkeypatch.setattr(document_texts, "TURN", 0)
    DocumentText.objects.create(document=document)
    document_texts._read(DocumentText.objects.claim_next())
    document = SiteDocument.objects.get()
    assert document.places == {}
    assert DocumentText.objects.due().exists()


def test_deleting_a_document_deletes_its_text():
    document = stored(pdf("Een"))
    read_waiting()
    document.delete()
    assert not DocumentText.objects.exists()
    assert not DocumentPart.objects.exists()


def test_what_a_document_says_is_bounded_per_word():
    places = document_texts._places(["wijk Wijk WIJK", *["wijk"] * 200, "a" * 200])
    assert places["wijk"] == list(range(1, document_texts.MOST_PLACES + 1))
    assert "a" * 200 not in places


def reader_that(code, monkeypatch):
    """The worker starts this Python code instead of the reader."""
    popen = subprocess.Popen

    def start(command, **kwargs):
        return popen([command[0], "-c", code], **kwargs)

    monkeypatch.setattr(document_texts.subprocess, "Popen", start)


@pytest.mark.processes
def test_a_reader_that_hangs_is_stopped(monkeypatch):
    monkeypatch.setattr(document_texts, "SECONDS", 0.5)
    reader_that("import time; time.sleep(600)", monkeypatch)
    assert document_texts._ask_reader(stored(pdf("Een"))) is None


@pytest.mark.processes
def test_a_reader_that_says_too_much_is_stopped(monkeypatch):
    monkeypatch.setattr(document_texts, "MOST_ANSWER", 1000)
    reader_that("while True: print('x' * 1000)", monkeypatch)
    assert document_texts._ask_reader(stored(pdf("Een"))) is None


@pytest.mark.processes
def test_a_reader_learns_no_secrets(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://gebruiker:geheim@db/labo")
    reader_that("import json, os; print(json.dumps(sorted(os.environ)))", monkeypatch)
    assert "DATABASE_URL" not in document_texts._ask_reader(stored(pdf("Een")))

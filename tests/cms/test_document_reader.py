import io
import subprocess
import sys

import pytest
from django.conf import settings

from cms.work import document_reader
from cms.work.document_reader import read
from tests.factories.files import bomb, docx, encrypted_pdf, pdf


def read_bytes(kind, content):
    return read(kind, io.BufferedReader(io.BytesIO(content)))


def run(kind, path):
    """The reader as the worker starts it."""
    with path.open("rb") as file:
        command = [sys.executable, "-m", "cms.work.document_reader", kind]
        return subprocess.run(command, stdin=file, capture_output=True, cwd=settings.BASE_DIR, check=False)


def test_each_page_of_a_pdf_is_a_part():
    pages = ["Coördinatie in één wijk", "", "Het burgerbudget (2024)"]
    assert read_bytes("pdf", pdf(*pages)) == {"parts": pages, "pages": 3}


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("burgerparti-\ncipatie", "burgerparticipatie"),
        ("Parti-\ncipatie", "Participatie"),
        ("idee-\nën", "ideeën"),
        ("in- en\nuitvoer", "in- en\nuitvoer"),
        ("Oost-\nVlaanderen", "Oost-\nVlaanderen"),
        ("2019-\n2024", "2019-\n2024"),
    ],
)
def test_a_word_that_was_split_at_the_end_of_a_line_is_whole_again(lines, text):
    assert read_bytes("pdf", pdf(lines))["parts"] == [text]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("de\u00admocratie", "democratie"),
        ("ﬁets", "fiets"),
        ("ide\u0065\u0308n", "ideën"),
        ("nul\x00 en\ud800 half", "nul en half"),
        (" veel   wit \r\n\r\n onder ", "veel wit\nonder"),
    ],
)
def test_a_text_holds_nothing_that_a_database_refuses(raw, text):
    assert document_reader.clean(raw) == text


def test_paragraphs_and_tables_of_a_word_file_are_read_in_their_order():
    content = docx("Reglement wijkbudget", "Artikel één", cells=("thema", "bedrag"))
    assert read_bytes("docx", content) == {
        "parts": ["Reglement wijkbudget\nArtikel één\nthema\nbedrag"],
        "pages": 0,
    }


def test_a_long_word_file_has_parts_of_about_a_page():
    parts = read_bytes("docx", docx(*[f"Zin {number} over de wijk." for number in range(1000)]))["parts"]
    assert len(parts) > 5
    assert all(len(part) < 1.2 * document_reader.PART for part in parts)
    assert "\n".join(parts).count("Zin") == 1000


def test_only_so_many_characters_of_a_document_are_kept(monkeypatch):
    monkeypatch.setattr(document_reader, "MOST_CHARACTERS", 25)
    assert read_bytes("pdf", pdf("De eerste bladzijde", "De tweede", "De derde")) == {
        "parts": ["De eerste bladzijde", "De twe"],
        "pages": 3,
    }


def test_a_pdf_with_a_password_is_refused_but_not_one_that_everybody_may_open():
    assert read_bytes("pdf", encrypted_pdf("geheim", password="sesam")) == {"refused": "encrypted"}
    assert read_bytes("pdf", encrypted_pdf("open", password="")) == {"parts": ["open"], "pages": 1}


def test_a_word_file_with_a_password_is_refused():
    content = document_reader.COMPOUND_FILE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert read_bytes("docx", content) == {"refused": "encrypted"}


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"tekst",
        b"<html><script>alert(1)</script>",
        document_reader.COMPOUND_FILE + b"\0" * 600,
        docx("half")[:3000],
        pdf("half")[:200],
        b"%PDF-1.4\nstartxref\n0\n%%EOF",
        b"PK\x03\x04" + b"\0" * 100,
    ],
    ids=["empty", "text", "html", "old Word", "half a docx", "half a pdf", "hollow pdf", "hollow zip"],
)
def test_a_file_that_is_not_what_its_name_says_is_damaged(kind, content):
    assert read_bytes(kind, content) == {"refused": "damaged"}


def test_a_page_that_cannot_be_read_costs_only_that_page():
    broken = pdf("De eerste", "De tweede").replace(b"/F1 3 0 R", b"/F1 9 9 9", 1)
    assert read_bytes("pdf", broken)["parts"][1] == "De tweede"


def test_what_was_read_in_time_is_the_text(monkeypatch):
    def texts():
        yield "De eerste"
        raise document_reader.Enough

    assert document_reader._gather(texts()) == (["De eerste"], 0)


@pytest.mark.processes
def test_a_file_that_unfolds_to_gigabytes_is_refused(tmp_path):
    file = tmp_path / "bom.docx"
    file.write_bytes(bomb(megabytes=400))
    assert file.stat().st_size < 1_000_000
    assert run("docx", file).stdout == b'{"refused": "heavy"}'


ENDLESS = """
import sys
import pypdf
from cms.work import document_reader

class Endless:
    is_encrypted = False
    def __init__(self, file):
        self.pages = [Page("De eerste"), Page(None)]

class Page:
    def __init__(self, text):
        self.text = text
    def extract_text(self):
        while self.text is None:
            try:
                sum(range(1000))
            except Exception:
                pass
        return self.text

pypdf.PdfReader = Endless
document_reader.ENOUGH = 0.2
sys.argv = ["reader", "pdf"]
document_reader.main()
"""


@pytest.mark.processes
def test_a_page_without_end_costs_only_what_comes_after_it():
    command = [sys.executable, "-c", ENDLESS]
    done = subprocess.run(command, input=b"", capture_output=True, cwd=settings.BASE_DIR, check=True)
    assert done.stdout == b'{"parts": ["De eerste"], "pages": 2}'


@pytest.mark.processes
def test_the_reader_knows_nothing_of_django(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf("tekst"))
    show = "import sys; from cms.work import document_reader; document_reader.main(); print('django' in sys.modules)"
    with (tmp_path / "a.pdf").open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", show, "pdf"], stdin=file, capture_output=True, cwd=settings.BASE_DIR, check=True
        )
    assert done.stdout.endswith(b"}False\n")

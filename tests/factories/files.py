"""Real PDF and Word files, as small as they can be."""

import io
import zipfile

from django.core.files.base import ContentFile
from docx import Document
from pypdf import PdfReader, PdfWriter

from cms.models import SiteDocument


def pdf(*pages: str) -> bytes:
    """A PDF with these pages; each line of a page is a line on paper."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in page.split("\n")]
        drawn = "BT /F1 12 Tf 14 TL 50 800 Td " + " T* ".join(f"({line}) Tj" for line in lines) + " ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        content = drawn.encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _numbered(objects)


def _numbered(objects):
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(file)
    size = len(objects) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return file + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def encrypted_pdf(*pages: str, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(*pages))))
    writer.encrypt(user_password=password, owner_password="eigenaar", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def docx(*paragraphs: str, cells: tuple[str, ...] = ()) -> bytes:
    """A Word file with these paragraphs, and under them a table of one row."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        row = document.add_table(1, len(cells)).rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def bomb(megabytes: int) -> bytes:
    """A Word file of a few kilobytes with so many megabytes of text."""
    small, file = io.BytesIO(docx("bom")), io.BytesIO()
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"bom", b"bom " * (megabytes * 250_000))
            target.writestr(name, content)
    return file.getvalue()


def stored(content: bytes, name="verslag.pdf", **fields) -> SiteDocument:
    """A document with this file, as the form of the admin saves it."""
    document = SiteDocument(**{"title": "Een verslag", **fields}, file=ContentFile(content, name))
    document._set_document_file_metadata()
    document.save()
    return document

"""Takes the text out of a PDF or Word file: ``python -m cms.work.document_reader pdf < file`` prints JSON.

A process of its own without Django, because files come from anywhere: one page can loop for ever, some kilobytes can
unfold to gigabytes. It limits its own time and memory; ``document_texts.py`` starts it, and stops it when it hangs.

Prints ``{"parts": […], "pages": 12}``, or ``{"refused": "encrypted" | "damaged" | "heavy"}``. A part is a page of a
PDF, or some paragraphs of a Word file, which does not know its pages (0).
"""

import json
import re
import resource
import signal
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Never

#: Seconds of reading; what was read by then is the text.
ENOUGH = 15
#: Seconds after which the system ends the process, wherever it is.
SECONDS = 20
#: Bytes that reading may take, above what the interpreter and its libraries take.
MEMORY = 200 * 1024 * 1024
#: Characters of a document; what comes after them is not found.
MOST_CHARACTERS = 500_000
#: Characters of a part of a Word file, about a page.
PART = 3000

ENCRYPTED, DAMAGED, HEAVY = "encrypted", "damaged", "heavy"

#: Old Word files, and those with a password, are a file system of their own.
COMPOUND_FILE = b"\xd0\xcf\x11\xe0"

_UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
#: A word that was split over two lines: the second half goes on in small letters.
_SPLIT_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010] *\n\s*(?=[a-zà-ÿ])")


class Enough(BaseException):
    """The time is over. No ``Exception``, so that no library takes it for an error in the file."""


class Refused(Exception):
    """The document has no readable text; the reason is one of the words above."""


def clean(text: str) -> str:
    """One paragraph per line, with whole words: what was split at the end of a line is put together again."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00ad", ""))
    text = _LIGATURE.sub(lambda letters: unicodedata.normalize("NFKC", letters[0]), text)
    text = _SPLIT_WORD.sub("", _UNWANTED.sub(" ", text))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def read(kind: str, file: BinaryIO) -> dict:
    """The dictionary to print; see above."""
    try:
        parts, pages = {"pdf": _read_pdf, "docx": _read_docx}[kind](file)
    except Refused as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": HEAVY}
    except Exception:
        # Whatever a library stumbles over, the file is not as it should be.
        return {"refused": DAMAGED}
    return {"parts": parts, "pages": pages}


def _read_pdf(file):
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(file)
    try:
        # Many files only forbid printing or changing: everybody may open them, without a password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(ENCRYPTED)
        pages = len(reader.pages)
    except DependencyError as error:
        raise Refused(ENCRYPTED) from error
    parts, failures = _gather(_page_text(page) for page in reader.pages)
    if failures and not any(parts):
        raise Refused(DAMAGED)
    return parts, pages


def _page_text(page) -> str | None:
    """None for a page that cannot be read; the others may still be fine."""
    try:
        return clean(page.extract_text())
    except Exception:
        return None


def _read_docx(file):
    from docx import Document

    if file.peek(len(COMPOUND_FILE)).startswith(COMPOUND_FILE):
        raise Refused(ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in file.read() else DAMAGED)
    return _gather(_docx_parts(Document(file)))[0], 0


def _docx_parts(document) -> Iterator[str]:
    from docx.oxml.ns import qn

    lines, length = [], 0
    # In the order of the text, those in tables too.
    for paragraph in document.element.body.iter(qn("w:p")):
        line = clean(paragraph.text)
        if not line:
            continue
        lines.append(line)
        length += len(line)
        if length >= PART:
            yield "\n".join(lines)
            lines, length = [], 0
    if lines:
        yield "\n".join(lines)


def _gather(texts):
    """The texts until there are enough characters or time is over, and how many of them could not be read."""
    parts, left, failures = [], MOST_CHARACTERS, 0
    try:
        for text in texts:
            failures += text is None
            parts.append((text or "")[:left])
            left -= len(parts[-1])
            if left <= 0:
                break
    except Enough:
        if not parts:
            raise Refused(HEAVY) from None
    return parts, failures


def _limit_time_and_memory() -> None:
    def stop(_number, _frame) -> Never:
        raise Enough

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, ENOUGH)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit is not kept
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))


def main() -> None:
    # Before the limit: libraries take memory too.
    import docx  # noqa: F401
    import pypdf  # noqa: F401

    _limit_time_and_memory()
    try:
        result = read(sys.argv[1], sys.stdin.buffer)
    except Enough:
        result = {"refused": HEAVY}
    signal.setitimer(signal.ITIMER_REAL, 0)
    sys.stdout.buffer.write(json.dumps(result, ensure_ascii=False).encode())


if __name__ == "__main__":
    main()

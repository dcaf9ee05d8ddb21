"""Reads documents, one at a time and each in a process of its own, see ``cms.work.document_reader``."""

import json
import logging
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.models import DocumentPart, DocumentText, SiteDocument
from cms.models.offered_documents import pages_offering
from cms.work.document_reader import SECONDS
from search.engine.dutch import WORD, fold
from search.engine.query import MAX_TERM_LENGTH
from search.engine.searchable import reindex_on_commit

logger = logging.getLogger(__name__)

State = DocumentText.State

KINDS = {"pdf", "docx"}
#: Bytes of a file; a bit more than editors can upload.
MOST_BYTES = 25 * 1024 * 1024
#: Bytes that a reader may answer, far more than its text takes.
MOST_ANSWER = 5 * 1024 * 1024
#: How often a file is tried that stopped its reader.
MOST_ATTEMPTS = 3
#: Seconds after which no next document is begun, because mails wait for the same worker.
TURN = 5
#: Parts of a document that are remembered per word.
MOST_PLACES = 50


def read_waiting() -> None:
    """Job of the worker: read documents that are new or have another file. May be interrupted at any point."""
    started = time.monotonic()
    DocumentText.objects.bulk_create(
        [DocumentText(document=document) for document in SiteDocument.objects.filter(text=None).only("pk")[:1000]],
        ignore_conflicts=True,
    )
    while time.monotonic() - started < TURN and (text := DocumentText.objects.claim_next()):
        _read(text)


def _read(text: DocumentText) -> None:
    document = text.document
    if document.file_extension.lower() not in KINDS:
        return _finish(text, State.OTHER_KIND)
    if text.attempts > MOST_ATTEMPTS:
        return _finish(text, State.HEAVY)
    try:
        text.file_hash = document.get_file_hash()
        if document.file.size > MOST_BYTES:
            return _finish(text, State.HEAVY)
        answer = _ask_reader(document)
    except OSError:
        logger.warning("The file of document %s cannot be opened.", document.pk)
        return _finish(text, State.MISSING)
    if answer is None:
        logger.warning("Document %s stopped its reader (try %s).", document.pk, text.attempts)
        return None
    if refused := answer.get("refused"):
        return _finish(text, State(refused))
    parts = answer["parts"]
    words = _places(parts)
    return _finish(text, State.READ if words else State.NO_TEXT, parts if words else [], words, answer["pages"])


def _ask_reader(document: SiteDocument) -> dict | None:
    """The reader's output; None when it broke off or had to be stopped."""
    with tempfile.TemporaryFile() as copy:
        with document.open_file() as file:
            shutil.copyfileobj(file, copy)
        copy.seek(0)
        with subprocess.Popen(  # noqa: S603 - our own interpreter, and a kind out of KINDS
            [sys.executable, "-m", "cms.work.document_reader", document.file_extension.lower()],
            cwd=settings.BASE_DIR,
            env={},  # nothing of ours, such as the password of the database
            stdin=copy,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as reader:
            watchdog = threading.Timer(SECONDS, reader.kill)
            watchdog.start()
            try:
                answer = reader.stdout.read(MOST_ANSWER + 1) if reader.stdout else b""
            finally:
                watchdog.cancel()
                reader.kill()
    try:
        return json.loads(answer)
    except ValueError:
        return None


def _places(parts: list[str]) -> dict[str, list[int]]:
    """The numbers of the parts in which each word stands."""
    places = defaultdict(list)
    for number, part in enumerate(parts, start=1):
        for word in dict.fromkeys(map(fold, WORD.findall(part))):
            if len(word) <= MAX_TERM_LENGTH and len(places[word]) < MOST_PLACES:
                places[word].append(number)
    return dict(places)


@transaction.atomic
def _finish(
    text: DocumentText, state: str, parts: Sequence[str] = (), words: dict | None = None, page_count: int = 0
) -> None:
    mine = DocumentText.objects.filter(pk=text.pk, attempts=text.attempts, state=State.WAITING)
    found = {"state": state, "page_count": page_count, "words": words or {}}
    if not mine.update(**found, file_hash=text.file_hash, next_try_at=timezone.now()):
        return  # deleted meanwhile, or another worker took over
    text.parts.all().delete()
    rows = [DocumentPart(document_text=text, number=number, text=part) for number, part in enumerate(parts, start=1)]
    DocumentPart.objects.bulk_create(rows, batch_size=100)
    reindex_on_commit(pages_offering([text.pk]))

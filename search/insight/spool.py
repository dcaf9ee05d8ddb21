"""A file that web processes add lines to and the worker takes away.

Each line is written at once, by one call of the system, under a shared lock on the file that lasts as long as that
call; the worker takes it alone only to rename the file. So a process that is killed loses at most its own line, and
no line is written in a file that is being counted.
"""

import contextlib
import fcntl
import os
import time
import uuid
from collections.abc import Generator
from pathlib import Path

from django.conf import settings

#: Bytes. Some four thousand searches; when the worker does not come, what is more is not counted.
MOST_BYTES = 512 * 1024
_TRIES = 20
_PAUSE = 0.001  # seconds


def append(line: str) -> bool:
    """Add a line; False when it is not counted because the file is full. Raises ``OSError`` when the disk says no."""
    for _attempt in range(_TRIES):
        with _opened(_current(), os.O_WRONLY | os.O_APPEND | os.O_CREAT) as file:
            if not _locked(file, fcntl.LOCK_SH) or not _is_current(file):
                time.sleep(_PAUSE)
                continue
            if os.fstat(file).st_size >= MOST_BYTES:
                return False
            os.write(file, f"{line}\n".encode())
            return True
    return False


@contextlib.contextmanager
def closed_files() -> Generator[list[Path]]:
    """The files that nobody adds to any more, for one worker at a time; a second one gets none."""
    folder = _folder()
    with _opened(folder / "turn", os.O_RDWR | os.O_CREAT) as turn:
        if _locked(turn, fcntl.LOCK_EX):
            _close_current()
            yield sorted(folder.glob("*.closed"))
        else:
            yield []


def _close_current():
    with contextlib.suppress(FileNotFoundError), _opened(_current(), os.O_RDWR) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _current().rename(_folder() / f"{uuid.uuid4().hex}.closed")


def _folder() -> Path:
    folder = Path(settings.SEARCH_SPOOL)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _current() -> Path:
    return _folder() / "open"


def _locked(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_current(file: int) -> bool:
    """Whether the file still has its name: the worker may have renamed it before we had the lock."""
    try:
        return os.path.samestat(os.fstat(file), _current().stat())
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _opened(path, flags):
    file = os.open(path, flags, 0o600)
    try:
        yield file
    finally:
        os.close(file)

"""One cell of a file, and how it is read back.

Each function that writes has its counterpart that reads: an export that is imported again changes nothing.
"""

import re
from collections.abc import Iterable

#: Between the members of a list, and between the parts of one line of a table.
SEPARATOR = " | "
#: Characters that Excel allows in a cell, counted as it does: in UTF-16.
MAX_CELL = 32_767

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NEWLINE = re.compile(r"\r\n?")
# Spreadsheet programs take these for the beginning of a formula, also in full width and after white space that they
# skip. Apostrophes before it count as well, so that ``restore`` knows which one is ours.
_FORMULA = re.compile(r"'*[\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠\t\r\n]")
_ESCAPES = {r"\\": "\\", r"\|": "|", r"\n": "\n"}
_TOKEN = re.compile(r"\\[\\|n]|[^\\|]+|.", re.DOTALL)


def clean(text: str) -> str:
    """The text without control characters that no spreadsheet accepts, with one kind of line end."""
    return _CONTROL.sub("", _NEWLINE.sub("\n", text)).strip()


def neutralise(text: str) -> str:
    """The text so that no spreadsheet program runs it as a formula: with an apostrophe in front where it looks so."""
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """The text that ``neutralise`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def join_parts(parts: Iterable[str]) -> str:
    """Texts as one line: "first | second", without empty ones at the end. Signs with a meaning get a backslash."""
    parts = [_escape(clean(part)) for part in parts]
    while parts and not parts[-1]:
        parts.pop()
    return SEPARATOR.join(parts)


def split_parts(line: str) -> list[str]:
    """The texts that ``join_parts`` was given. Somebody who types a line may leave our spaces and backslashes out."""
    parts = [""]
    for sign in _TOKEN.findall(line):
        if sign == "|":
            parts.append("")
        else:
            parts[-1] += _ESCAPES.get(sign, sign)
    parts = [part.strip() for part in parts]
    return parts if any(parts) else []


def join_rows(rows: Iterable[Iterable[str]]) -> str:
    """A small table in a cell: one line for each row."""
    return "\n".join(join_parts(row) for row in rows)


def split_rows(text: str) -> list[list[str]]:
    """The rows that ``join_rows`` was given, without empty ones."""
    return [parts for line in text.split("\n") if (parts := split_parts(line))]


def _escape(part: str) -> str:
    return part.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")

"""Text as people mean it, out of cells as programs leave them: Word's quotes, invisible signs, doubled encodings."""

import functools
import re
import unicodedata

# Windows' curly quotes and dashes, when a program took them for control characters of ISO 8859-1.
_WINDOWS = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}
# Soft hyphen, zero-width signs, direction marks, byte order marks.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\uffff"))
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, ord("\t")], " ")
_CONTROL = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_TABLE = _WINDOWS | _INVISIBLE | _SPACES | _CONTROL

_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")
_RUN_OF_SPACES = re.compile(r" {2,}")
_AROUND_LINE_END = re.compile(r" *\n *")
_BLANK_LINES = re.compile(r"\n{3,}")
# UTF-8 that was read as Windows-1252: “geÃ¯nteresseerd”, “â€™s avonds”.
_DOUBLED = re.compile("Ã[\u0080-\u00bf\u2018-\u203a]|â€[^ ]|Â[\u00a0-\u00bf]")


def scrub(text: str) -> str:
    """The text without what nobody typed. Line ends inside a cell stay."""
    if text.isascii() and text.isprintable() and "_x" not in text and "  " not in text:
        return text.strip()
    text = _EXCEL_ESCAPE.sub(_unescape, text)
    text = _undouble(text)
    text = _LINE_END.sub("\n", text).translate(_TABLE)
    text = _RUN_OF_SPACES.sub(" ", text)
    text = _BLANK_LINES.sub("\n\n", _AROUND_LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", text).strip()


@functools.lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """A name reduced to what all its spellings share: letters and digits, without case and accents."""
    plain = unicodedata.normalize("NFKD", scrub(text).replace("ß", "ss")).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def _unescape(match) -> str:
    """Excel writes signs that XML forbids as _x000D_; a lone half of a pair cannot be stored."""
    sign = chr(int(match[1], 16))
    return "" if "\ud800" <= sign <= "\udfff" else sign


def _undouble(text: str) -> str:
    if not _DOUBLED.search(text):
        return text
    try:
        return text.encode("cp1252").decode()
    except UnicodeError:
        return text

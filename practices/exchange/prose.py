"""Rich text as plain text for a cell, and back."""

import re
from html import escape
from html.parser import HTMLParser

BULLET = "• "

_PARAGRAPHS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "hr"}
_BLANK_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[^\S\n]+")
_LIST_ITEM = re.compile(r"[•*–-]\s+")


def plain_text(html: str) -> str:
    """Paragraphs with an empty line between them, the items of a list each on a line of its own."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(reader.parts).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def rich_text(plain: str) -> str:
    """The other way round: what an editor typed in a cell, as rich text."""
    return "".join(_paragraph(lines) for lines in _blocks(plain))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts = []

    def handle_starttag(self, tag, attrs) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append(f"\n{BULLET}")
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_data(self, data) -> None:
        # A line end in HTML is only a space.
        self.parts.append(data.replace("\n", " "))


def _blocks(plain):
    """Lines that belong together: a paragraph, or the items of a list."""
    block, was_item = [], False
    for line in map(str.strip, plain.splitlines()):
        is_item = bool(_LIST_ITEM.match(line))
        if block and (not line or is_item != was_item):
            yield block
            block = []
        if line:
            block.append(line)
        was_item = is_item
    if block:
        yield block


def _paragraph(lines) -> str:
    if _LIST_ITEM.match(lines[0]):
        items = "".join(f"<li>{escape(_LIST_ITEM.sub('', line, count=1), quote=False)}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{'<br/>'.join(escape(line, quote=False) for line in lines)}</p>"

"""QR codes, which the camera of every phone reads."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def drawing(address: str) -> SafeString:
    """SVG to stand in a page, black on white in both colour schemes: cameras need the light side to be light."""
    out = io.BytesIO()
    # Level M: a screen is not damaged, but it may mirror a lamp.
    code = segno.make(address, error="m", micro=False)
    bare = {"xmldecl": False, "svgns": False, "lineclass": None, "nl": False}
    code.save(out, kind="svg", omitsize=True, svgclass="qr", light="#fff", **bare)
    return mark_safe(out.getvalue().decode())  # noqa: S308 – drawn from squares, holds no text


def picture(address: str) -> bytes:
    """PNG, because mail programs show no SVG."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=6)
    return out.getvalue()

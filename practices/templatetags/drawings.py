"""Drawings that many requests share, rendered once per process and language: a template loop is slow work."""

from functools import cache, lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from practices.drawings import ContinuumPositions, card_mark, field, lane_marks, plate_marks
from practices.models import ContinuumStep
from practices.models.querysets import Overview

register = template.Library()


@register.simple_tag
@cache
def continuum_mark(positions: ContinuumPositions) -> SafeString:
    """The mark on a card: ``{% continuum_mark practice.positions %}``. There are only 216."""
    return render_to_string("components/continuum/mark.html", {"mark": card_mark(positions)})


@register.simple_tag
def continuum_position(positions: ContinuumPositions, is_provisional: bool) -> SafeString:
    """The mark in words: ``{% continuum_position practice.positions practice.is_provisional %}``."""
    return _position(positions, is_provisional, get_language())


@cache
def _position(positions: ContinuumPositions, is_provisional: bool, language: str) -> SafeString:
    step = ContinuumStep(positions.now) if positions.now else None
    context = {"positions": positions, "step_now": step, "is_provisional": is_provisional}
    return render_to_string("components/continuum/position.html", context)


@register.simple_tag
def continuum_plate(positions: ContinuumPositions, is_provisional: bool) -> SafeString:
    """A practice's own drawing, with its moments: ``{% continuum_plate page.positions page.is_provisional %}``."""
    return _plate(positions, is_provisional, get_language())


@cache
def _plate(positions: ContinuumPositions, is_provisional: bool, language: str) -> SafeString:
    steps = [
        (gettext("At the start"), positions.start),
        (gettext("During the implementation"), positions.during),
        (gettext("Now"), positions.now),
    ]
    moments = [(label, step or 0, ContinuumStep(step).label if step else gettext("unknown")) for label, step in steps]
    context = {
        "marks": plate_marks(positions),
        "moments": moments,
        "steps": ContinuumStep,
        "is_provisional": is_provisional,
    }
    return render_to_string("components/continuum/plate.html", context)


@register.simple_tag
@cache
def continuum_lane(positions: ContinuumPositions) -> SafeString:
    """The line of one practice among those that it is compared with: ``{% continuum_lane practice.positions %}``."""
    marks = [render_to_string("components/continuum/mark.html", {"mark": mark}) for mark in lane_marks(positions)]
    return format_html_join("", "{}", [[mark] for mark in marks])


@register.simple_tag
def continuum_scale() -> SafeString:
    """The five steps, under a drawing as wide as they are."""
    return render_to_string("components/continuum/scale.html", {"steps": ContinuumStep})


@register.simple_tag
def continuum_field(overview: Overview) -> SafeString:
    """All practices in one drawing, with their table: ``{% continuum_field overview %}``."""
    return _field(overview, get_language())


@lru_cache(maxsize=8)
def _field(overview: Overview, language: str) -> SafeString:
    drawing = field(overview.positions)
    context = {
        "field": drawing,
        "steps": ContinuumStep,
        "rows": list(zip(ContinuumStep, drawing.table.rows, strict=True)),
        "is_provisional": overview.is_provisional,
    }
    return render_to_string("components/continuum/field.html", context)

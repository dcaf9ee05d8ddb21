from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from practices.drawings import ContinuumPositions, card_mark

register = template.Library()


@register.simple_tag
@cache
def continuum_mark(positions: ContinuumPositions) -> SafeString:
    """The mark on a card: ``{% continuum_mark practice.positions %}``.

    A list shows dozens, a template loop takes a quarter of a millisecond for each, and there are only 216: so each is
    rendered once per process.
    """
    return render_to_string("components/continuum/mark.html", {"mark": card_mark(positions)})

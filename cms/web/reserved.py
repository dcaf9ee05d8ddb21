"""First parts of addresses that the site itself answers to, read from the URL configuration."""

import functools
import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from cms.web import health

#: A first part in which nothing varies, so that a page can be refused to have it as its slug.
FIXED = re.compile(r"[\w.-]+")


def first_parts(patterns: Iterable[URLPattern | URLResolver]) -> frozenset[str]:
    """What the addresses of these patterns begin with: "kaart" for ``kaart/``, "media" for ``^media/(?P<name>.+)$``."""
    return frozenset(part for part, _ in with_first_part(patterns) if FIXED.fullmatch(part))


def with_first_part(
    patterns: Iterable[URLPattern | URLResolver],
) -> Iterator[tuple[str, URLPattern | URLResolver]]:
    """Each pattern, also of included ones, after the first part of its addresses."""
    for pattern in patterns:
        part = str(pattern.pattern).removeprefix("^").partition("/")[0]
        if isinstance(pattern, URLResolver) and not part:
            yield from with_first_part(pattern.url_patterns)
        else:
            yield part, pattern


@functools.cache
def first_parts_of_the_site() -> frozenset[str]:
    """What no page right below the home page may be called."""
    outside_the_urls = {address.split("/")[1] for address in [settings.STATIC_URL, health.ALIVE, health.READY]}
    return first_parts(get_resolver().url_patterns) | outside_the_urls

"""The page cache: whole pages for visitors without a session, until somebody changes something public.

Nothing is cached by accident: a view or page says (``cacheable``) that its response is the same for everybody. What is
cached belongs to a *version*, one value that all processes share through Django's cache. Every save or delete of
something that visitors see replaces it, once the transaction is committed; a page of another version is rendered anew
and overwritten. Only responses with status 200 are cached: there is no end to the addresses that do not exist.
"""

import functools
import gzip
import hashlib
import re
import time
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import BaseViewRestriction, Collection, Locale, Page, Site

#: Seconds. For what follows the clock, such as "coming up"; the safe choice.
FIVE_MINUTES = 300
#: Seconds. For what changes only when somebody changes it.
ONE_DAY = 86_400
#: Query parameters that are part of the address of a cached page, and the values that make sense.
PARAMETERS = {"p": re.compile(r"[1-9][0-9]{0,2}")}
#: Bytes, compressed. Larger answers, such as a huge sitemap, would push out many pages.
MAX_BODY = 250_000

#: Browsers and proxies may keep a page, but ask each time whether it is still the same; that costs a 304.
PUBLIC = "public, no-cache"

VERSION_KEY = "page-cache-version"
#: Seconds in which a process may believe that the version did not change.
BELIEF = 0.5
#: Values of ``per_version``; addresses with made-up ports must not fill the memory.
MAX_VALUES = 200

_believed: tuple[str, float] = ("", 0.0)
_remembered: tuple[str, dict] = ("", {})


def version() -> str | None:
    """Names the public content as it is now, the same in all processes; None when there is no cache (tests)."""
    global _believed
    name, until = _believed
    if time.monotonic() < until:
        return name
    name = cache.get(VERSION_KEY)
    if name is None:
        cache.add(VERSION_KEY, uuid.uuid4().hex, None)
        name = cache.get(VERSION_KEY)
    if name is not None:
        _believed = (name, time.monotonic() + BELIEF)
    return name


def expire() -> None:
    """Forget all cached pages, in every process within ``BELIEF``. Saving does this; call it after a bulk update."""
    global _believed
    cache.set(VERSION_KEY, uuid.uuid4().hex, None)
    _believed = ("", 0.0)


def per_version(key, build):
    """``build()``, remembered in this process until something public changes; for values that nobody alters."""
    global _remembered
    name = version()
    if name is None:
        return build()
    if _remembered[0] != name:
        _remembered = (name, {})
    # Held here, because another thread may start on the next version while this one builds.
    values = _remembered[1]
    if key not in values:
        value = build()
        if len(values) >= MAX_VALUES:
            return value
        values[key] = value
    return values[key]


def allow_caching(response, *, seconds=FIVE_MINUTES, parameters=()):
    """Say that a response is the same for every visitor without a session, for at most so many seconds.

    ``parameters`` are the query parameters it depends on, out of ``PARAMETERS``; with others it is not cached.
    """
    response.cache_seconds = seconds
    response.cache_parameters = frozenset(parameters)
    return response


def cacheable(**rules):
    """Decorator of a view: ``allow_caching`` for its responses."""

    def decorate(view):
        @functools.wraps(view)
        def wrapper(request, *args, **kwargs):
            return allow_caching(view(request, *args, **kwargs), **rules)

        return wrapper

    return decorate


@dataclass(frozen=True)
class CachedPage:
    version: str
    headers: dict[str, str]
    compressed: bytes

    @classmethod
    def of(cls, response, version):
        # The tag is weak, because it stands for the plain and the compressed body.
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        return cls(version, {**headers, "ETag": etag}, gzip.compress(response.content, 6, mtime=0))

    def response(self, request):
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response = HttpResponse(self.compressed, headers=self.headers)
            response.headers["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(gzip.decompress(self.compressed), headers=self.headers)
        response.headers["Content-Length"] = str(len(response.content))
        return response


class PageCacheMiddleware:
    """Answers from the page cache, and fills it. ``ConditionalGetMiddleware`` outside it answers 304."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        key = _key(request)
        # Before rendering: a page that was rendered while somebody published belongs to the version before.
        name = key and version()
        if not name:
            return self._render(request)
        page = cache.get(key)
        if page is None or page.version != name:
            response = self._render(request)
            if not _may_be_cached(request, response):
                return response
            page = CachedPage.of(response, name)
            if len(page.compressed) <= MAX_BODY:
                cache.set(key, page, response.cache_seconds)
        return page.response(request)

    def _render(self, request):
        response = self.get_response(request)
        if hasattr(response, "cache_seconds") and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache" if _is_personal(request) else PUBLIC
            patch_vary_headers(response, ["Accept-Encoding"])
        return response


def _is_personal(request) -> bool:
    """Whether the answer may depend on who asks. A session that does not exist counts: looking it up costs a query."""
    return not request.COOKIES.keys().isdisjoint({settings.SESSION_COOKIE_NAME, "messages"}) or bool(
        request.headers.get("Authorization")
    )


def _key(request) -> str | None:
    """The key of this address, or None when the request is not one for the page cache."""
    if request.method not in {"GET", "HEAD"} or _is_personal(request) or "HX-Request" in request.headers:
        return None
    if getattr(request, "is_dummy", False):  # Wagtail renders a preview
        return None
    query = sorted(request.GET.lists()) if request.META.get("QUERY_STRING") else []
    for name, values in query:
        if name not in PARAMETERS or len(values) != 1 or not PARAMETERS[name].fullmatch(values[0]):
            return None
    address = repr((request.scheme, request.get_host(), request.path, query))
    return f"page-{hashlib.sha256(address.encode()).hexdigest()}"


def _may_be_cached(request, response) -> bool:
    return (
        hasattr(response, "cache_seconds")
        and response.headers["Cache-Control"] == PUBLIC
        and request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers["Vary"].lower() in {"accept-encoding", "hx-request, accept-encoding"}
        and response.cache_parameters >= request.GET.keys()
    )


def connect_signals() -> None:
    """Let every change of something public expire the pages. Senderless: not all models are known at start-up."""
    for signal in [post_save, post_delete, m2m_changed]:
        signal.connect(_expire_on_commit, dispatch_uid="page-cache")


def _expire_on_commit(instance, **kwargs) -> None:
    # Once per transaction: publishing a page saves a dozen rows.
    pending = transaction.get_connection().run_on_commit
    if is_shown(type(instance)) and not any(expire in hook for hook in pending):
        transaction.on_commit(expire)


@functools.cache
def is_shown(model) -> bool:
    """Whether visitors see rows of this model: Wagtail's tree, and all of our own that do not say otherwise."""
    if model._meta.app_label in settings.OUR_APPS:
        return getattr(model, "shown_to_visitors", True)
    return issubclass(model, (Page, Site, Locale, Collection, BaseViewRestriction, Redirect, SearchPromotion))

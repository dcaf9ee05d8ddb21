"""What the page cache holds, for whom, and for how long. The site itself with its cache: test_fresh_pages.py."""

import gzip
import itertools
import re

import pytest
from django.core.cache import cache as django_cache
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils.cache import patch_vary_headers
from hypothesis import given
from hypothesis import strategies as st

from cms.web import cache


class Visits:
    """A site of one page that says how often it was rendered."""

    def __init__(self):
        self.views = []
        self.respond = lambda text: cache.allow_caching(HttpResponse(text), parameters=["p"])
        self.middleware = cache.PageCacheMiddleware(self._view)

    def _view(self, request):
        self.views.append(request)
        return self.respond(f"rendered {len(self.views)}")

    def get(self, path="/", *, method="get", cookies=(), **kwargs):
        request = getattr(RequestFactory(), method)(path, **kwargs)
        request.COOKIES.update(cookies)
        response = self.middleware(request)
        self.text = (
            gzip.decompress(response.content) if response.get("Content-Encoding") == "gzip" else response.content
        ).decode()
        return response


@pytest.fixture
def visits(shared_cache):
    return Visits()


def test_a_page_is_rendered_once(visits):
    for _ in range(3):
        visits.get("/labo/")
        assert visits.text == "rendered 1"


def test_only_what_a_view_allows_is_cached(visits):
    visits.respond = HttpResponse
    first, second = visits.get(), visits.get()
    assert (first.content, second.content) == (b"rendered 1", b"rendered 2")
    assert not first.has_header("Cache-Control")


OTHER_VISITORS = {
    "an editor": {"cookies": {"labo-session": "x"}},
    "a session that does not exist": {"cookies": {"labo-session": "bogus"}},
    "somebody for whom a message waits": {"cookies": {"messages": "x"}},
    "a program with a password": {"headers": {"Authorization": "Basic eDp5"}},
    "a script that wants a fragment": {"headers": {"HX-Request": "true"}},
    "a form": {"method": "post"},
    "an unknown parameter": {"path": "/?utm_source=x"},
    "an unknown parameter beside a known one": {"path": "/?p=2&x=1"},
    "page zero": {"path": "/?p=0"},
    "no page number": {"path": "/?p=abc"},
    "an endless page number": {"path": "/?p=1000"},
    "two page numbers": {"path": "/?p=1&p=2"},
}


@pytest.mark.parametrize("visit", OTHER_VISITORS.values(), ids=OTHER_VISITORS)
def test_others_neither_fill_the_cache_nor_are_served_from_it(visits, visit):
    path = re.sub(r"\?.*", "", visit.get("path", "/"))
    visits.get(**visit)
    visits.get(path)
    assert visits.text == "rendered 2"
    visits.get(**visit)
    assert visits.text == "rendered 3"
    visits.get(path)
    assert visits.text == "rendered 2"


def _with(**headers):
    return lambda text: cache.allow_caching(
        HttpResponse(text, headers={name.replace("_", "-"): v for name, v in headers.items()})
    )


def _with_cookie(text):
    response = cache.allow_caching(HttpResponse(text))
    response.set_cookie("name", "value")
    return response


RESPONSES_NOT_TO_CACHE = {
    "sets a cookie": _with_cookie,
    "varies by cookie": _with(Vary="Cookie"),
    "private": _with(Cache_Control="private"),
    "no-store": _with(Cache_Control="no-store"),
    "not found": lambda text: cache.allow_caching(HttpResponse(text, status=404)),
    "moved": lambda text: cache.allow_caching(HttpResponse(text, status=302)),
    "broken": lambda text: cache.allow_caching(HttpResponse(text, status=500)),
    "large": lambda text: cache.allow_caching(HttpResponse(text + "".join(map(str, range(300_000))))),
}


@pytest.mark.parametrize("respond", RESPONSES_NOT_TO_CACHE.values(), ids=RESPONSES_NOT_TO_CACHE)
def test_responses_that_are_not_for_everybody_are_not_cached(visits, respond):
    visits.respond = respond
    visits.get()
    visits.get()
    assert visits.text.startswith("rendered 2")


def test_a_stream_is_not_cached(visits):
    visits.respond = lambda text: cache.allow_caching(StreamingHttpResponse([text]))
    requests = [RequestFactory().get("/"), RequestFactory().get("/")]
    assert [b"".join(visits.middleware(request)) for request in requests] == [b"rendered 1", b"rendered 2"]


def test_a_preview_neither_fills_the_cache_nor_is_served_from_it(visits):
    request = RequestFactory().get("/")
    request.is_dummy = True
    visits.get()
    assert visits.middleware(request).content == b"rendered 2"
    visits.get()
    assert visits.text == "rendered 1"


def test_a_page_that_knows_fragments_is_cached_for_visitors_without_script(visits):
    def respond(text):
        response = cache.allow_caching(HttpResponse(text))
        patch_vary_headers(response, ["HX-Request"])
        return response

    visits.respond = respond
    visits.get()
    assert visits.get()["Vary"] == "HX-Request, Accept-Encoding"
    assert visits.text == "rendered 1"


def test_a_parameter_that_the_view_does_not_know_is_not_cached(visits):
    visits.respond = lambda text: cache.allow_caching(HttpResponse(text))
    visits.get("/?p=2")
    visits.get("/?p=2")
    assert visits.text == "rendered 2"


def test_every_address_has_its_own_page(visits, settings):
    settings.ALLOWED_HOSTS = ["labo.example.be", "www.example.be"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    addresses = itertools.product(
        ["/", "/labo/", "/?p=2", "/?p=3"], ["labo.example.be", "www.example.be"], ["http", "https"]
    )
    seen = []
    for path, host, scheme in addresses:
        visits.get(path, headers={"Host": host, "X-Forwarded-Proto": scheme})
        seen.append(visits.text)
    assert len(set(seen)) == 16


def test_an_unknown_host_is_refused_as_ever(client, shared_cache):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_browsers_ask_again_and_proxies_keep_nothing_personal(visits):
    cached = visits.get()
    assert cached["Cache-Control"] == "public, no-cache"
    assert cached["Vary"] == "Accept-Encoding"
    assert visits.get(cookies={"labo-session": "x"})["Cache-Control"] == "private, no-cache"


def test_a_page_is_the_same_with_and_without_compression(visits):
    visits.respond = lambda text: cache.allow_caching(HttpResponse(text + " één" * 1000))
    zipped = visits.get(headers={"Accept-Encoding": "gzip, br"})
    text = visits.text
    plain = visits.get()
    assert visits.text == text
    assert zipped["Content-Encoding"] == "gzip"
    assert not plain.has_header("Content-Encoding")
    assert (int(zipped["Content-Length"]), int(plain["Content-Length"])) == (len(zipped.content), len(plain.content))
    assert len(zipped.content) < len(plain.content) / 10
    assert zipped["ETag"] == plain["ETag"]


def test_head_is_served_but_does_not_fill(visits):
    visits.get(method="head")
    visits.get()
    assert visits.text == "rendered 2"
    visits.get(method="head")
    assert visits.text == "rendered 2"


def test_a_page_is_cached_no_longer_than_it_says(visits, time_machine):
    time_machine.move_to("2026-03-01 10:00", tick=False)
    visits.respond = lambda text: cache.allow_caching(HttpResponse(text), seconds=cache.FIVE_MINUTES)
    visits.get()
    time_machine.shift(299)
    visits.get()
    assert visits.text == "rendered 1"
    time_machine.shift(2)
    visits.get()
    assert visits.text == "rendered 2"


def test_a_page_rendered_while_somebody_publishes_is_not_shown_again(visits):
    def respond(text):
        if text == "rendered 1":
            cache.expire()
        return cache.allow_caching(HttpResponse(text))

    visits.respond = respond
    visits.get()
    visits.get()
    assert visits.text == "rendered 2"


def test_another_process_that_publishes_is_noticed_within_half_a_second(visits, monkeypatch):
    clock = itertools.count(1000, 0.2)
    monkeypatch.setattr(cache.time, "monotonic", lambda: next(clock))
    visits.get()
    django_cache.set(cache.VERSION_KEY, "set by another process", None)
    for _ in range(4):
        visits.get()
    assert visits.text == "rendered 2"


def test_a_version_that_the_cache_dropped_is_never_used_again(visits, monkeypatch):
    visits.get()
    django_cache.delete(cache.VERSION_KEY)
    monkeypatch.setattr(cache, "_believed", ("", 0.0))
    visits.get()
    assert visits.text == "rendered 2"


def test_an_old_page_makes_place_for_the_new_one(visits):
    visits.get()
    entries = len(django_cache._cache)
    cache.expire()
    visits.get()
    assert len(django_cache._cache) == entries


def test_without_a_cache_every_page_is_rendered(db):
    visits = Visits()
    visits.get()
    visits.get()
    assert visits.text == "rendered 2"


def test_a_small_value_is_built_once_per_version(shared_cache):
    numbers = itertools.count()
    assert [cache.per_version("n", lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]
    cache.expire()
    assert [cache.per_version("n", lambda: next(numbers)) for _ in range(3)] == [1, 1, 1]


def test_a_value_built_while_somebody_publishes_is_forgotten(shared_cache):
    def build():
        cache.expire()
        return "old"

    cache.per_version("key", build)
    assert cache.per_version("key", lambda: "new") == "new"


def test_without_a_cache_values_are_built_each_time():
    numbers = itertools.count()
    assert [cache.per_version("n", lambda: next(numbers)) for _ in range(2)] == [0, 1]


def test_made_up_keys_do_not_fill_the_memory(shared_cache):
    for number in range(cache.MAX_VALUES + 50):
        assert cache.per_version(number, lambda number=number: number) == number
    assert len(cache._remembered[1]) == cache.MAX_VALUES


VISITS = st.fixed_dictionaries(
    {
        "path": st.sampled_from(["/", "/?p=2", "/?p=abc", "/?x=1", "/labo/", "/labo/?p=2&p=3", "/%6Cabo/", "/LABO/"]),
        "method": st.sampled_from(["get", "get", "get", "head", "post"]),
        "cookies": st.sampled_from([{}, {}, {"labo-session": "an"}, {"labo-session": "jan"}, {"messages": "hallo"}]),
        "headers": st.sampled_from([{}, {"HX-Request": "true"}, {"Authorization": "an"}, {"Accept-Encoding": "gzip"}]),
    }
)


@given(editions=st.lists(st.lists(VISITS, max_size=10), max_size=5))
def test_nobody_can_tell_that_there_is_a_cache(shared_cache, editions):
    """Everybody sees what a site without a cache would show to them, as it is since the last edition."""
    visits = Visits()
    for edition, visits_of_edition in enumerate(editions):
        cache.expire()

        def render(request, edition=edition):
            who = [sorted(request.COOKIES.items()), *map(request.headers.get, ["HX-Request", "Authorization"])]
            return f"{edition} {request.method == 'POST'} {request.path} {request.GET.urlencode()} {who}"

        visits.middleware = cache.PageCacheMiddleware(
            lambda request, render=render: cache.allow_caching(HttpResponse(render(request)), parameters=["p"])
        )
        for visit in visits_of_edition:
            visits.get(**visit)
            request = getattr(RequestFactory(), visit["method"])(visit["path"], headers=visit["headers"])
            request.COOKIES.update(visit["cookies"])
            assert visits.text == render(request)

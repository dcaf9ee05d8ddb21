"""Redirects that keep the query, and lead on from below the former address of a page."""

from itertools import accumulate, takewhile
from urllib.parse import unquote, urlparse, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.models.declared import length_of

#: Characters in the old address of a redirect.
MAX_LENGTH = length_of(Redirect, "old_path")
#: The methods that send nothing.
SAFE_METHODS = {"GET", "HEAD"}


class RedirectMiddleware(WagtailRedirectMiddleware):
    """Wagtail's redirects; its own middleware compares whole addresses only, and drops the query.

    When a page was renamed, its forms, files and fragments have new addresses too, while mails and bookmarks hold the
    old ones. So the longest part of the address that was redirected to a page counts, whoever made the redirect and
    when. What comes after it is kept if the page answers there; if not, the answer stays 404.

    A form that somebody had open while the page was renamed is sent on as it is (308): after a 301 browsers ask for the
    page anew, and what was filled in would be gone.
    """

    def process_response(self, request, response):
        # A page that was found and says itself that there is nothing, has not moved.
        if response.status_code == 404 and not hasattr(request, "routable_resolver_match"):
            return _redirected(request) or response
        return response


def _redirected(request: HttpRequest) -> HttpResponse | None:
    if "\0" in request.path_info:  # PostgreSQL refuses to look for it
        return None
    whole = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    path = urlparse(whole).path
    parts = [part for part in path.split("/") if part]
    query = request.META.get("QUERY_STRING", "")
    # How much of the address each old path stands for; the query itself counts as one part more.
    lengths = dict.fromkeys([whole, uri_to_iri(whole)], len(parts) + 1)
    lengths |= _beginnings(path) | _beginnings(uri_to_iri(path))
    redirects = Redirect.get_for_site(Site.find_for_request(request)).select_related("redirect_page")
    found = redirects.filter(old_path__in=lengths)
    # The longest first; of two alike, the one of this site.
    for redirect in sorted(found, key=lambda redirect: (-lengths[redirect.old_path], redirect.site_id is None)):
        length = lengths[redirect.old_path]
        below, rest_of_query = parts[length:], query if length <= len(parts) else ""
        lead = _to_page if redirect.redirect_page else _to_link
        address = lead(redirect, below, rest_of_query, request)
        if address and address != request.get_full_path():
            answer = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
            return answer(address, preserve_request=request.method not in SAFE_METHODS)
    return None


def _beginnings(path: str) -> dict[str, int]:
    """The path and all paths above it, as redirects write them, with their number of parts."""
    parts = (part for part in path.split("/") if part)
    paths = accumulate(parts, lambda above, part: f"{above}/{part}", initial="")
    possible = takewhile(lambda beginning: len(beginning) <= MAX_LENGTH, paths)
    return {beginning: length for length, beginning in enumerate(possible) if beginning}


def _to_page(redirect: Redirect, below: list[str], query: str, request: HttpRequest) -> str | None:
    page = redirect.redirect_page.specific_deferred
    if not page.live or not page.get_url(request):
        return None
    if not below:
        return _with_query(redirect.link, query)
    try:
        page.route(request, [unquote(part) for part in below])
    except Http404:
        return None
    end = "" if "." in below[-1] else "/"
    return _with_query(f"{page.get_url(request)}{'/'.join(below)}{end}", query)


def _to_link(redirect: Redirect, below: list[str], query: str, request: HttpRequest) -> str | None:
    """A link is led to as it was written; only on our own site does it get the query, and what was filled in."""
    link = urlsplit(redirect.redirect_link)
    is_ours = link.netloc in {"", request.get_host()}
    if below or not redirect.redirect_link or not (is_ours or request.method in SAFE_METHODS):
        return None
    return _with_query(redirect.redirect_link, query if is_ours and not (link.query or link.fragment) else "")


def _with_query(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address

import copy

from wagtail.models import Site

from cms.web import cache


def remember_site(get_response):
    """Middleware: gives each request its Wagtail site and home page from memory, two queries less for every page.

    Each request has a copy, because pages keep what they computed.
    """

    def middleware(request):
        if cache.version():
            site = cache.per_version(("site", request.get_host()), lambda: _site_with_home_page(request))
            request._wagtail_site = copy.deepcopy(site)
        return get_response(request)

    return middleware


def _site_with_home_page(request):
    site = Site.find_for_request(request)
    if site:
        site.root_page = site.root_page.specific
    return site

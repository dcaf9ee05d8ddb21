"""The addresses at and below a page, by name."""

from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from cms.web import cache
from cms.web.reserved import first_parts, first_parts_of_the_site

# What ``RoutesMixin`` is mixed into.
_Base = Page if TYPE_CHECKING else object


class RoutesMixin(RoutablePageMixin, _Base):
    """A page with routes: each is a method that imports its view and calls it with the request and the page.

    The import stands inside the method, because a page is a model and views import models. A page whose own address is
    answered by a view overrides ``index_route``; the others are rendered with their template. Only the page itself is
    cached here: the view of a route says for itself whether, and for how long, its response may be cached.
    """

    #: Seconds for which the page cache may hold the page, and the query parameters that its content depends on.
    cache_seconds = cache.FIVE_MINUTES
    cache_parameters: tuple[str, ...] = ()
    #: The address that ``child_url`` begins with, and what it was computed for.
    _own_url: tuple | None = None

    @path("")
    def index_route(self, request):
        response = super().index_route(request)
        return cache.allow_caching(response, seconds=self.cache_seconds, parameters=self.cache_parameters)

    def check_request_method(self, request, *args, **kwargs):
        # Below the page each view says itself which methods it answers to.
        is_itself = request.routable_resolver_match.url_name == "index_route"
        return super().check_request_method(request, *args, **kwargs) if is_itself else None

    def reverse_subpage(self, name, args=None, kwargs=None):
        """The address of a route relative to the page; that of a file, such as ``data.csv``, ends without a slash."""
        address = super().reverse_subpage(name, args, kwargs)
        return address.removesuffix("/") if "." in address else address

    def route_url(self, name, request=None, **kwargs) -> str:
        """The address of a route on the site of the request: ``page.route_url("map", request)``.

        Raises:
            NoReverseMatch: the page has no such route.
        """
        return self._url_for(request) + self.reverse_subpage(name, kwargs=kwargs)

    def full_route_url(self, name, request=None, **kwargs) -> str:
        """The same with scheme and host, for mails and files."""
        return self.get_full_url(request) + self.reverse_subpage(name, kwargs=kwargs)

    def child_url(self, slug, request=None) -> str:
        """The address of the page with this slug below this one, for lists that know slugs only."""
        return f"{self._url_for(request)}{slug}/"

    def _url_for(self, request):
        """As ``get_url``; a page that lists hundreds of others needs it for each."""
        computed_for = (request, self.url_path)
        if self._own_url is None or self._own_url[0] != computed_for:
            self._own_url = (computed_for, self.get_url(request))
        return self._own_url[1]

    @cached_property
    def reserved_child_slugs(self) -> frozenset[str]:
        """Slugs that no page below may have, because a route of this page, or of the site, answers there."""
        own = first_parts(self.get_subpage_urls())
        return own | first_parts_of_the_site() if self.is_site_root() else own

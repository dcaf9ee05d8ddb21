"""Response headers that no library sets."""

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: Wagtail's admin has inline scripts and styles, and shows previews of our own pages in a frame.
ADMIN_POLICY = {
    **settings.CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF, *settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]],
    "object-src": [NONE],
}


def same_origin_resources(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Middleware: no other site may load our files into its pages."""

    def middleware(request: HttpRequest):
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
